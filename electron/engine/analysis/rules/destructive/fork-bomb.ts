/** A function that starts copies of itself without end. */
import { reasons } from '../../../shell/reasons.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'destructive.fork-bomb',
    title: 'Self-copying process',
    severity: 'critical',
    attack: ['T1499'],
    why: 'A function that calls itself in the background fills the machine with processes until it stops answering.',
    doesNotShow: 'Whether a limit on processes stopped it.',
    otherExplanation: 'Recursion in the background is hardly ever meant.',
    canBeWrong: 'A function that ends after a few calls looks the same.',
  },
  (call) => {
    const fact = call.facts.find((each) => each.kind === 'dynamic' && each.reason.startsWith(reasons.selfCall));
    return fact === undefined ? noHits : [hitOn(call, fact, { severity: 'critical', what: 'defines a function that calls itself in the background.' })];
  },
);
