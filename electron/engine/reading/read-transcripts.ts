/** Reads the transcripts of a case: small ones here, large ones in two worker threads side by side. The result is the same. */
import { Worker } from 'node:worker_threads';
import { Cancelled, type CancelSignal } from '../../../shared/cancel.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { OpenReport } from './open-progress.ts';
import type { FoundTranscripts } from '../sources/find-transcripts.ts';
import type { LedgerBook } from '../sources/ledger-book.ts';
import { mergeParts, type MergedTranscripts } from './merge-parts.ts';
import { letGo, spentBuffers } from './part-buffers.ts';
import { divide, type PartOrder, type PartProgress, type ReadFile, readPart, type TranscriptPart } from './read-part.ts';
import type { TranscriptFile } from '../sources/transcript/transcript-desk.ts';

/** Below this, starting threads costs more than it saves. */
const worthThreads = 24 * 1024 * 1024;

/** Room for short-lived objects of a reading thread: what it makes of a row is gone with the next one. More room is only more memory. */
const youngMb = 12;

/** Below two gigabytes the heap may not grow to several times what is alive before it is collected; a line's objects fit all the same. */
const oldMb = 2000;

/** What a worker is told. `cancelled` is shared: 1 stops it. */
export interface WorkerOrder {
  readonly root: string;
  readonly order: PartOrder;
  readonly cancelled: Int32Array;
}

export type WorkerReport = { readonly kind: 'progress'; readonly progress: PartProgress } | { readonly kind: 'part'; readonly part: TranscriptPart } | { readonly kind: 'cancelled' };

export interface ReadTranscripts {
  readonly merged: MergedTranscripts;
  readonly readFiles: readonly ReadFile[];
}

export async function readTranscripts(
  files: EvidenceFiles,
  found: FoundTranscripts,
  place: Omit<PartOrder, 'transcripts'>,
  ledger: LedgerBook,
  report: OpenReport,
  options: { readonly signal?: CancelSignal; readonly worker?: URL },
): Promise<ReadTranscripts> {
  const bytesOf = (path: string): number => files.entries.get(path)?.bytes ?? 0;
  const total = found.transcripts.reduce((sum, transcript) => sum + bytesOf(transcript.path), 0);
  const { worker } = options;
  if (worker && total >= worthThreads) {
    const shares = divide(found.transcripts, bytesOf, (path) => found.firstRows.get(path) ?? null).filter((share) => share.length > 0);
    const read = await joinedAtOnce(await inWorkers(worker, files.root, shares, place, options.signal, createTeller(report, shares.length)), ledger);
    if (read) return read;
    // Copies of the same rows in both halves: which of them counts is settled by reading them as one.
    report.restartBytes();
  }
  const read = joined([await readPart(files, { ...place, transcripts: found.transcripts }, options.signal, createTeller(report, 1)(0))], ledger);
  if (!read) throw new Error('One part can not overlap with itself.');
  return read;
}

async function joinedAtOnce(parts: readonly TranscriptPart[], ledger: LedgerBook): Promise<ReadTranscripts | null> {
  const spent = parts.flatMap(spentBuffers);
  const read = joined(parts, ledger);
  await letGo(spent);
  return read;
}

/** The parts are gone with this call: what is not taken over is as large as what is. */
function joined(parts: readonly TranscriptPart[], ledger: LedgerBook): ReadTranscripts | null {
  const merged = mergeParts(parts, ledger);
  return merged && { merged, readFiles: parts.flatMap((part) => part.files) };
}

type Teller = (part: number) => (progress: PartProgress) => void;

/** Adds up what the parts tell. */
function createTeller(report: OpenReport, parts: number): Teller {
  const last: (PartProgress | undefined)[] = Array.from({ length: parts });
  return (part) => (progress) => {
    const before = last[part];
    last[part] = progress;
    report.advance(progress.bytes - (before?.bytes ?? 0));
    report.filesDone(progress.files - (before?.files ?? 0));
    const sum = (of: (each: PartProgress) => number): number => last.reduce((total, each) => total + (each ? of(each) : 0), 0);
    report.set({
      records: sum((each) => each.records),
      malformed: sum((each) => each.malformed),
      sessions: sum((each) => each.sessions),
      findings: sum((each) => each.findings),
      current: progress.current,
    });
    report.problems(last.flatMap((each) => each?.problems ?? []));
  };
}

function inWorkers(worker: URL, root: string, shares: readonly (readonly TranscriptFile[])[], place: Omit<PartOrder, 'transcripts'>, signal: CancelSignal | undefined, told: Teller): Promise<readonly TranscriptPart[]> {
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const giveUp = new AbortController();
  const watch = setInterval(() => {
    if (!signal?.aborted) return;
    Atomics.store(cancelled, 0, 1);
    // A thread that is just starting hears nothing yet; nobody waits for it.
    giveUp.abort();
  }, 20);
  const reading = shares.map((transcripts, at) => inWorker(worker, { root, order: { ...place, transcripts }, cancelled }, told(at), giveUp.signal));
  return Promise.all(reading).finally(() => {
    clearInterval(watch);
    // Where one failed, the other has nothing to read for.
    Atomics.store(cancelled, 0, 1);
  });
}

function inWorker(url: URL, order: WorkerOrder, onProgress: (progress: PartProgress) => void, giveUp: AbortSignal): Promise<TranscriptPart> {
  return new Promise((done, fail) => {
    const worker = new Worker(url, { workerData: order, resourceLimits: { maxYoungGenerationSizeMb: youngMb, maxOldGenerationSizeMb: oldMb } });
    giveUp.addEventListener('abort', () => {
      fail(new Cancelled());
      void worker.terminate();
    });
    worker.on('message', (message: WorkerReport) => {
      switch (message.kind) {
        case 'progress':
          onProgress(message.progress);
          return;
        case 'part':
          done(message.part);
          return;
        case 'cancelled':
          fail(new Cancelled());
          return;
        default: {
          const never: never = message;
          return never;
        }
      }
    });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`A reading thread ended early, with status ${code}.`)));
  });
}
