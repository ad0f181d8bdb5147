/** Runs the rules over one call. Pure; must not know how a hit becomes a finding. */
import type { Fact } from '../../../shared/finding.ts';
import { type Policy, builtInPolicy } from '../policy/policy.ts';
import type { ExaminedCall, ProjectRoot, Rule, RuleHit, SourceMachine, ToolCall } from './examined-call.ts';
import { factsOf } from './facts.ts';
import { rules } from './rules/all.ts';
import { maskFact, maskHit, masker, secretsOf } from './secrets/mask-examination.ts';

/** A hit with the rule that made it. */
export type Hit = RuleHit & { readonly rule: Rule };

export interface Examination {
  readonly facts: readonly Fact[];
  readonly hits: readonly Hit[];
}

const noHits: readonly Hit[] = [];

/**
 * The facts of a call and what the rules say of them, with secrets masked in both. A hit's own `ruleId` comes before its
 * rule's id.
 */
export function examineCall(call: ToolCall, root: ProjectRoot, machine: SourceMachine, policy: Policy = builtInPolicy): Examination {
  const facts = factsOf(call, root, machine);
  const secrets = secretsOf(call);
  if (facts.length === 0 && secrets.length === 0 && call.tool !== 'Bash') return { facts, hits: noHits };
  const examined: ExaminedCall = { call, facts, root, machine, policy };
  let hits: Hit[] | null = null;
  for (const rule of rules) {
    const found = rule.examine(examined);
    if (found.length === 0) continue;
    hits ??= [];
    for (const hit of found) hits.push({ ...hit, rule });
  }
  if (secrets.length === 0) return { facts, hits: hits ?? noHits };
  const mask = masker(secrets);
  return { facts: facts.map((fact) => maskFact(fact, mask)), hits: (hits ?? []).map((hit) => maskHit(hit, mask)) };
}

/** The id that a hit's finding carries. */
export function ruleIdOf(hit: Hit): string {
  return hit.ruleId ?? hit.rule.info.id;
}
