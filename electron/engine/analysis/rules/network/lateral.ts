/** Another machine made to do something, or the network made to lead elsewhere. */
import type { Severity } from '../../../../../shared/event.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const toolkits = /^(?:psexec(?:\.py)?|wmiexec(?:\.py)?|smbexec(?:\.py)?|atexec(?:\.py)?|dcomexec(?:\.py)?|impacket-\w+|evil-winrm|crackmapexec|cme|nxc|netexec|winexe|pth-\w+|rpcclient|responder|Responder\.py|bettercap|ettercap|arpspoof|dnsspoof|mitmproxy|mitmdump|sslstrip|mitm6|ntlmrelayx(?:\.py)?|bloodhound(?:-python)?|kerbrute|rubeus|certipy|xfreerdp|rdesktop|vncviewer|smbclient)$/;

/** Other programs that reach machines or turn the network’s ways. */
const ways = /^(?:arp|ip|route|sshpass|ssh-copy-id|networksetup|resolvectl|systemd-resolve|pdsh|pssh|parallel-ssh|clush|dsh|cssh|ansible)$/;

/** Files that say where names lead. */
const names = /^\/(?:private\/)?etc\/(?:hosts|resolv\.conf|nsswitch\.conf)$|\/drivers\/etc\/hosts$/;

function reaches(fact: ExecFact): Severity | null {
  if (toolkits.test(fact.program)) return fact.argv.length === 0 ? null : /^(?:xfreerdp|rdesktop|vncviewer|smbclient|mitmproxy|mitmdump)$/.test(fact.program) ? 'medium' : 'high';
  if (fact.program === 'arp') return hasFlag(fact, 'sd', 'set', 'delete') ? 'medium' : null;
  if (fact.program === 'ip' || fact.program === 'route') return fact.argv.some((argument) => /^(?:add|del|replace|change|flush|append)$/.test(argument)) ? 'medium' : null;
  if (fact.program === 'sshpass') return 'medium';
  if (fact.program === 'ssh-copy-id') return 'medium';
  if (/^(?:networksetup|resolvectl|systemd-resolve)$/.test(fact.program)) return fact.argv.some((argument) => /^-?-?set/.test(argument) || argument === 'dns') ? 'medium' : null;
  if (/^(?:pdsh|pssh|parallel-ssh|clush|dsh|cssh)$/.test(fact.program)) return 'medium';
  if (/^(?:ansible)$/.test(fact.program)) return fact.argv.some((argument) => /^(?:shell|command|raw|script)$/.test(argument)) ? 'medium' : null;
  return null;
}

export const rule = defineRule(
  {
    id: 'network.lateral',
    title: 'Other machines or the network’s ways changed',
    severity: 'medium',
    attack: ['T1021', 'T1557'],
    looksAt: ['exec', 'write'],
    programs: (name) => toolkits.test(name) || ways.test(name),
    paths: [names],
    why: 'Moving on to other machines, or leading their traffic elsewhere, widens what an incident touches.',
    doesNotShow: 'That the other machines took it.',
    otherExplanation: 'Administration of one’s own machines uses the same programs.',
    canBeWrong: 'Whose machines are meant is not told by the command.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      const severity = fact.kind === 'exec' ? reaches(fact) : null;
      if (fact.kind === 'exec' && severity !== null) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity, what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } }));
      } else if (fact.kind === 'exec' && fact.wrappers.includes('sshpass')) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `logs in to another machine with a password in the command: ${fact.program}.`, detail: { program: fact.program } }));
      } else if (fact.kind === 'file' && fact.operation === 'write' && names.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `writes to ${fact.written}, which says where names lead.`, title: 'Name resolution changed', detail: { path: fact.path } }));
      }
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);
