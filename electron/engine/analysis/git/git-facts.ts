/** What the rules on repositories are given: plain facts of one repository, each with its place. Knows no files and no reader. */
import type { EvidenceRef, Outcome } from '../../../../shared/event.ts';
import type { CommitRead } from '../../sources/git/objects/commit.ts';
import type { ConfigEntry, HeadRead, RepositoryKind } from '../../sources/git/repository.ts';

/** Whether somebody was there: inside an unattended span, inside a session, or in no session's time. */
export type During = 'unattended' | 'attended' | 'outside';

/** What a move of a ref left behind: commits that the old id leads to and the new one does not. */
export interface LeftBehind {
  readonly oids: readonly string[];
  /** Those of them that were not made while calls ran unattended. */
  readonly byPeople: number;
}

/** One entry of a reflog. Times are on the transcripts' clock. */
export interface RefMove {
  /** The event that shows it; copies in other logs share one. */
  readonly event: number;
  readonly log: string;
  readonly old: string;
  readonly next: string;
  readonly name: string;
  readonly email: string;
  /** Corrected by the measured difference of the clocks. */
  readonly time: number | null;
  /** Seconds since 1970 as the log has them. */
  readonly written: number | null;
  readonly zone: string;
  readonly action: string;
  readonly message: string;
  readonly oddities: readonly string[];
  readonly place: EvidenceRef;
  /** The call that the entry is joined to. */
  readonly cause: number | null;
  readonly session: string | null;
  readonly unexplained: boolean;
  readonly during: During;
  /** Null where it was not looked at: outside of sessions, no branch, or too far to walk. */
  readonly left: LeftBehind | null;
}

export interface RefLog {
  readonly ref: string;
  readonly live: boolean;
  /** In the order of the file. */
  readonly moves: readonly RefMove[];
}

/** The tip of commits that no ref leads to. */
export interface LostTip {
  readonly commit: CommitRead;
  /** How many lost commits it leads to, itself included. */
  readonly commits: number;
  /** `reflog`: git still finds it until the log expires. */
  readonly heldBy: 'reflog' | 'nothing';
  readonly place: EvidenceRef | null;
  /** A commit that a ref leads to, with the same author, author's time and subject: the later version of this one. */
  readonly laterVersion: string | null;
  readonly during: During;
  /** Names the branch that would hold it again: `recovered/<number>`. Null for versions that were replaced. */
  readonly number: number | null;
}

export interface HookFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  /** Its beginning as text, or null where it could not be read. */
  readonly head: string | null;
  /** As the copy has it; copying may have changed it. */
  readonly modified: number;
  readonly modifiedDuring: During;
  /** Calls whose records say that they wrote it. */
  readonly writers: readonly CallPlace[];
}

/** A call with its record. */
export interface CallPlace {
  readonly event: number;
  readonly toolUseId: string | null;
  readonly session: string | null;
  readonly time: number | null;
  readonly during: During;
  readonly outcome: Outcome;
  readonly place: EvidenceRef;
}

/** A command of a call that can change where a remote leads, or under which address commits are made: `git remote …`, `git config`. */
export interface RemoteCall extends CallPlace {
  readonly verb: 'remote' | 'config';
  readonly argv: readonly string[];
}

export interface RepositoryFacts {
  /** The git directory in the evidence: the repository's name everywhere. */
  readonly path: string;
  readonly kind: RepositoryKind;
  /** A bare repository inside another one's work tree. */
  readonly embedded: boolean;
  readonly head: HeadRead;
  readonly logs: readonly RefLog[];
  /** Commits that moves inside the sessions' time name, and the lost tips. */
  readonly commits: ReadonlyMap<string, CommitRead>;
  /** How often each address made something here before the first session; lower case. */
  readonly usual: ReadonlyMap<string, number>;
  readonly lost: readonly LostTip[];
  readonly config: readonly ConfigEntry[];
  readonly hooks: readonly HookFile[];
  readonly remoteCalls: readonly RemoteCall[];
  /** Addresses that FETCH_HEAD names, with its place. */
  readonly fetchedFrom: readonly { readonly url: string; readonly place: EvidenceRef }[];
  /** Refs and files that make git show another history: replace refs and grafts. */
  readonly replaced: readonly { readonly what: string; readonly place: EvidenceRef }[];
}
