/** One hash for the rules and the policy that judged a case: the same text everywhere that says by what it was judged. */
import crypto from 'node:crypto';
import { rules } from './analysis/rules/all.ts';

/** First 16 hex digits of a SHA-256 over what the rules say of themselves. */
export function ruleSetHash(): string {
  return crypto.createHash('sha256').update(JSON.stringify(rules.map((rule) => rule.info))).digest('hex').slice(0, 16);
}
