/**
 * Runs the units of a search, in two threads where their code is at hand, else here a little at a time. Threads keep the
 * engine free to answer, and one that does not stop when told is ended. Knows neither events nor ports.
 */
import { Worker } from 'node:worker_threads';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { SearchQuery } from './query.ts';
import type { FileRecords } from './record-table.ts';
import type { ThreadAnswer, ThreadOrder } from './search-thread.ts';
import { createUnitSearcher, type UnitResult } from './search-unit.ts';
import { type SearchUnit, sharedUnits, warmUnits } from './units.ts';

export interface Running {
  /** Fulfilled when all units are done or it was stopped. Fails where the machinery itself fails. */
  readonly ended: Promise<void>;
  stop(): void;
}

export interface UnitRunner {
  /** Results come in any order; `number` is the unit's place in the list. One search at a time: a new one stops the last. */
  run(query: SearchQuery, units: readonly SearchUnit[], onResult: (number: number, result: UnitResult) => void): Running;
  /** Starts what a search needs and looks through the units for what each search would have to know. A search ends it. */
  prepare(units: readonly SearchUnit[]): Running;
}

/** Searching is bound by memory: more threads than this gain little. */
const threadCount = 2;
/** A record's objects are gone as soon as it was looked at; a small young space would be swept over and over. */
const youngMegabytes = 48;
/** A thread that works on after this is ended: a pattern can take long over one large text. */
const patienceMs = 120;

/** Searches in threads; they are started before or with the first search and kept for the next. */
export function createThreadRunner(url: URL, root: string, tables: readonly FileRecords[]): UnitRunner {
  const current = new Int32Array(new SharedArrayBuffer(4));
  const threads: (Worker | null)[] = Array.from({ length: threadCount }, () => null);
  let count = 0;
  let stopLast = (): void => {};
  let lastEnded: Promise<void> = Promise.resolve();

  const thread = (at: number): Worker => {
    const known = threads[at];
    if (known) return known;
    const worker = new Worker(url, { workerData: { root, tables, current }, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
    // A thread that waits for a search keeps no process alive; and its failure concerns only the search that runs in it.
    worker.unref();
    worker.on('error', () => forget(worker));
    threads[at] = worker;
    return worker;
  };
  const forget = (worker: Worker): void => {
    const at = threads.indexOf(worker);
    if (at >= 0) threads[at] = null;
  };

  const begin = (query: SearchQuery | null, units: readonly SearchUnit[], onResult: (number: number, result: UnitResult) => void): Running => {
    stopLast();
    count += 1;
    const search = count;
    let stopped = false;
    let endIfIdle = (): void => {};
    const begun = lastEnded.then(
      () =>
        new Promise<void>((done, fail) => {
          const busy = new Set<Worker>();
          const listeners: (() => void)[] = [];
          let timer: NodeJS.Timeout | undefined;
          const end = (error?: Error): void => {
            clearTimeout(timer);
            for (const drop of listeners.splice(0)) drop();
            if (error) fail(error);
            else done();
          };
          /** Ends the threads that are still at this search, so that none comes back in the next. */
          const breakOff = (): void => {
            for (const worker of busy) {
              forget(worker);
              void worker.terminate();
            }
          };
          endIfIdle = () => {
            if (busy.size === 0) end();
            // Told to stop, a thread may still be deep in one large text.
            else if (stopped) timer ??= setTimeout(() => {
              breakOff();
              end();
            }, patienceMs);
          };
          if (!stopped) {
            Atomics.store(current, 0, search);
            const order: ThreadOrder = { search, query, units: sharedUnits(units), taken: takenFrom(0) };
            for (let at = 0; at < Math.min(threadCount, units.length); at++) {
              const worker = thread(at);
              const answered = (answer: ThreadAnswer): void => {
                if (answer.search !== search) return;
                if (answer.ended) busy.delete(worker);
                if (!stopped) for (const { number, result } of answer.results) onResult(number, result);
                endIfIdle();
              };
              const failed = (error: Error): void => {
                breakOff();
                end(error);
              };
              worker.on('message', answered);
              worker.on('error', failed);
              listeners.push(() => worker.off('message', answered).off('error', failed));
              busy.add(worker);
              // Nobody waits for what is made ready, and the case is in use: one thread does it, the other only gets warm.
              worker.postMessage(query === null && at > 0 ? { ...order, taken: takenFrom(Math.max(0, units.length - warmUnits)) } : order);
            }
          }
          endIfIdle();
        }),
    );
    lastEnded = begun.catch(() => {});
    stopLast = () => {
      if (stopped) return;
      stopped = true;
      Atomics.store(current, 0, 0);
      endIfIdle();
    };
    return { ended: begun, stop: stopLast };
  };
  return {
    run: (query, units, onResult) => begin(query, units, onResult),
    prepare: (units) => begin(null, units, () => {}),
  };
}

/** Counts the units that were taken, from the first `number` on. */
function takenFrom(number: number): Int32Array {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  taken[0] = number;
  return taken;
}

/** Searches in the engine's own thread, one unit a turn. */
export function createLocalRunner(files: Pick<EvidenceFiles, 'open'>, tables: readonly FileRecords[]): UnitRunner {
  const searcher = createUnitSearcher(files, tables);
  let stopLast = (): void => {};
  return {
    run(query, units, onResult) {
      stopLast();
      let stopped = false;
      const stop = (): void => {
        stopped = true;
      };
      stopLast = stop;
      const all = async (): Promise<void> => {
        for (const [number, unit] of units.entries()) {
          // The matcher's state is the searcher's; a search that began since has its own.
          await new Promise<void>((done) => setImmediate(done));
          if (stopped) return;
          if (number === 0) searcher.begin(query);
          const result = searcher.search(unit, () => stopped);
          onResult(number, result);
        }
      };
      return { ended: all(), stop };
    },
    prepare: () => ({ ended: Promise.resolve(), stop() {} }),
  };
}
