/** A secret spelled out in a call's own text: a command, a written file, an address. */
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { runsText } from '../../shell-tools.ts';

export const rule = defineRule(
  {
    id: 'secret.in-command',
    title: 'Secret spelled out in a call',
    severity: 'high',
    attack: ['T1552.001', 'AML.T0055'],
    why: 'The value stands in the transcript, went through the model’s context, and is on the disk of whoever holds this folder.',
    doesNotShow: 'That the secret is valid. It is masked here; its length and place are given.',
    otherExplanation: 'Tests and documentation use values that look real.',
    canBeWrong: 'Found by shape and by the name beside it; a random value under such a name is reported too. In texts past 100,000 characters, names beside values are looked for up to there only.',
  },
  (call) => {
    const fields = call.secrets;
    if (fields.length === 0) return noHits;
    const hits: RuleHit[] = [];
    for (const { name, secrets } of fields) {
      for (const secret of secrets) {
        if (hits.length >= 8) return hits;
        const written = !runsText(call.call.tool) && call.call.tool !== 'WebFetch' && !call.call.tool.startsWith('mcp__');
        hits.push(
          hitOn(call, undefined, {
            severity: secret.shaped ? 'high' : written ? 'low' : 'medium',
            what: `spells out a secret (${secret.kind}, ${secret.end - secret.start} characters) in its ${name}.`,
            ...(secret.shaped ? {} : { ruleId: 'credential.literal', title: 'Secret literal in a call' }),
            confidence: secret.shaped ? 'high' : 'medium',
            reason: secret.shaped ? 'The value has the shape that one provider gives its tokens.' : 'Only the name beside it says that the value is secret.',
            detail: { kind: secret.kind, field: name, start: secret.start, end: secret.end, length: secret.end - secret.start },
          }),
        );
      }
    }
    return hits;
  },
);
