/** One git command of one recorded call. Data only. */

/** One git command of a call. Plain data: it crosses threads. */
export interface GitAct {
  readonly event: number;
  /** Position among the git commands of its call, from 0. */
  readonly order: number;
  /** Where it runs, absolute on the source machine; null where that is known only at run time. */
  readonly directory: string | null;
  readonly verb: string;
  readonly argv: readonly string[];
  /** Nothing else of the call runs after it: where the call failed, this command did too, or never ran. */
  readonly last: boolean;
  /** The call did not wait for it: its entries may come long after the answer. */
  readonly background: boolean;
  /** Whether it ran, and how it ended, does not follow from how the call ended: a branch of a condition, before `;` or `|`. */
  readonly open: boolean;
  /** It may have run more than once. */
  readonly repeats: boolean;
  /** The time that the call gave it for its entries, as written; empty where that is known only at run time, null where it gave none. */
  readonly date: string | null;
  /** `server`: an MCP tool that is named like the command; what it runs is its own affair. */
  readonly via: 'shell' | 'server';
}
