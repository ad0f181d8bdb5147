/** What a tool's answer holds that matters by itself: secrets that reached the model's context. Knows no event. */
import type { Hit } from './hit.ts';
import type { Rule } from './examined-call.ts';
import { defineRule } from './rule.ts';
import { type FoundSecret, findSecrets, findSecretsInRecord } from './secrets/find-secrets.ts';

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

const maxHits = 8;

/** The secrets in an answer as hits, at most 8; values that only a name beside them makes secret are left out. */
export function examineOutput(output: string): readonly Hit[] {
  return output.length < 16 ? none : hitsOf(findSecrets(output), (secret) => output.slice(secret.start, secret.end));
}

/** The same for a record that carries an answer, as it stands in the evidence; places are bytes from the record's start. `runs`: where to look, see there. */
export function examineAnswerRecord(bytes: Buffer, start: number, end: number, runs: readonly number[] | null = null): readonly Hit[] {
  return hitsOf(findSecretsInRecord(bytes, start, end, runs), (secret) => bytes.toString('latin1', start + secret.start, start + secret.end));
}

/** A record repeats an answer in two fields: each secret counts once. */
function hitsOf(secrets: readonly FoundSecret[], textOf: (secret: FoundSecret) => string): readonly Hit[] {
  if (secrets.length === 0) return none;
  const seen = new Set<string>();
  const distinct = secrets.filter((secret) => {
    if (!secret.shaped || secret.kind.startsWith('curl-')) return false;
    const text = textOf(secret);
    return seen.has(text) ? false : seen.add(text);
  });
  return distinct.slice(0, maxHits).map((secret) => hitOf(secret, distinct.length));
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
