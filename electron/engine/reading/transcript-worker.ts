/** A reading thread: reads its share of the transcripts and hands the columns back. Opens files read-only, as the engine does. */
import { parentPort, type TransferListItem, workerData } from 'node:worker_threads';
import { Cancelled } from '../../../shared/cancel.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { openRegular } from '../intake/open-file.ts';
import type { WorkerOrder, WorkerReport } from './read-transcripts.ts';
import { readPart, type TranscriptPart } from './read-part.ts';

const { root, order, cancelled }: WorkerOrder = workerData;
const tell = (report: WorkerReport, transfer: readonly TransferListItem[] = []): void => parentPort?.postMessage(report, transfer);

const files: Pick<EvidenceFiles, 'open'> = { open: (path) => openRegular(root, path) };
const signal = {
  get aborted(): boolean {
    return Atomics.load(cancelled, 0) === 1;
  },
};

try {
  const part = await readPart(files, order, signal, (progress) => tell({ kind: 'progress', progress }));
  tell({ kind: 'part', part }, buffersOf(part));
} catch (error) {
  if (!(error instanceof Cancelled)) throw error;
  tell({ kind: 'cancelled' });
}

/** The memory behind the columns: it is handed over, not copied. */
function buffersOf(part: TranscriptPart): readonly TransferListItem[] {
  const { values, texts } = part.columns;
  const pieces = [...Object.values(values), texts.block, texts.start, texts.length].flat();
  const arrays = [...pieces.map((piece) => piece.values), ...texts.blocks, part.seen.directory, ...part.seen.sheets, part.calls.events, part.calls.hashes];
  return [...new Set(arrays.map((array) => array.buffer).filter((buffer) => buffer instanceof ArrayBuffer))];
}
