/** The machine, a service or a whole set of processes brought to a stop. */
import type { Severity } from '../../../../../shared/event.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { lineOf, whereOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { coreServices, frontServices } from '../../infrastructure.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

function stops(fact: ExecFact): Severity | null {
  const { program, argv } = fact;
  switch (program) {
    case 'shutdown':
    case 'reboot':
    case 'halt':
    case 'poweroff':
      return argv.some((argument) => /^(?:-c|--help|--show|-k|-w|--wtmp-only)$/.test(argument)) ? null : 'high';
    case 'launchctl':
      return argv[0] === 'reboot' ? 'high' : null;
    case 'init':
    case 'telinit':
      return /^[06]$/.test(argv[0] ?? '') ? 'high' : null;
    case 'systemctl':
      return argv.some((argument) => /^(?:poweroff|reboot|halt|kexec|suspend|hibernate|emergency|rescue)$/.test(argument)) ? 'high' : argv.some((argument) => /^(?:stop|kill|mask|isolate|disable)$/.test(argument)) ? (argv.some((argument) => coreServices.test(argument)) ? 'medium' : 'low') : null;
    case 'service':
    case 'rc-service':
      return argv.includes('stop') ? (coreServices.test(argv[0] ?? '') ? 'medium' : 'low') : null;
    case 'nginx':
    case 'apachectl':
    case 'apache2ctl':
    case 'rabbitmqctl':
    case 'pg_ctl':
    case 'mongod':
      return argv.some((argument) => /^(?:stop|quit|graceful-stop|stop_app|shutdown|--shutdown)$/.test(argument)) ? 'medium' : null;
    case 'crontab':
      return argv.some((argument) => /^-[a-z]*r/.test(argument)) ? 'high' : null;
    case 'Stop-Computer':
    case 'Restart-Computer':
      return 'high';
    case 'kill':
      return argv.some((argument) => argument === '-1' && argv[0] !== '-1') || (argv.includes('1') && argv[0] !== '-0') ? 'high' : null;
    case 'killall5':
      return 'high';
    case 'pkill':
    case 'killall':
      return argv.some((argument) => /^(?:-u|-U|--euid|\.\*?|-v)$/.test(argument) || (program === 'killall' ? frontServices : coreServices).test(argument)) ? 'medium' : null;
    default:
      return null;
  }
}

export const rule = defineRule(
  {
    id: 'destructive.shutdown',
    title: 'Machine or processes stopped',
    severity: 'high',
    attack: ['T1529', 'T1489'],
    looksAt: ['exec'],
    programs: (program) => /^(?:launchctl|shutdown|reboot|halt|poweroff|init|telinit|systemctl|kill|killall5|pkill|killall|service|rc-service|nginx|apachectl|apache2ctl|rabbitmqctl|pg_ctl|mongod|crontab|Stop-Computer|Restart-Computer)$/.test(program),
    why: 'Stopping the machine or its processes ends work that is not the session’s own.',
    doesNotShow: 'That the user had the right to do so.',
    otherExplanation: 'A virtual machine or a container that the session made is stopped the same way.',
    canBeWrong: 'Whose processes are meant is not told by the command.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    const named = call.facts.some((fact) => fact.kind === 'exec' && /^(?:pidof|pgrep)$/.test(fact.program) && fact.argv.some((argument) => coreServices.test(argument)));
    for (const fact of call.facts) {
      // `kill $(pidof nginx)`: the number is that service's.
      const severity = fact.kind === 'exec' ? (stops(fact) ?? (named && fact.program === 'kill' ? 'medium' : null)) : null;
      if (fact.kind !== 'exec' || severity === null) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity, what: `runs ${lineOf(fact)}${whereOf(fact)}.`, detail: { program: fact.program } }));
    }
    return hits ?? noHits;
  },
);
