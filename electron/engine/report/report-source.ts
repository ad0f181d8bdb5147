/** What the report asks of an open case. An interface only: the report knows no store, no files and no readers. */
import type { CaseSummary, FileEntry, FileLedger, Overview, ReadProblem, Repository, Session } from '../../../shared/case.ts';
import type { History } from '../../../shared/choices.ts';
import type { EventKind, EventRow, EvidenceRef } from '../../../shared/event.ts';
import type { PostureView } from '../../../shared/posture.ts';
import type { RollbackAdvice } from '../../../shared/rollback.ts';
import type { Finding, RuleInfo } from '../../../shared/finding.ts';

/** A case that has been read to its end. Lists are whole: the report cuts and counts, the source does not. */
export interface ReportSource {
  readonly summary: CaseSummary;
  readonly overview: Overview;
  readonly sessions: readonly Session[];
  readonly repositories: readonly Repository[];
  readonly rollback: readonly RollbackAdvice[];
  /** Left out where it was not worked out. */
  readonly posture?: PostureView;
  /** What the analyst chose; left out where nothing was. */
  readonly history?: History;
  readonly findings: readonly Finding[];
  readonly rules: readonly RuleInfo[];
  readonly problems: readonly ReadProblem[];
  readonly files: readonly FileEntry[];
  /** What was read of each file, line by line, and the sums over the transcripts. */
  readonly fileLedger: readonly FileLedger[];
  readonly ledgerSums: Omit<FileLedger, 'path' | 'kind'>;
  /** Paths whose bytes no longer have the hash that was read, found by hashing again for this report. */
  readonly changedFiles: readonly string[];
  /** True where the app runs without Chromium's sandbox. */
  readonly sandboxOff: boolean;
  /** One event as a row, or null where there is none with this id. */
  eventRow(id: number): EventRow | null;
  /** Ids of the events of some kinds from `from` to `to` (both included), in time order. */
  eventIds(kinds: readonly EventKind[], from: number, to: number): Iterable<number>;
  /** SHA-256 of the table of findings that lies beside the PDF. */
  readonly findingsSha256: string;
  /** SHA-256 of a record's bytes as they were read; null where that is unknown. */
  recordSha256(ref: EvidenceRef): string | null;
}
