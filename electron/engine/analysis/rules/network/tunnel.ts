/** A tunnel: a way from outside to this machine, or through it. */
import { hasFlag, lineOf, operandsOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const tunnels = /^(?:devtunnel|ngrok|cloudflared|localtunnel|lt|bore|frpc|frps|chisel|gost|inlets|zrok|iodine|iodined|dnscat|dnscat2|ptunnel|stunnel|stunnel4|sshuttle|rathole|pagekite|ligolo|ligolo-ng|revsocks|plink|playit|tunnelmole|expose|autossh|tailscale|wstunnel|hans|udp2raw|proxytunnel|3proxy|microsocks|upterm|tmate|teleconsole|gotty|ttyd|sshx|wetty|dante|danted|redsocks|tor)$/;

function opens(fact: ExecFact): boolean {
  if (/^(?:ssh|autossh|plink)$/.test(fact.program)) {
    for (const argument of fact.argv) if (/^-[a-zA-Z46]*[RLDw](?:$|[\d*[:])/.test(argument) && !/^-(?:o|i|p)/.test(argument)) return true;
    return fact.argv.some((argument) => /^(?:-o)?(?:RemoteForward|LocalForward|DynamicForward|Tunnel)=/i.test(argument));
  }
  if (fact.program === 'tailscale') return /^(?:up|funnel|serve)$/.test(fact.argv[0] ?? '');
  if (fact.program === 'cloudflared') return /^(?:tunnel|access)$/.test(operandsOf(fact)[0] ?? '');
  if (fact.program === 'devtunnel') return /^(?:host|port|create|access)$/.test(fact.argv[0] ?? '') && !hasFlag(fact, '', 'help');
  if (fact.program === 'kubectl') return false;
  return tunnels.test(fact.program) && (fact.argv.length > 0 || fact.program === 'tmate' || fact.program === 'sshx') && !hasFlag(fact, '', 'help', 'version') && !/^(?:version|help)$/.test(fact.argv[0] ?? '');
}

export const rule = defineRule(
  {
    id: 'network.tunnel',
    title: 'Tunnel opened',
    severity: 'high',
    attack: ['T1572', 'T1090'],
    looksAt: ['exec'],
    programs: (program) => tunnels.test(program) || program === 'ssh' || program === 'kubectl',
    why: 'A tunnel gives others a way to this machine or its network, past the rules that guard it.',
    doesNotShow: 'Who used it.',
    otherExplanation: 'Previews and remote databases are reached through tunnels in daily work.',
    canBeWrong: 'A tunnel inside one’s own network is reported too.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !opens(fact)) continue;
      const local = fact.program === 'ssh' && !fact.argv.some((argument) => /^-[a-zA-Z46]*[RDw]/.test(argument));
      return [hitOn(call, fact, { severity: local ? 'medium' : 'high', what: `opens a tunnel: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
