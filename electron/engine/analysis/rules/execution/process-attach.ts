/** Another process entered: a debugger or a tracer that changes or watches what it does. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const attachers = /^(?:gdb|lldb|strace|ltrace|dtrace|dtruss|frida(?:-\w+)?|reptyr|injcode|hotpatch|ptrace|rr|crash|procdump|py-spy|pyrasite(?:-shell)?|rbspy|jattach|jcmd|jdb)$/;
const scratch = /^\/(?:tmp|var\/tmp|dev\/shm|run\/user|private\/tmp)\//;

function enters(fact: ExecFact): { id: string; severity: Severity } | null {
  const { program, argv } = fact;
  if (!attachers.test(program)) return null;
  const line = argv.join(' ');
  switch (program) {
    case 'gdb':
    case 'lldb': {
      const attached = hasFlag(fact, 'p', 'pid', 'attach-pid') || /\battach\s+\d+/.test(line);
      const script = argv.find((argument, at) => /^(?:-x|--command|-s|--source|-S)$/.test(argv[at - 1] ?? '') || /^--command=/.test(argument));
      if (script !== undefined && scratch.test(script.replace(/^--command=/, ''))) return { id: 'execution.process-attach', severity: 'medium' };
      if (!attached) return null;
      return /\b(?:call|print|p|expr(?:ession)?|compile|jump|set|return|dump|gcore|shell)\b[\s(]/.test(argv.filter((argument) => !argument.startsWith('-')).join(' ')) ? { id: 'execution.process-attach', severity: 'high' } : { id: 'execution.process-attach', severity: 'medium' };
    }
    case 'strace':
    case 'ltrace':
      return hasFlag(fact, 'p', 'attach') && argv.some((argument) => /^-p\d*$|^--attach/.test(argument)) ? { id: 'execution.process-attach', severity: 'medium' } : null;
    case 'reptyr':
      return argv.length > 0 && !hasFlag(fact, 'hv', 'help', 'version') ? { id: 'privilege.process-attach', severity: 'high' } : null;
    case 'jcmd':
    case 'jattach':
    case 'jdb':
      return /\b(?:VM\.(?:system_properties|command_line)|GC\.heap_dump|jvmti|agent_load|load)\b/i.test(line) ? { id: 'execution.process-attach', severity: 'medium' } : null;
    case 'py-spy':
    case 'rbspy':
      return /^dump\b.*--locals/.test(line) ? { id: 'execution.process-attach', severity: 'medium' } : null;
    case 'rr':
    case 'crash':
      return null;
    default:
      return argv.length > 0 && !hasFlag(fact, '', 'help', 'version') && !/^(?:frida-ls-devices|frida-ps)$/.test(program) ? { id: 'execution.process-attach', severity: program.startsWith('frida') ? 'medium' : 'high' } : null;
  }
}

export const rule = defineRule(
  {
    id: 'execution.process-attach',
    title: 'Another process entered',
    severity: 'high',
    attack: ['T1055', 'T1106'],
    looksAt: ['exec'],
    programs: (program) => attachers.test(program),
    why: 'Who enters a running process can read what it holds and make it do something with its rights.',
    doesNotShow: 'What was read or changed there.',
    otherExplanation: 'Debugging one’s own program in this way is ordinary.',
    canBeWrong: 'Whose process has the number is not told by the command.',
  },
  (call) => {
    for (const fact of call.facts) {
      const found = fact.kind === 'exec' ? enters(fact) : null;
      if (fact.kind === 'exec' && found !== null) return [hitOn(call, fact, { severity: found.severity, what: `enters another process: ${lineOf(fact)}.`, ruleId: found.id, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
