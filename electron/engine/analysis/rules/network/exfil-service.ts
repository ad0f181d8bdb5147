/** A contact with a service whose purpose is to take or pass on what is sent to it. */
import { dropServiceOf, onlyWhenSent } from '../../../policy/well-known-hosts.ts';
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

/** Clients that hand files to another person through somebody's server. */
const senders: ReadonlyMap<string, RegExp> = new Map([['croc', /^(?:--\S+ )*send\b/], ['wormhole', /^(?:--\S+ )*send\b|^ssh invite/], ['magic-wormhole', /^send\b/], ['ffsend', /^(?:upload|u)\b/], ['ipfs', /^add\b/], ['transfer', /^\S/], ['onionshare-cli', /^\S/], ['portal', /^send\b/], ['sendme', /^send\b/], ['warp', /^send\b/]]);

export const rule = defineRule(
  {
    id: 'network.exfil-service',
    title: 'Paste, drop, hook or tunnel service contacted',
    severity: 'high',
    attack: ['T1567', 'T1567.002', 'T1102', 'AML.T0086'],
    looksAt: ['network', 'exec'],
    programs: (program) => senders.has(program),
    why: 'Pastebins, request bins, file drops, chat hooks and tunnels take data from anybody and show it to whoever has the address.',
    doesNotShow: 'What was sent where the command does not spell it out, or who reads it there.',
    otherExplanation: 'A bot or a web hook under development talks to the same hosts.',
    canBeWrong: 'The services are known by name; a new one, or one under its own domain, is missed.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'exec' && senders.get(fact.program)?.test(fact.argv.join(' ')) === true) return [hitOn(call, fact, { severity: 'medium', what: `hands files to whoever has a word for them: ${lineOf(fact)}.`, detail: { program: fact.program } })];
      if (fact.kind !== 'network' || fact.host === null) continue;
      const what = dropServiceOf(fact.host);
      if (what === null) continue;
      const sent = fact.direction === 'out' || fact.uploads.length > 0;
      if (onlyWhenSent.has(what) && !sent) continue;
      const fetched = fact.direction === 'in' && fact.program !== 'WebFetch';
      return [hitOn(call, fact, { severity: fetched && what === 'paste or drop service' ? 'medium' : fact.program === 'WebFetch' ? 'medium' : 'high', what: `${sent ? 'sends to' : 'contacts'} ${fact.host}, a ${what}, by ${fact.program}.`, detail: { host: fact.host, service: what, program: fact.program, uploads: fact.uploads.slice(0, 16) } })];
    }
    return noHits;
  },
);
