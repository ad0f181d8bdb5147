/** Takes secrets out of what a case says: of findings, whoever made them, and of the words that stand for an event. Pure. */
import type { FindingDetail } from '../../../shared/finding.ts';
import { findSecrets, maskSecrets } from '../analysis/secrets/find-secrets.ts';
import type { HashedFinding } from './finding-book.ts';

/** Sentences, paths and hosts come again in many findings: those of late in which no secret was found. */
let plain = new Set<string>();
const maxPlain = 2000;
const longestPlain = 500;

/** A text with each secret in it as its kind and length. */
export function maskedWords(text: string, most: number): string {
  if (plain.has(text)) return text.slice(0, most);
  const secrets = findSecrets(text);
  if (secrets.length > 0) return maskSecrets(text, secrets).slice(0, most);
  if (plain.size >= maxPlain) plain = new Set();
  if (text.length <= longestPlain) plain.add(text);
  return text.slice(0, most);
}

/** The same text, of the same length, so that places in it stay what they are. */
export function blankedSecrets(text: string): string {
  let blanked = text;
  for (const { start, end } of findSecrets(text)) blanked = blanked.slice(0, start) + '•'.repeat(end - start) + blanked.slice(end);
  return blanked;
}

/** The finding as it is shown: a path or a remote can hold a secret that no rule looked for. */
export function maskedFinding(found: HashedFinding): HashedFinding {
  const { finding } = found;
  const title = maskedWords(finding.title, 300);
  const sentence = maskedWords(finding.sentence, 2000);
  const excerpt = maskedWords(finding.excerpt, 1000);
  const detail = maskedDetail(finding.detail);
  if (title === finding.title && sentence === finding.sentence && excerpt === finding.excerpt && detail === finding.detail) return found;
  return { ...found, finding: { ...finding, title, sentence, excerpt, detail } };
}

function maskedDetail(detail: FindingDetail): FindingDetail {
  let changed: Record<string, FindingDetail[string]> | null = null;
  for (const [key, value] of Object.entries(detail)) {
    const masked = typeof value === 'string' ? maskedWords(value, 8192) : Array.isArray(value) ? value.map((each) => maskedWords(each, 8192)) : value;
    if (Array.isArray(masked) && Array.isArray(value) ? masked.every((each, at) => each === value[at]) : masked === value) continue;
    changed ??= { ...detail };
    changed[key] = masked;
  }
  return changed ?? detail;
}
