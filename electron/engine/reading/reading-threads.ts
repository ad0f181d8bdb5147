/**
 * The threads that read and judge large evidence: two readers and a judge. They are started while the folder is still being
 * looked through, since starting takes longer than that, and get their orders later. Knows nothing of what they do.
 */
import { type MessagePort, Worker } from 'node:worker_threads';
import { Cancelled } from '../../../shared/cancel.ts';
import type { JudgingOrder } from './judging-thread.ts';
import type { ReadingOrder } from './reading-thread.ts';

/** Room for short-lived objects of a thread: what it makes of a row is gone with the next one. More room is only more memory. */
const youngMb = 12;
/** Below two gigabytes the heap may not grow to several times what is alive before it is collected; a line's objects fit all the same. */
const oldMb = 2000;

/** What a thread is started for; its code differs. */
export type ThreadTask = (ReadingOrder | JudgingOrder)['task'];

export interface ReadingThreads {
  /** Starts them; asked again, it does nothing. */
  start(): void;
  /**
   * Gives a thread its order and runs it to its end. `heard` gives the result where a report is the last. Fails with `Cancelled`
   * where the thread says so or `giveUp` is raised.
   */
  run<Report extends { readonly kind: string }, Result>(order: ReadingOrder | JudgingOrder, ports: readonly MessagePort[], giveUp: AbortSignal, heard: (report: Report) => Result | null): Promise<Result>;
  /** Ends those that got no order, and those that did not come to their end. */
  stop(): void;
}

const tasks: readonly ThreadTask[] = ['judge', 'read', 'read'];

export function createReadingThreads(code: URL): ReadingThreads {
  const waiting: { readonly task: ThreadTask; readonly thread: Worker }[] = [];
  const running = new Set<Worker>();
  const started = (task: ThreadTask): Worker => new Worker(code, { workerData: { task }, resourceLimits: { maxYoungGenerationSizeMb: youngMb, maxOldGenerationSizeMb: oldMb } });
  const take = (task: ThreadTask): Worker => {
    const at = waiting.findIndex((each) => each.task === task);
    return (at < 0 ? undefined : waiting.splice(at, 1)[0]?.thread) ?? started(task);
  };
  return {
    start() {
      if (waiting.length + running.size > 0) return;
      for (const task of tasks) {
        const thread = started(task);
        // One that fails while nobody waits for it fails again where its order is given.
        thread.on('error', () => {});
        waiting.push({ task, thread });
      }
    },
    run<Report extends { readonly kind: string }, Result>(order: ReadingOrder | JudgingOrder, ports: readonly MessagePort[], giveUp: AbortSignal, heard: (report: Report) => Result | null) {
      return new Promise<Result>((done, fail) => {
        const thread = take(order.task);
        running.add(thread);
        giveUp.addEventListener('abort', () => {
          fail(new Cancelled());
          void thread.terminate();
        });
        thread.on('message', (report: Report) => {
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
      for (const { thread } of waiting.splice(0)) void thread.terminate();
      for (const thread of running) void thread.terminate();
      running.clear();
    },
  };
}
