/** Work that may be given up: its own time limit beside the signal of whoever cancels everything. Knows no work of its own. */
import { Cancelled, type CancelSignal } from '../../../shared/cancel.ts';

/** What the work gives, or null where its time was over first. Throws `Cancelled` only where the outer signal says so. */
export async function within<Value>(milliseconds: number, outer: CancelSignal | undefined, work: (signal: CancelSignal) => Promise<Value>): Promise<Value | null> {
  const end = performance.now() + milliseconds;
  const signal: CancelSignal = {
    get aborted() {
      return outer?.aborted === true || performance.now() > end;
    },
  };
  try {
    return await work(signal);
  } catch (error) {
    if (error instanceof Cancelled && outer?.aborted !== true) return null;
    throw error;
  }
}
