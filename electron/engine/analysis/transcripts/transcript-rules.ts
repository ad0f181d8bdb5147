/** The rules on transcripts themselves, in the order of their ids. They look at the copy as a whole, not at one call. */
import type { RuleInfo } from '../../../../shared/finding.ts';
import { clockRule } from './clock.ts';
import { gapRule } from './gap.ts';
import { missingRule } from './missing.ts';
import { truncatedRule } from './truncated.ts';

export const transcriptRules: readonly RuleInfo[] = [clockRule, gapRule, missingRule, truncatedRule];
