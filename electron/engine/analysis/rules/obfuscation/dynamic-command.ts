/** Code or a program that is known only at run time. */
import { reasons } from '../../../shell/reasons.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'obfuscation.dynamic-command',
    title: 'Program or code known only at run time',
    severity: 'low',
    attack: ['T1027'],
    looksAt: ['dynamic'],
    why: 'What runs is not in the record, so what it did is not either.',
    doesNotShow: 'What ran.',
    otherExplanation: 'Variables such as a compiler’s or an interpreter’s name stand for programs in ordinary scripts.',
    canBeWrong: 'Most such commands are harmless; the finding marks the gap.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'dynamic') continue;
      const code = fact.reason.startsWith(reasons.dynamicCode);
      if (!code && !fact.reason.startsWith(reasons.dynamicCommand)) continue;
      return [hitOn(call, fact, { severity: code ? 'low' : 'info', what: `runs ${code ? 'code' : 'a program'} that is known only at run time.`, confidence: 'low', reason: 'What decides is not in the record.', detail: { reason: fact.reason } })];
    }
    return noHits;
  },
);
