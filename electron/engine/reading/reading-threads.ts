/**
 * The two threads that read large evidence. They are started while the folder is still being looked through, since starting takes
 * longer than that, and get their orders later. Knows nothing of what they do.
 */
import { type MessagePort, Worker } from 'node:worker_threads';
import { Cancelled } from '../../../shared/cancel.ts';
import { compilePlainly } from './engine-tuning.ts';
import type { ReadingOrder, ReadingReport } from './reading-thread.ts';

/** Room for short-lived objects of a thread: what it makes of a row is gone with the next one. More room is only more memory. */
const youngMb = 12;
/** Below two gigabytes the heap may not grow to several times what is alive before it is collected; a line's objects fit all the same. */
const oldMb = 2000;

export interface ReadingThreads {
  /** Starts them; asked again, it does nothing. */
  start(): void;
  /**
   * Gives a thread its order and runs it to its end. `heard` gives the result where a report is the last. Fails with `Cancelled`
   * where the thread says so or `giveUp` is raised.
   */
  run<Result>(order: ReadingOrder, ports: readonly MessagePort[], giveUp: AbortSignal, heard: (report: ReadingReport) => Result | null): Promise<Result>;
  /** Ends those that got no order, and those that did not come to their end. */
  stop(): void;
}

const readers = 2;

export function createReadingThreads(code: URL): ReadingThreads {
  const waiting: Worker[] = [];
  const running = new Set<Worker>();
  const started = (): Worker => new Worker(code, { resourceLimits: { maxYoungGenerationSizeMb: youngMb, maxOldGenerationSizeMb: oldMb } });
  return {
    start() {
      if (waiting.length + running.size > 0) return;
      compilePlainly();
      while (waiting.length < readers) {
        const thread = started();
        // One that fails while nobody waits for it fails again where its order is given.
        thread.on('error', () => {});
        waiting.push(thread);
      }
    },
    run<Result>(order: ReadingOrder, ports: readonly MessagePort[], giveUp: AbortSignal, heard: (report: ReadingReport) => Result | null) {
      return new Promise<Result>((done, fail) => {
        const thread = waiting.shift() ?? started();
        running.add(thread);
        giveUp.addEventListener('abort', () => {
          fail(new Cancelled());
          void thread.terminate();
        });
        thread.on('message', (report: ReadingReport) => {
          if (report.kind === 'cancelled') fail(new Cancelled());
          const result = heard(report);
          if (result !== null) done(result);
        });
        thread.on('error', fail);
        thread.on('exit', (code) => {
          running.delete(thread);
          fail(new Error(`A reading thread ended early, with status ${code}.`));
        });
        thread.postMessage(order, [...ports]);
      });
    },
    stop() {
      for (const thread of waiting.splice(0)) void thread.terminate();
      for (const thread of running) void thread.terminate();
      running.clear();
    },
  };
}
