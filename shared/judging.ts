/** What the page is told of the policy and of judging by the analyst's choices. */
import * as v from 'valibot';
import { choice } from './choices.ts';
import { count, list, text, unknownOr } from './schema.ts';

/** What in a policy file does not fit, by line from 1. */
export const policyFaults = list(v.strictObject({ line: count, reason: text(500) }), 100);
export type PolicyFaults = v.InferOutput<typeof policyFaults>;

/** `revision` grows with each judgement: what was asked before it is old. `pending`: a newer one is being made. */
export const judging = v.strictObject({
  revision: count,
  pending: v.boolean(),
  /** The policy file that was chosen and does not fit: the case is judged without it. */
  refused: unknownOr(v.strictObject({ name: text(300), faults: policyFaults })),
  /** Why the newest choices could not be judged by. */
  problem: unknownOr(text(1000)),
});
export type Judging = v.InferOutput<typeof judging>;

const source = v.picklist(['built-in', 'file', 'choice']);

/** One entry of the policy: what it names, and where it stands. */
export const policyEntry = v.strictObject({ names: text(8192), says: text(2000), from: text(1000), source });
export type PolicyEntry = v.InferOutput<typeof policyEntry>;

/** What can be chosen about a finding, the narrowest first, and what decided it. */
export const choiceOptions = v.strictObject({
  hosts: list(choice, 64),
  paths: list(choice, 8),
  /** Each host with the policy's verdict, and the entry behind it; null where no entry names the host. */
  decidedBy: list(v.strictObject({ host: text(1000), verdict: text(40), entry: unknownOr(policyEntry) }), 16),
  /** `severity` is what the finding weighed before. */
  setAside: unknownOr(v.strictObject({ by: text(8192), reason: text(2000), severity: text(40) })),
});
export type ChoiceOptions = v.InferOutput<typeof choiceOptions>;

export const policyView = v.strictObject({
  version: text(500),
  hosts: list(policyEntry, 20_000),
  ignore: list(policyEntry, 20_000),
  credentialPaths: list(text(8192), 5000),
  projectRoots: list(text(8192), 5000),
  pathDirectories: list(text(8192), 6000),
  /** Findings that an entry set aside. */
  setAside: list(v.strictObject({ rule: text(100), reason: text(2000), by: text(8192), findings: count }), 5000),
});
export type PolicyView = v.InferOutput<typeof policyView>;
