/** The judging thread: takes what the reading ones hand over, as it comes, and gives back what was found when they have ended. */
import { parentPort } from 'node:worker_threads';
import { createCallJudges, type JudgedPart, type JudgePlace } from './call-judge.ts';
import { bellAt, cancelledAt, type JudgeLane, napMs, readLane } from './judge-lane.ts';

export interface JudgingOrder {
  readonly task: 'judge';
  readonly place: JudgePlace;
  /** One for each reading thread; all with the same signals. */
  readonly lanes: readonly JudgeLane[];
}

export type JudgingReport = { readonly kind: 'found'; readonly findings: number } | { readonly kind: 'judged'; readonly parts: readonly JudgedPart[] } | { readonly kind: 'cancelled' };

const tellEveryMs = 80;

export function judgeInThread({ place, lanes }: JudgingOrder): void {
  const tell = (report: JudgingReport): void => parentPort?.postMessage(report);
  const [signals] = lanes.map((lane) => lane.signals);
  if (signals === undefined) return;
  const judges = createCallJudges(place, lanes.length);
  const readers = lanes.map((lane, at) => ({ lane: readLane(lane), judge: judges[at] }));
  let told = performance.now();
  for (;;) {
    if (Atomics.load(signals, cancelledAt) === 1) {
      tell({ kind: 'cancelled' });
      return;
    }
    const bell = Atomics.load(signals, bellAt);
    let worked = false;
    for (const { lane, judge } of readers) if (judge && lane.read(judge)) worked = true;
    if (performance.now() - told > tellEveryMs) {
      told = performance.now();
      tell({ kind: 'found', findings: judges.reduce((sum, judge) => sum + judge.found, 0) });
    }
    if (worked) continue;
    if (readers.every(({ lane }) => lane.ended())) break;
    Atomics.wait(signals, bellAt, bell, napMs);
  }
  tell({ kind: 'judged', parts: judges.map((judge) => judge.finish()) });
}
