/** A hit of a rule together with the rule, and the id that its finding carries. */
import type { Rule, RuleHit } from './examined-call.ts';

/** A hit with the rule that made it. */
export type Hit = RuleHit & { readonly rule: Rule };

/** The id that a hit's finding carries: its own, where its rule has a family of them. */
export function ruleIdOf(hit: Hit): string {
  return hit.ruleId ?? hit.rule.info.id;
}
