/** A case after reading: frozen events, sessions, repositories, findings and the ledger. Knows neither ports nor views. */
import type { Policy } from '../policy/policy.ts';
import type { FileEntry, FileLedger, Ledger, MappedPath, ReadProblem, Repository, Session } from '../../../shared/case.ts';
import type { History } from '../../../shared/choices.ts';
import type { OpenOrder } from '../../../shared/engine-control.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import type { Finding, RuleInfo } from '../../../shared/finding.ts';
import type { RollbackAdvice } from '../../../shared/rollback.ts';
import type { ProjectRoot, SourceMachine } from '../analysis/examined-call.ts';
import type { EventStore } from '../events/event-store.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { BesideRead } from '../sources/beside/read-beside.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import type { HashedFinding } from './finding-book.ts';
import type { GitJoin } from './git-join.ts';
import type { Lineage } from './lineage.ts';
import type { Posture } from './posture.ts';
import type { ReflogEvent } from './reflog-events.ts';
import type { TimeSpan } from './sessions-view.ts';

export interface OpenedCase {
  readonly order: OpenOrder;
  readonly files: EvidenceFiles;
  readonly store: EventStore;
  readonly sessions: readonly Session[];
  /** Unattended spans of each session, by its id. */
  readonly spans: ReadonlyMap<string, readonly TimeSpan[]>;
  readonly promptTimes: ReadonlyMap<string, readonly number[]>;
  readonly repositories: readonly Repository[];
  readonly repositoryReads: readonly RepositoryRead[];
  /** Folders of the source machine with the repositories that they are taken for. */
  readonly mapping: readonly MappedPath[];
  /** What stands behind an event of the git lane; null for other events. */
  reflog(event: number): ReflogEvent | null;
  /** What joining calls and reflog entries gave. */
  readonly git: GitJoin;
  /** How repositories that calls could write to unattended might be put back. */
  readonly rollback: readonly RollbackAdvice[];
  readonly findings: readonly HashedFinding[];
  findingsOf(event: number): readonly Finding[];
  readonly rules: readonly RuleInfo[];
  readonly ruleSet: string;
  readonly entries: readonly FileEntry[];
  /** The manifest as `sha256sum` writes it. */
  readonly manifest: Uint8Array;
  readonly manifestSha256: string;
  readonly ledger: Ledger;
  readonly problems: readonly ReadProblem[];
  /** Files that were read line by line, each with its counts. */
  readonly fileLedger: readonly FileLedger[];
  readonly lineage: Lineage;
  /** What lies beside the transcripts. */
  readonly beside: BesideRead;
  /** Where agents were asked to run without questions, what they were allowed, what was registered. */
  readonly posture: Posture;
  otherPlaces(event: number): readonly EvidenceRef[];
  /** What findings were judged by. */
  readonly policy: Policy;
  /** What the analyst chose; those that judge are in force in `policy` and in the roots. */
  readonly history: History;
  /** The root and machine that a session's calls were judged by. */
  judgedBy(sessionId: string | null, file: string): { root: ProjectRoot; machine: SourceMachine };
  /** Milliseconds UTC when hashing ended. */
  readonly hashedAt: number;
}
