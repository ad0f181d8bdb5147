/** A reading thread: reads its share of the transcripts and hands the columns back. Opens files read-only, as the engine does. */
import { parentPort, type TransferListItem } from 'node:worker_threads';
import { Cancelled } from '../../../shared/cancel.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { openRegular } from '../intake/open-file.ts';
import type { SecretKeywords } from '../scanner/row-scanner.ts';
import type { TranscriptFile } from '../sources/transcript/transcript-desk.ts';
import { cancelledAt, type JudgeLane, writeLane } from './judge-lane.ts';
import { buffersOf } from './part-buffers.ts';
import { type PartProgress, readPart, type TranscriptPart } from './read-part.ts';

export interface ReadingOrder {
  readonly root: string;
  readonly transcripts: readonly TranscriptFile[];
  readonly keywords: SecretKeywords;
  /** Where calls go to be judged. */
  readonly lane: JudgeLane;
}

/** `filled`: there is something to judge. */
export type ReadingReport = { readonly kind: 'filled' } | { readonly kind: 'progress'; readonly progress: PartProgress } | { readonly kind: 'part'; readonly part: TranscriptPart } | { readonly kind: 'cancelled' };

export async function readInThread({ root, transcripts, keywords, lane }: ReadingOrder): Promise<void> {
  const tell = (report: ReadingReport, transfer: readonly TransferListItem[] = []): void => parentPort?.postMessage(report, transfer);
  const files: Pick<EvidenceFiles, 'open'> = { open: (path) => openRegular(root, path) };
  const signal = {
    get aborted(): boolean {
      return Atomics.load(lane.signals, cancelledAt) === 1;
    },
  };
  try {
    const judge = writeLane(lane, () => tell({ kind: 'filled' }));
    const part = await readPart(files, transcripts, keywords, judge, signal, (progress) => tell({ kind: 'progress', progress }));
    judge.end();
    tell({ kind: 'part', part }, buffersOf(part));
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    tell({ kind: 'cancelled' });
  }
}
