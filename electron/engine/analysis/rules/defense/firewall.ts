/** The firewall opened or switched off. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

function opens(fact: ExecFact): Severity | null {
  const { program, argv } = fact;
  const line = argv.join(' ');
  switch (program) {
    case 'iptables':
    case 'ip6tables':
      return hasFlag(fact, 'FXZ', 'flush', 'delete-chain') || /-P\s+\w+\s+ACCEPT/.test(line) || /(?:^|\s)-[AID]\b/.test(line) ? (/(?:^|\s)-A\b|-I\b/.test(line) && !/-F|-P/.test(line) ? 'medium' : 'high') : null;
    case 'iptables-restore':
    case 'ip6tables-restore':
      return hasFlag(fact, 't', 'test') ? null : 'high';
    case 'nft':
      return /\b(?:flush|delete)\b/.test(line) ? 'high' : null;
    case 'ufw':
      return /\b(?:disable|reset)\b/.test(line) ? 'high' : /\b(?:allow|delete|default)\b/.test(line) ? 'medium' : null;
    case 'firewall-cmd':
      return /--(?:remove|panic-off|set-default-zone|add-)/.test(line) ? 'medium' : null;
    case 'pfctl':
      return hasFlag(fact, 'dF') ? 'high' : null;
    case 'socketfilterfw':
      return /--setglobalstate off|--setblockall off|--unblockapp|--add/.test(line) ? 'high' : null;
    case 'netsh':
      return /firewall.*(?:off|disable|delete|add rule|set)/i.test(line) ? 'high' : null;
    case 'systemctl':
    case 'service':
      return /\b(?:stop|disable|mask)\b/.test(line) && /\b(?:ufw|firewalld|iptables|nftables|fail2ban)\b/.test(line) ? 'high' : null;
    case 'aws':
      return argv[0] === 'ec2' && /authorize-security-group/.test(argv[1] ?? '') && /0\.0\.0\.0\/0|::\/0/.test(line) ? 'high' : null;
    case 'gcloud':
      return /firewall-rules (?:create|update)/.test(line) && /0\.0\.0\.0\/0/.test(line) ? 'high' : null;
    case 'ebtables':
    case 'arptables':
      return hasFlag(fact, 'F') ? 'high' : null;
    default:
      return null;
  }
}

export const rule = defineRule(
  {
    id: 'defense.firewall',
    title: 'Firewall opened or switched off',
    severity: 'high',
    attack: ['T1686', 'T1562.004'],
    looksAt: ['exec'],
    programs: (program) => /^(?:iptables-restore|ip6tables-restore|iptables|ip6tables|nft|ufw|firewall-cmd|pfctl|socketfilterfw|netsh|systemctl|service|aws|gcloud|ebtables|arptables)$/.test(program),
    why: 'Without the firewall, other machines reach services that were meant for this one only.',
    doesNotShow: 'That the session had the rights for it.',
    otherExplanation: 'Opening a port for a service is part of setting it up.',
    canBeWrong: 'In a container the rules concern the container only.',
  },
  (call) => {
    for (const fact of call.facts) {
      const severity = fact.kind === 'exec' ? opens(fact) : null;
      if (fact.kind === 'exec' && severity !== null) return [hitOn(call, fact, { severity, what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
