/** Code of a script language that calls native functions: past what its own library does, or to change its rights. */
import { reasons } from '../../../shell/reasons.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'execution.native-call',
    title: 'Native functions called from a script',
    severity: 'medium',
    attack: ['T1106', 'T1059'],
    looksAt: ['dynamic'],
    why: 'Native calls start programs or change rights where a look at the script’s own library would not find it.',
    doesNotShow: 'That the call succeeded.',
    otherExplanation: 'Bindings to system libraries are written and tried in this way.',
    canBeWrong: 'The code is read by eye only.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'dynamic') continue;
      if (fact.reason.startsWith(reasons.nativeRights)) return [hitOn(call, fact, { severity: 'high', what: 'calls the system from a script to change its own rights.', ruleId: 'privilege.native-call', title: 'Rights changed from a script', confidence: 'medium', reason: 'The code is read by eye only.' })];
      if (fact.reason.startsWith(reasons.nativeCode)) return [hitOn(call, fact, { severity: 'medium', what: 'calls native functions from a script that start programs.', confidence: 'medium', reason: 'The code is read by eye only.' })];
    }
    return noHits;
  },
);
