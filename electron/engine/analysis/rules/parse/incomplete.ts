/** A command that was not read to its end: the honest gap. */
import { reasons } from '../../../shell/reasons.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const gaps: readonly string[] = [reasons.incomplete, reasons.tooLong, reasons.tooLarge, reasons.powershell];

export const rule = defineRule(
  {
    id: 'parse.incomplete',
    title: 'Command only partially read',
    severity: 'info',
    attack: [],
    looksAt: ['dynamic'],
    why: 'The grammar did not fit, or a limit was reached. What was read is listed; there may be more.',
    doesNotShow: 'What the part that was not read does.',
    otherExplanation: 'Shells other than bash have forms of their own.',
    canBeWrong: 'The facts of such a command come in part from its separators alone.',
  },
  (call) => {
    const fact = call.facts.find((each) => each.kind === 'dynamic' && gaps.some((gap) => each.reason.startsWith(gap)));
    return fact?.kind !== 'dynamic' ? noHits : [hitOn(call, fact, { severity: 'info', what: `is only partially read. ${fact.reason}.`, detail: { reason: fact.reason } })];
  },
);
