/** What the loading view says about a progress report: share, time left, one row a step. Pure; knows no React. */
import { type OpenStep, openSteps, type Progress } from '../../shared/case.ts';
import { spanText } from '../../shared/time.ts';
import { bytesText, countOf, countText } from '../text/figures.ts';

/** One step of opening as the list shows it. `share` is 0 to 1. */
export interface StepRow {
  readonly step: OpenStep;
  readonly name: string;
  readonly state: 'done' | 'running' | 'waiting';
  readonly share: number;
  /** A word of ours, or null where the file being read is named instead. */
  readonly note: string | null;
  readonly figure: string;
}

const shareOf = (done: number, all: number) => (all === 0 ? 0 : Math.min(1, done / all));

/** How much of the whole is done, 0 to 100. Reading the bytes is nearly all of it; the end is only reached when ready. */
export function percentDone(progress: Progress): number {
  if (progress.state === 'ready') return 100;
  const read = shareOf(progress.bytesDone, progress.bytes) * 90;
  const rest = (progress.stepsDone.length / openSteps.length) * 9;
  return Math.floor(Math.min(99, read + rest));
}

/** `about 11 s left`, once enough is read to tell; null before that and after the last byte. */
export function timeLeft(progress: Progress): string | null {
  const share = shareOf(progress.bytesDone, progress.bytes);
  if (share < 0.05 || share >= 1 || progress.elapsedMs < 1000) return null;
  return `about ${spanText(Math.max(1000, (progress.elapsedMs / share) * (1 - share)))} left`;
}

/** `19 s elapsed, 44 MB/s`. */
export function paceText(progress: Progress): string {
  const elapsed = `${spanText(progress.elapsedMs)} elapsed`;
  if (progress.elapsedMs < 500 || progress.bytesDone === 0) return elapsed;
  return `${elapsed}, ${bytesText(Math.round((progress.bytesDone / progress.elapsedMs) * 1000))}/s`;
}

const names: Readonly<Record<OpenStep, string>> = {
  inventory: 'Inventory',
  hash: 'Hash files',
  transcripts: 'Parse transcripts',
  repositories: 'Read git reflogs',
  rules: 'Run rules',
};

const waitsFor: Readonly<Record<OpenStep, string>> = {
  inventory: '',
  hash: 'after the inventory',
  transcripts: 'after the inventory',
  repositories: 'after the inventory',
  rules: 'after reading',
};

function figureOf(step: OpenStep, progress: Progress): string {
  switch (step) {
    case 'inventory':
      return countOf(progress.files, 'file');
    case 'hash':
      return `${countText(progress.filesDone)} of ${countText(progress.files)}`;
    case 'transcripts':
      return countOf(progress.records, 'record');
    case 'repositories':
      return `${countText(progress.repositoriesDone)} of ${countOf(progress.repositories, 'repo')}`;
    case 'rules':
      return countOf(progress.findings, 'finding');
    default: {
      const never: never = step;
      return never;
    }
  }
}

function shareOfStep(step: OpenStep, progress: Progress): number {
  switch (step) {
    case 'inventory':
    case 'rules':
      return 0;
    case 'hash':
      return shareOf(progress.filesDone, progress.files);
    case 'transcripts':
      return shareOf(progress.bytesDone, progress.bytes);
    case 'repositories':
      return shareOf(progress.repositoriesDone, progress.repositories);
    default: {
      const never: never = step;
      return never;
    }
  }
}

function noteOf(step: OpenStep, progress: Progress): string | null {
  if (step === 'inventory') return `${countOf(progress.files, 'file')}, ${bytesText(progress.bytes)}`;
  if (step === 'transcripts') return countOf(progress.sessions, 'session');
  if (step === 'repositories') return countOf(progress.repositories, 'repository', 'repositories');
  if (step === 'rules') return countOf(progress.rules, 'rule');
  return null;
}

/** A row for each step, in order. Hashing and parsing share one pass, so both run while either is under way. */
export function stepRows(progress: Progress): readonly StepRow[] {
  const running = openSteps.indexOf(progress.step);
  return openSteps.map((step, index) => {
    // Some files are hashed where a later step reads them.
    const left = step === 'hash' && progress.filesDone < progress.files;
    const done = progress.state === 'ready' || (progress.stepsDone.includes(step) && !left);
    const begun = index <= running || shareOfStep(step, progress) > 0;
    const state = done ? 'done' : begun && progress.state === 'reading' ? 'running' : 'waiting';
    const file = state === 'running' && step === progress.step && progress.current !== '';
    return {
      step,
      name: step === 'rules' && progress.rules > 0 ? `Run ${countOf(progress.rules, 'rule')}` : names[step],
      state,
      share: done ? 1 : shareOfStep(step, progress),
      note: state === 'waiting' ? waitsFor[step] : file ? null : (noteOf(step, progress) ?? ''),
      figure: state === 'waiting' ? '' : figureOf(step, progress),
    };
  });
}

/** The sentence that is announced: it changes only with each full 10 %, so that a screen reader is not flooded. */
export function announcement(percent: number): string {
  return percent >= 100 ? 'Reading has ended.' : `${Math.floor(percent / 10) * 10} percent read.`;
}
