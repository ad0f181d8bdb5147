/** One hash for the rules and the policy that judged a case: the same text everywhere that says by what it was judged. */
import crypto from 'node:crypto';
import type { RuleInfo } from '../../shared/finding.ts';
import type { Policy } from './policy/policy.ts';
import { rules } from './analysis/rules/all.ts';
import { joins } from './analysis/joins/join-session.ts';
import { gitRules } from './analysis/join/git-rules.ts';
import { repositoryRules } from './analysis/git/repository-rules.ts';
import { postureRules } from './analysis/posture/posture-rules.ts';
import { transcriptRules } from './analysis/transcripts/transcript-rules.ts';

/** Each rule that runs: over calls, over repositories, and over the transcripts as a whole. */
export const ruleInfos: readonly RuleInfo[] = [...rules.map((rule) => rule.info), ...joins.map((join) => join.rule.info), ...gitRules, ...repositoryRules.map((rule) => rule.info), ...transcriptRules, ...postureRules];

/** First 16 hex digits of a SHA-256 over what the rules say of themselves and the policy they judge by. */
export function ruleSetHash(policy: Policy): string {
  return crypto.createHash('sha256').update(JSON.stringify([ruleInfos, policy])).digest('hex').slice(0, 16);
}
