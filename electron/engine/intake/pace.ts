/** Keeps long work from holding the process: lets other work in every few milliseconds, and stops when it is cancelled. */
import { type CancelSignal, stopIfCancelled } from '../../../shared/cancel.ts';

const turnMs = 8;

/** Ask `due()` in a loop and await `breathe()` when it says so. `breathe` throws `Cancelled`. */
export interface Pace {
  due(): boolean;
  breathe(): Promise<void>;
  /** Both: breathes where it is due. */
  rest(): Promise<void>;
}

export function createPace(signal?: CancelSignal): Pace {
  let started = performance.now();
  const due = (): boolean => performance.now() - started > turnMs;
  const breathe = async (): Promise<void> => {
    stopIfCancelled(signal);
    await new Promise<void>((done) => setImmediate(done));
    stopIfCancelled(signal);
    started = performance.now();
  };
  return {
    due,
    breathe,
    async rest() {
      if (due()) await breathe();
    },
  };
}
