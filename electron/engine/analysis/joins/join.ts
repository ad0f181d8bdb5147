/** What a chain over the calls of a session is: its rule, and the function that looks for it. */
import type { Fact } from '../../../../shared/finding.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Hit } from '../hit.ts';
import type { Rule, RuleHit, ToolCall } from '../examined-call.ts';

/** A call with what was said of it alone. */
export interface SessionCall {
  readonly call: ToolCall;
  readonly facts: readonly Fact[];
  readonly hits: readonly Hit[];
}

/** A hit that stands on several calls, in time order; it belongs to the last. */
export interface JoinedHit {
  readonly rule: Rule;
  readonly hit: RuleHit;
  readonly calls: readonly ToolCall[];
}

/** One kind of chain: looks at the calls of a session in order. */
export interface Join {
  readonly rule: Rule;
  look(calls: readonly SessionCall[], policy: Policy): readonly { readonly hit: RuleHit; readonly calls: readonly ToolCall[] }[];
}
