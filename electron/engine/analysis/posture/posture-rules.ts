/** The rules on the launch posture, in the order of their ids. They look at files beside the calls, not at one call. */
import type { RuleInfo } from '../../../../shared/finding.ts';
import { flagRules } from './flag-findings.ts';
import { mcpRules } from './mcp-findings.ts';
import { providerRules } from './provider-join.ts';
import { settingsRules } from './settings-findings.ts';

export const postureRules: readonly RuleInfo[] = [...mcpRules, ...settingsRules, ...providerRules, ...flagRules];
