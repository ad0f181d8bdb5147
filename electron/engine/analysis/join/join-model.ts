/** What the join of calls with reflogs is given and what it gives. Data, and one look-up. */
import type { Outcome } from '../../../../shared/event.ts';
import type { GitAct } from './act.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { Effect, LogKind } from './effects.ts';

/** One reflog entry; copies in other logs of the repository are joined before. Times are milliseconds UTC of the host's clock. */
export interface JoinEntry {
  readonly event: number;
  readonly repository: string;
  readonly log: LogKind;
  /** Refs whose logs hold it. */
  readonly refs: readonly string[];
  readonly time: number | null;
  readonly new: string;
  readonly action: string;
  readonly message: string;
}

/** A call with git commands in it. `to` is when its result was written; without one, a guess that `ended` marks as such. */
export interface JoinCall {
  readonly event: number;
  readonly from: number;
  readonly to: number;
  readonly outcome: Outcome;
  readonly acts: readonly GitAct[];
  /** What the call printed; asked for only where it matters. */
  output(): string;
}

/** What a repository's logs can show. */
export interface Coverage {
  readonly bare: boolean;
  readonly logsOff: boolean;
  /** Time of the first entry of HEAD's log, or null where there is no such log. */
  readonly from: number | null;
  /** The log begins with the repository's own beginning. */
  readonly fromStart: boolean;
  /** Repositories that share refs and objects have one name here: a repository and its linked worktrees. */
  readonly family: string;
  /** Time of the last entry of each log of the repository. */
  readonly until: number | null;
  /** Entries of the log of a ref, the family's too, oldest first; none where there is no such log. */
  readonly log: (ref: string) => readonly { readonly time: number | null; readonly new: string }[];
  /** Branches of other repositories that this one keeps track of, by the names of its remotes. */
  readonly tracks: ReadonlySet<string>;
  /** Whether it has hooks that run: one of them may commit or check out beside the command that it belongs to. */
  readonly hooks?: boolean;
  /** For how long entries are kept that no branch leads to any more; null for ever. */
  readonly keptMs: number | null;
}

export interface JoinInput {
  readonly calls: readonly JoinCall[];
  readonly entries: readonly JoinEntry[];
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** Repository of a directory on the source machine; null where none of the copy fits. */
  readonly repositoryOf: (directory: string) => string | null;
  /** Repositories that such a directory may be where it is left open which. */
  readonly couldBe?: (directory: string) => readonly string[];
  /** Whether a person said that such a directory is none of the copy's repositories: then no words or ids lead to one. */
  readonly isNone?: (directory: string) => boolean;
  /** Whether the folder itself is in the copy; else a worktree or clone that is gone may have held its log. */
  readonly isPlaced?: (directory: string) => boolean;
  /** Sessions' spans: entries outside all of them, with some margin after, are history. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

export interface Link {
  readonly event: number;
  readonly entry: number;
  /** `likely`: the call ran a program that may have called git, or did not wait for its end. */
  readonly strength: 'sure' | 'likely';
}

/** A link with the command of the call that it is of. */
export interface Assigned extends Link {
  readonly act: GitAct;
}

/** A recorded command that should have left an entry, or could not. */
export interface Missing {
  readonly event: number;
  readonly repository: string | null;
  readonly verb: string;
  readonly reason: string;
  /** The ref whose log should have it. */
  readonly ref: string;
}

export interface Joined {
  readonly links: readonly Link[];
  /** Entries inside the time of the sessions that no call accounts for. */
  readonly unexplained: readonly number[];
  readonly contradicted: readonly Missing[];
  readonly notCovered: readonly Missing[];
  readonly skew: ClockSkew;
  /** Milliseconds to take from the times of a family of repositories, where its own clock was another one: a second machine's, a container's. */
  readonly shifts: ReadonlyMap<string, number>;
}

/** One command of a call, with what it should leave and where. */
export interface Candidate {
  readonly call: JoinCall;
  readonly act: GitAct;
  readonly effect: Effect;
  readonly repository: string | null;
  /** Where it ran; null where that is known only at run time. */
  readonly place: string | null;
  readonly subject: string | null;
  /** The same command is not sure to have made an entry: another program ran it, or nobody waited. */
  readonly loose: boolean;
}

/** Milliseconds to take from the times of a repository's logs to get the transcripts'. */
export function shiftIn({ shifts, skew }: Pick<Joined, 'shifts' | 'skew'>, family: string): number {
  return shifts.get(family) ?? skew.median ?? 0;
}
