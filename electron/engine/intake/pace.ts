/** Keeps long work from holding the process: lets other work in every few milliseconds, and stops when it is cancelled. */
import { type CancelSignal, stopIfCancelled } from '../../../shared/cancel.ts';

const turnMs = 8;

/** Ask `due()` in a loop and await `breathe()` when it says so. `breathe` throws `Cancelled`. */
export interface Pace {
  due(): boolean;
  breathe(): Promise<void>;
}

export function createPace(signal?: CancelSignal): Pace {
  let started = performance.now();
  return {
    due: () => performance.now() - started > turnMs,
    async breathe() {
      stopIfCancelled(signal);
      await new Promise<void>((done) => setImmediate(done));
      stopIfCancelled(signal);
      started = performance.now();
    },
  };
}
