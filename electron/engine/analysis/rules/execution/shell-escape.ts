/** A shell started from inside another program: an editor, an interpreter, a search, a packer. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { escapes } from '../../../shell/programs/escapes.ts';
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const shells = /^(?:ba|z|da|k|c|tc|a|fi)?sh$/;
const interpreters = /^(?:python[\d.]*|pypy|node|nodejs|deno|bun|perl|ruby|php|lua|luajit|[gmn]?awk|tclsh|expect|osascript|R|Rscript|julia|tar|find -exec|find -execdir|find -ok|zip|socat|git|busybox)$/;

/** The program from inside which a bare shell is started; null where it is no such start. */
function startedFrom(fact: ExecFact): string | null {
  if (!shells.test(fact.program) || !fact.argv.every((argument) => /^-[ipls]+$/.test(argument)) || fact.context !== 'host') return null;
  return fact.wrappers.find((wrapper) => interpreters.test(wrapper) || escapes.has(wrapper)) ?? null;
}

export const rule = defineRule(
  {
    id: 'execution.shell-escape',
    title: 'Shell started from inside another program',
    severity: 'medium',
    attack: ['T1059.004'],
    looksAt: ['exec'],
    programs: (program) => shells.test(program),
    why: 'A bare shell that an editor, an interpreter or a packer starts is how limits on what may run are left behind.',
    doesNotShow: 'What was typed into it.',
    otherExplanation: 'A terminal of a remote machine is made usable in this way.',
    canBeWrong: 'The inside of the program is read by eye only.',
  },
  (call) => {
    for (const fact of call.facts) {
      const from = fact.kind === 'exec' ? startedFrom(fact) : null;
      if (fact.kind !== 'exec' || from === null) continue;
      const kept = fact.argv.some((argument) => /p/.test(argument));
      return [hitOn(call, fact, { severity: kept ? 'high' : 'medium', what: `starts ${lineOf(fact)} from inside ${from}.`, ...(kept ? { ruleId: 'privilege.shell-escape', title: 'Shell that keeps raised rights' } : {}), detail: { program: fact.program, from } })];
    }
    return noHits;
  },
);
