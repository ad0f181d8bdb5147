/** A reading thread: reads its share of the transcripts and hands the columns back. Opens files read-only, as the engine does. */
import { parentPort, type TransferListItem, workerData } from 'node:worker_threads';
import { Cancelled } from '../../../shared/cancel.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { openRegular } from '../intake/open-file.ts';
import type { WorkerOrder, WorkerReport } from './read-transcripts.ts';
import { buffersOf } from './part-buffers.ts';
import { readPart } from './read-part.ts';

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
