/** A key that may log in from now on. */
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { verbs } from '../../wording.ts';

const keys = /(?:^|\/)authorized_keys2?$|(?:^|\/)\.ssh\/(?:rc|environment)$/;

export const rule = defineRule(
  {
    id: 'persistence.authorized-keys',
    title: 'Login keys changed',
    severity: 'critical',
    attack: ['T1098.004'],
    looksAt: ['write', 'delete'],
    paths: [keys],
    why: 'A key in this file opens the account to whoever holds its other half.',
    doesNotShow: 'Whose key it is.',
    otherExplanation: 'Setting up one’s own servers adds keys.',
    canBeWrong: 'The file of a test container is written the same way.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'file' && (fact.operation === 'write' || fact.operation === 'delete') && keys.test(fact.path ?? fact.written)) {
        return [hitOn(call, fact, { severity: 'critical', what: `${verbs[fact.operation]} ${fact.written}, which says whose keys may log in.`, detail: { path: fact.path, via: fact.via } })];
      }
    }
    return noHits;
  },
);
