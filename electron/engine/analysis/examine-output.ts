/** What a tool's answer holds that matters by itself: secrets that reached the model's context. Knows no event. */
import type { Hit } from './hit.ts';
import type { Rule } from './examined-call.ts';
import { defineRule } from './rule.ts';
import { type FoundSecret, findSecrets } from './secrets/find-secrets.ts';

/** The rule's texts; it runs over answers, not over calls, so its function finds nothing. */
export const outputRule: Rule = defineRule(
  {
    id: 'secret.in-output',
    title: 'Secret in a tool’s answer',
    severity: 'high',
    attack: ['T1552.001', 'AML.T0055', 'AML.T0098'],
    looksAt: [],
    why: 'What a tool answers goes to the model’s context and from there to the provider; a secret in it is out of the user’s hands.',
    doesNotShow: 'That the secret is valid, or that the model made use of it. It is masked here; its length and place are given.',
    otherExplanation: 'Documentation and test data hold values that look real.',
    canBeWrong: 'Found by shape; a provider can change what its tokens look like.',
  },
  () => [],
);

const none: readonly Hit[] = [];

/** The secrets in an answer as hits, at most 8; values that only a name beside them makes secret are left out. */
export function examineOutput(output: string): readonly Hit[] {
  if (output.length < 16) return none;
  const secrets = findSecrets(output).filter((secret) => secret.shaped && !secret.kind.startsWith('curl-'));
  return secrets.length === 0 ? none : secrets.slice(0, 8).map((secret) => hitOf(secret, secrets.length));
}

function hitOf(secret: FoundSecret, count: number): Hit {
  const length = secret.end - secret.start;
  return {
    rule: outputRule,
    severity: 'high',
    confidence: 'high',
    confidenceReason: 'The value has the shape that one provider gives its tokens.',
    sentence: `The transcript records an answer that holds a secret (${secret.kind}, ${length} characters), which reached the model’s context.`,
    excerpt: `⟨masked: ${secret.kind}, ${length} characters⟩`,
    detail: { kind: secret.kind, start: secret.start, end: secret.end, length, count },
  };
}
