/**
 * Reads a part of a case's transcripts into columns that can be handed to another thread. Sessions do not need each other
 * to be read, so parts can be read side by side; what spans them (copies, forks, late answers) is settled in `merge-parts`.
 */
import { append } from '../../../shared/append.ts';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { ReadProblem } from '../../../shared/case.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import type { StoreColumns } from '../events/store-columns.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { createPace } from '../intake/pace.ts';
import { createRowScanner, type SecretKeywords } from '../scanner/row-scanner.ts';
import type { FileCounts } from '../sources/file-counts.ts';
import type { LedgerCounts } from '../sources/ledger-book.ts';
import type { CallRows } from '../sources/transcript/call-table.ts';
import { createTranscriptDesk } from '../sources/transcript/create-desk.ts';
import { readTranscript } from '../sources/transcript/read-transcript.ts';
import type { SeenTable } from '../sources/transcript/seen-rows.ts';
import type { SessionNotes } from '../sources/transcript/sessions.ts';
import type { TrailNotes } from '../sources/transcript/trail.ts';
import type { CallSink, EarlyAnswer, TranscriptFile } from '../sources/transcript/transcript-desk.ts';

export interface ReadFile {
  readonly path: string;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly partial: boolean;
  readonly counts: FileCounts;
}

export interface PartProgress {
  readonly bytes: number;
  readonly files: number;
  readonly records: number;
  readonly malformed: number;
  readonly sessions: number;
  readonly current: string;
  readonly problems: readonly ReadProblem[];
}

/** What reading gave: plain data and typed arrays only. */
export interface TranscriptPart {
  readonly columns: StoreColumns;
  readonly sessions: readonly SessionNotes[];
  readonly files: readonly ReadFile[];
  readonly early: readonly (readonly [string, EarlyAnswer])[];
  readonly otherPlaces: readonly (readonly [number, readonly EvidenceRef[]])[];
  readonly seen: SeenTable;
  readonly calls: CallRows;
  readonly trail: TrailNotes;
  readonly ledger: LedgerCounts;
  readonly problems: readonly ReadProblem[];
}

const tellEveryMs = 80;

/** Reads the files one after the other; what is to be judged goes to `judge`. `keywords` tell where secrets may be. */
export async function readPart(
  files: Pick<EvidenceFiles, 'open'>,
  transcripts: readonly TranscriptFile[],
  keywords: SecretKeywords,
  judge: CallSink,
  signal: CancelSignal | undefined,
  onProgress: (progress: PartProgress) => void,
): Promise<TranscriptPart> {
  const desk = createTranscriptDesk(createRowScanner(keywords), judge);
  const { ledger, sessions } = desk;
  const read: ReadFile[] = [];
  const pace = createPace(signal);
  let bytes = 0;
  let told = 0;
  const tell = (current: string, always: boolean): void => {
    const now = performance.now();
    if (!always && now - told < tellEveryMs) return;
    told = now;
    onProgress({ bytes, files: read.length, records: ledger.records, malformed: ledger.malformed, sessions: sessions.size, current, problems: ledger.problems.slice(-8) });
  };
  for (const transcript of transcripts) {
    const done = await readTranscript(files, transcript, desk, pace, (more) => {
      bytes += more;
      tell(transcript.path, false);
    });
    read.push({ path: transcript.path, ...done });
  }
  tell('', true);
  return {
    columns: desk.store.columns(),
    sessions: sessions.list(),
    files: read,
    early: [...desk.early],
    otherPlaces: [...desk.otherPlaces],
    seen: desk.seen.rows(),
    calls: desk.calls.rows(),
    trail: desk.trail.notes(),
    ledger: ledger.counts(),
    problems: ledger.problems,
  };
}

/**
 * Divides transcripts into two parts of about equal size. A session's files stay together, since a sub-agent's calls are
 * judged by its parent's mode and root, and so do files that begin with the same row: forks and copies. The division
 * depends on the evidence alone.
 */
export function divide(transcripts: readonly TranscriptFile[], bytesOf: (path: string) => number, firstRow: (path: string) => string | null): readonly (readonly TranscriptFile[])[] {
  const groupOf = new Map<string, { bytes: number; files: TranscriptFile[] }>();
  for (const transcript of transcripts) {
    const keys = [`session ${transcript.sessionId}`];
    const row = firstRow(transcript.path);
    if (row !== null) keys.push(`row ${row}`);
    const known = [...new Set(keys.flatMap((key) => groupOf.get(key) ?? []))];
    const group = known[0] ?? { bytes: 0, files: [] };
    for (const other of known.slice(1)) {
      group.bytes += other.bytes;
      append(group.files, other.files);
      for (const [key, value] of groupOf) if (value === other) groupOf.set(key, group);
    }
    group.bytes += bytesOf(transcript.path);
    group.files.push(transcript);
    for (const key of keys) groupOf.set(key, group);
  }
  const parts: [Share, Share] = [{ bytes: 0, files: [] }, { bytes: 0, files: [] }];
  const largestFirst = [...new Set(groupOf.values())].sort((a, b) => b.bytes - a.bytes);
  for (const group of largestFirst) {
    const part = parts[0].bytes <= parts[1].bytes ? parts[0] : parts[1];
    part.bytes += group.bytes;
    append(part.files, group.files);
  }
  const place = new Map(transcripts.map((transcript, at) => [transcript, at]));
  return parts.map((part) => part.files.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)));
}

interface Share {
  bytes: number;
  readonly files: TranscriptFile[];
}
