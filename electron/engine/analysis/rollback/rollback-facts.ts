/** What the rollback advisor is given of one repository: plain facts. Knows no files and no reader. */
import type { CommitRead } from '../../sources/git/objects/commit.ts';
import type { LeftBehind, RepositoryFacts } from '../git/git-facts.ts';

export interface FirstWrite {
  readonly event: number;
  /** On the transcripts' clock. */
  readonly time: number;
  readonly what: string;
}

/** A commit that may be the last good one, with how it was found. */
export interface GoodCandidate {
  readonly commit: CommitRead;
  /** `reflog`: HEAD's log says that it stood there. `unmoved`: nothing has moved since. `date`: only the commit's own time says so. */
  readonly found: 'reflog' | 'unmoved' | 'date';
  readonly madeUnattended: boolean;
  /** The entry that put HEAD there is joined to a call. */
  readonly confirmed: boolean;
  /** Remote-tracking refs that lead to it. */
  readonly remotes: readonly string[];
  /** Branch that HEAD was on, without `refs/heads/`; null where that is not known. */
  readonly branch: string | null;
  /** Its place in the branch's log when the copy was made, e.g. `main@{3}`; shifts with each command. */
  readonly inLog: string | null;
}

/** A ref that moved while calls ran unattended. Ids are full; `was` is null for a ref that was made then. */
export interface MovedRef {
  readonly ref: string;
  readonly was: string | null;
  readonly now: string;
  /** Somebody who was there moved it afterwards. */
  readonly movedSince: boolean;
}

/** A path or thing that a call wrote and git does not see. */
export interface OutsideWrite {
  readonly rule: string;
  readonly what: string;
}

export interface RollbackFacts {
  readonly repository: RepositoryFacts;
  readonly name: string;
  readonly workTree: string | null;
  readonly bare: boolean;
  readonly firstWrite: FirstWrite;
  readonly good: GoodCandidate | null;
  /** Commits that HEAD leads to and the good one does not; null where that could not be worked out. */
  readonly since: LeftBehind | null;
  /** Commits that the good one leads to and HEAD does not: they were moved away. */
  readonly away: LeftBehind | null;
  readonly subjects: ReadonlyMap<string, string>;
  readonly branches: readonly MovedRef[];
  /** Branches that other worktrees have checked out; they are told of there. */
  readonly checkedOutElsewhere: readonly string[];
  readonly remotes: readonly MovedRef[];
  readonly outside: readonly OutsideWrite[];
  readonly credentials: readonly string[];
  /** Files of the copy that differ from HEAD; null where the copy has none to compare. */
  readonly changedFiles: number | null;
  readonly untrackedFiles: number | null;
  readonly unexplained: number;
  readonly contradicted: number;
  /** A reflog whose entries do not follow each other. */
  readonly brokenLogs: boolean;
  readonly shallow: boolean;
  readonly promisor: boolean;
}
