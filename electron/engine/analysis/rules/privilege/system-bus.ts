/** A request over the system's message bus that changes services, packages or accounts. */
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'privilege.system-bus',
    title: 'System service changed over the message bus',
    severity: 'high',
    attack: ['T1543.002', 'T1569.002'],
    looksAt: ['exec'],
    programs: (program) => /^(?:gdbus|busctl|dbus-send|qdbus)$/.test(program),
    why: 'The bus reaches services that run with full rights, without any of the programs that a monitor would name.',
    doesNotShow: 'That the service agreed.',
    otherExplanation: 'Desktop programs use the bus for their own ends.',
    canBeWrong: 'What a method does is judged by its name.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !/^(?:gdbus|busctl|dbus-send|qdbus)$/.test(fact.program)) continue;
      const line = fact.argv.join(' ');
      if (!/(?:^|[.\s])(?:Enable|Disable|Mask|Unmask|Start|Stop|Restart|Kill|Reload|Set|Create|Install|Remove|Update|Add|Delete|Attach|Link|Reboot|PowerOff|Unlock|Mount|Write)\w*\b/.test(line)) continue;
      const system = /systemd1|PackageKit|Accounts|PolicyKit|NetworkManager|UDisks|login1|hostname1|timedate1|resolve1|machine1|firewalld|snapd|fwupd/.test(line);
      if (!system && !/--system/.test(line)) continue;
      return [hitOn(call, fact, { severity: 'high', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
