/** A program run with another user's rights. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf, whereOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const elevators = new Set(['sudo', 'doas', 'su', 'pkexec', 'runuser', 'gosu', 'su-exec', 'runas', 'gsudo', 'sudoedit', 'visudo', 'dzdo']);
const packages = /^(?:apt|apt-get|aptitude|dpkg|yum|dnf|zypper|apk|pacman|snap|brew|port|npm|pip3?|gem|systemctl|service|docker|chown|mkdir|tee|cp|ls|cat|make|lsof|ss|netstat|dmesg|journalctl|ldconfig|update-alternatives|add-apt-repository|tail|head|du|df|find|grep|kill|nginx|mount|umount|rm|chmod|mv|ln|install|touch|sed|iptables|ufw|reboot|shutdown|swapon|swapoff|sysctl|modprobe|xcode-select|softwareupdate|launchctl|dscacheutil|killall|nano|vim|vi|usermod|useradd|groupadd|tcpdump|nmap|fdisk|parted|mkfs\S*|dd|tar|unzip|wget|curl|sh|bash|python3?|node|env|nohup|time|timeout|certbot|crontab|tcpdump)$/;

function elevates(fact: ExecFact): { by: string; severity: Severity } | null {
  const by = fact.wrappers.find((wrapper) => elevators.has(wrapper));
  if (by !== undefined) {
    const shell = /^(?:sh|bash|zsh|dash|ksh|fish|su)$/.test(fact.program) && fact.argv.every((argument) => argument.startsWith('-'));
    return { by, severity: shell && fact.context === 'host' ? 'medium' : /^(?:su|runuser|pkexec|doas)$/.test(by) ? 'medium' : fact.context !== 'host' ? 'low' : packages.test(fact.program) ? 'low' : 'medium' };
  }
  if (!elevators.has(fact.program)) return null;
  if (fact.program === 'sudo') return hasFlag(fact, 'kKV', 'version', 'help') ? null : { by: 'sudo', severity: hasFlag(fact, 'isS', 'login', 'shell', 'stdin') ? 'medium' : 'low' };
  if (fact.program === 'visudo' || fact.program === 'sudoedit') return hasFlag(fact, 'c', 'check') ? null : { by: fact.program, severity: 'high' };
  return hasFlag(fact, 'hV', 'help', 'version') ? null : { by: fact.program, severity: 'medium' };
}

export const rule = defineRule(
  {
    id: 'privilege.elevation',
    title: 'Run with another user’s rights',
    severity: 'medium',
    attack: ['T1548.003'],
    why: 'What runs with more rights than the session’s own can change the machine beyond the project.',
    doesNotShow: 'That the rights were granted: a password may have been asked for.',
    otherExplanation: 'Package installs and service restarts need these rights; they are reported low.',
    canBeWrong: 'In a container the user often has these rights anyway.',
  },
  (call) => {
    let best: { fact: ExecFact; by: string; severity: Severity } | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      const found = elevates(fact);
      if (found !== null && (best === null || (best.severity === 'low' && found.severity !== 'low'))) best = { fact, ...found };
    }
    if (best === null) return noHits;
    const { fact, by, severity } = best;
    return [hitOn(call, fact, { severity, what: `runs ${lineOf(fact)} by ${by}${whereOf(fact)}.`, ruleId: `privilege.${by}`, title: `Run by ${by}`, detail: { program: fact.program, by } })];
  },
);
