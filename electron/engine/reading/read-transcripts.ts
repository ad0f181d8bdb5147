/** Reads the transcripts of a case: small ones here, large ones in two threads side by side while this one judges. The result is the same. */
import type { CancelSignal } from '../../../shared/cancel.ts';
import { secretKeywords } from '../analysis/secrets/secret-keywords.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { createPace } from '../intake/pace.ts';
import type { FoundTranscripts } from '../sources/find-transcripts.ts';
import type { LedgerBook } from '../sources/ledger-book.ts';
import type { TranscriptFile } from '../sources/transcript/transcript-desk.ts';
import { createCallJudges, type JudgedPart, type JudgePlace } from './call-judge.ts';
import { cancelledAt, createJudgeLane } from './judge-lane.ts';
import { judgeLanes } from './judge-lanes.ts';
import { leanHeap } from './engine-tuning.ts';
import { mergeParts, type MergedTranscripts } from './merge-parts.ts';
import type { OpenReport } from './open-progress.ts';
import { letGo, spentBuffers } from './part-buffers.ts';
import { divide, type PartProgress, type ReadFile, readPart, type TranscriptPart } from './read-part.ts';
import type { ReadingOrder } from './reading-thread.ts';
import type { ReadingThreads } from './reading-threads.ts';

/** Below so many bytes of transcripts, starting threads costs more than it saves. */
export const worthThreads = 24 * 1024 * 1024;

export interface ReadTranscripts {
  readonly merged: MergedTranscripts;
  readonly readFiles: readonly ReadFile[];
}

export async function readTranscripts(
  files: EvidenceFiles,
  found: FoundTranscripts,
  place: JudgePlace,
  ledger: LedgerBook,
  report: OpenReport,
  options: { readonly signal?: CancelSignal; readonly threads?: ReadingThreads | undefined },
): Promise<ReadTranscripts> {
  const bytesOf = (path: string): number => files.entries.get(path)?.bytes ?? 0;
  const total = found.transcripts.reduce((sum, transcript) => sum + bytesOf(transcript.path), 0);
  const { threads } = options;
  if (threads && total >= worthThreads) {
    const shares = divide(found.transcripts, bytesOf, (path) => found.firstRows.get(path) ?? null).filter((share) => share.length > 0);
    leanHeap(total);
    const parts = await inThreads(threads, files.root, shares, place, options.signal, createTeller(report, shares.length));
    const read = await joinedAtOnce(parts, ledger, options.signal);
    if (read) return read;
    // Copies of the same rows in both halves: which of them counts is settled by reading them as one.
    report.restartBytes();
  }
  const [judge] = createCallJudges(place, 1);
  if (!judge) throw new Error('One part has one judge.');
  const teller = createTeller(report, 1);
  const part = await readPart(files, found.transcripts, secretKeywords, judge, options.signal, (progress) => {
    teller.found(judge.found);
    teller.read(0, progress);
  });
  const read = await joined({ parts: [part], judged: [judge.finish()] }, ledger, options.signal);
  if (!read) throw new Error('One part can not overlap with itself.');
  return read;
}

interface Parts {
  readonly parts: readonly TranscriptPart[];
  readonly judged: readonly JudgedPart[];
}

async function joinedAtOnce(read: Parts, ledger: LedgerBook, signal: CancelSignal | undefined): Promise<ReadTranscripts | null> {
  const spent = read.parts.flatMap(spentBuffers);
  const whole = await joined(read, ledger, signal);
  await letGo(spent);
  return whole;
}

/** The parts are gone with this call: what is not taken over is as large as what is. */
async function joined({ parts, judged }: Parts, ledger: LedgerBook, signal: CancelSignal | undefined): Promise<ReadTranscripts | null> {
  const merged = await mergeParts(parts, judged, ledger, createPace(signal));
  return merged && { merged, readFiles: parts.flatMap((part) => part.files) };
}

/** Adds up what the parts tell. */
interface Teller {
  read(part: number, progress: PartProgress): void;
  found(findings: number): void;
}

function createTeller(report: OpenReport, parts: number): Teller {
  const last: (PartProgress | undefined)[] = Array.from({ length: parts });
  return {
    read(part, progress) {
      const before = last[part];
      last[part] = progress;
      report.advance(progress.bytes - (before?.bytes ?? 0));
      report.filesDone(progress.files - (before?.files ?? 0));
      const sum = (of: (each: PartProgress) => number): number => last.reduce((total, each) => total + (each ? of(each) : 0), 0);
      report.set({ records: sum((each) => each.records), malformed: sum((each) => each.malformed), sessions: sum((each) => each.sessions), current: progress.current });
      report.problems(last.flatMap((each) => each?.problems ?? []));
    },
    found: (findings) => report.set({ findings }),
  };
}

/** A thread for each share, while this one judges what they read. */
function inThreads(threads: ReadingThreads, root: string, shares: readonly (readonly TranscriptFile[])[], place: JudgePlace, signal: CancelSignal | undefined, told: Teller): Promise<Parts> {
  const signals = new Int32Array(new SharedArrayBuffer(4));
  const giveUp = new AbortController();
  const stop = (): void => {
    Atomics.store(signals, cancelledAt, 1);
    // A thread that is just starting hears nothing yet; nobody waits for it.
    giveUp.abort();
  };
  const watch = setInterval(() => {
    if (signal?.aborted) stop();
  }, 20);
  const lanes = shares.map(() => createJudgeLane(signals));
  const judge = judgeLanes(place, lanes.map((lane) => lane.judge), giveUp.signal);
  const reading = lanes.map(({ reader }, at) => {
    const order: ReadingOrder = { root, transcripts: shares[at] ?? [], keywords: secretKeywords, lane: reader };
    return threads.run<TranscriptPart>(order, [reader.port], giveUp.signal, (report) => {
      switch (report.kind) {
        case 'filled':
          judge.wake();
          return null;
        case 'progress':
          told.found(judge.found);
          told.read(at, report.progress);
          return null;
        case 'part':
          return report.part;
        case 'cancelled':
          return null;
      }
    });
  });
  return Promise.all([Promise.all(reading), judge.judged])
    .then(([parts, judged]) => ({ parts, judged }))
    .catch((error) => {
      // Where one failed, the others have nothing to work for.
      stop();
      throw error;
    })
    .finally(() => clearInterval(watch));
}
