/** A trap, an alias or a function that runs something whenever the shell does something else. */
import { reasons } from '../../../shell/reasons.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'persistence.shell-hook',
    title: 'Command hooked into the shell',
    severity: 'medium',
    attack: ['T1546.005', 'T1546.004'],
    looksAt: ['exec', 'dynamic'],
    programs: (name) => name === 'trap' || name === 'alias',
    why: 'A trap or an alias that reaches the network, or a function that takes a program’s name, acts whenever the shell is used for something else.',
    doesNotShow: 'That it was triggered.',
    otherExplanation: 'Scripts clean up in traps and wrap programs in functions to add an option.',
    canBeWrong: 'A function inside one command ends with that command’s shell.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'dynamic' && fact.reason.startsWith(reasons.takenName)) return [hitOn(call, fact, { severity: 'medium', what: `defines a function in place of a program: ${fact.reason.slice(reasons.takenName.length + 2)}.` })];
      if (fact.kind !== 'exec' || !fact.wrappers.some((wrapper) => wrapper === 'trap' || wrapper === 'alias')) continue;
      if (!call.facts.some((other) => other.kind === 'network' && other.program === fact.program)) continue;
      return [hitOn(call, fact, { severity: 'medium', what: `lets a trap or an alias run ${fact.program}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
