/** A command that was not read to its end: the honest gap. */
import type { FileFact, NetworkFact } from '../../../../../shared/finding.ts';
import { reasons } from '../../../shell/reasons.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { verbs } from '../../wording.ts';

const gaps: readonly string[] = [reasons.incomplete, reasons.tooLong, reasons.tooLarge, reasons.powershell];

/** What a command changes, runs or reaches where none of it is in the record. What it reads is left aside: that is most loops. */
function unknownPart(call: ExaminedCall): readonly RuleHit[] {
  const fact = call.facts.find((each): each is FileFact | NetworkFact => (each.kind === 'file' && each.operation !== 'read' && each.operation !== 'metadata' ? each.certainty === 'dynamic' : each.kind === 'network' && each.written !== '' && each.certainty === 'dynamic') && each.span !== null);
  if (fact === undefined) return noHits;
  const what = fact.kind === 'network' ? `names a host that is known only at run time, for ${fact.program}.` : `${verbs[fact.operation]} a place that is known only at run time, by ${fact.via}.`;
  return [hitOn(call, fact, { severity: 'info', what, ruleId: 'parse.dynamic', title: 'A part is known only at run time', confidence: 'low', reason: 'What decides is not in the record.', detail: { written: fact.written } })];
}

export const rule = defineRule(
  {
    id: 'parse.incomplete',
    title: 'Command only partially read',
    severity: 'info',
    attack: [],
    looksAt: ['dynamic', 'write', 'delete', 'execute', 'network'],
    why: 'The grammar did not fit, or a limit was reached. What was read is listed; there may be more.',
    doesNotShow: 'What the part that was not read does.',
    otherExplanation: 'Shells other than bash have forms of their own.',
    canBeWrong: 'The facts of such a command come in part from its separators alone.',
  },
  (call) => {
    const fact = call.facts.find((each) => each.kind === 'dynamic' && gaps.some((gap) => each.reason.startsWith(gap)));
    if (fact === undefined) return unknownPart(call);
    return fact.kind !== 'dynamic' ? noHits : [hitOn(call, fact, { severity: 'info', what: `is only partially read. ${fact.reason}.`, detail: { reason: fact.reason } })];
  },
);
