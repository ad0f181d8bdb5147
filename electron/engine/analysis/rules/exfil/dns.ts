/** Data carried out in host names. */
import { defineRule, hitOn, noHits } from '../../rule.ts';

const resolvers = /^(?:dig|nslookup|host|drill|kdig|ping|ping6|fping|getent|traceroute)$/;

export const rule = defineRule(
  {
    id: 'exfil.dns',
    title: 'Data in a host name',
    severity: 'high',
    attack: ['T1048.003', 'T1071.004', 'AML.T0086'],
    looksAt: ['network'],
    why: 'A name that is made at run time and then looked up carries its content to whoever answers for the domain, past most filters.',
    doesNotShow: 'What the name held.',
    otherExplanation: 'A loop that checks a list of hosts makes its names at run time too.',
    canBeWrong: 'A variable that holds an ordinary host name looks the same; where it makes up the whole name nothing is reported.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'network' || (fact.certainty === 'static' && !/^(?:\$USER|~)/.test(fact.written))) continue;
      if (/^https?:\/\/(?:dns\.google|cloudflare-dns\.com|1\.1\.1\.1|1\.0\.0\.1|8\.8\.8\.8|9\.9\.9\.9|dns\.quad9\.net|doh\.[\w.-]+)\/(?:resolve|dns-query)\?.*…/.test(fact.written.slice(0, 2000))) return [hitOn(call, fact, { severity: 'high', what: `looks up a name that is made at run time, by ${fact.program} over the web.`, detail: { written: fact.written, program: fact.program } })];
      if (!resolvers.test(fact.program) && fact.scheme !== 'dns') continue;
      // A dynamic label in front of a fixed domain: `$(…).x.example`.
      const tail = fact.written.slice(-260).replace(/\$USER/g, '…');
      if (!/…[^/…]*\.[\w-]+\.?[\w-]*$/.test(tail) || fact.written.startsWith('…:')) continue;
      const made = call.facts.some((other) => other.kind === 'flow' && other.to.startsWith('net:')) || call.facts.some((other) => other.kind === 'file' && other.operation === 'read') || /…\.[^…]*\./.test(tail);
      return [hitOn(call, fact, { severity: made ? 'high' : 'medium', what: `looks up ${fact.written}, a name that is made at run time, by ${fact.program}.`, confidence: 'medium', reason: 'The fixed part of the name is known, the rest is not.', detail: { written: fact.written, program: fact.program } })];
    }
    return noHits;
  },
);
