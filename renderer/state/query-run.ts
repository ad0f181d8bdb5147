/** One run of a query: what it shows while it waits, when it answers, when it fails, when it is given up. Knows no React. */
import type { Problem } from '../../shared/rpc.ts';
import { problemOf } from '../api.ts';

/** What a query shows now. `value` is the last good answer, maybe of the parameters before, while `loading`. */
export interface Query<Value> {
  readonly value: Value | null;
  readonly problem: Problem | null;
  /** True only when an answer has been awaited for 200 ms: a quick answer never flashes a placeholder. */
  readonly loading: boolean;
}

/** A query that was never asked. */
export const emptyQuery = { value: null, problem: null, loading: false } as const;

/** After so long a wait is shown. */
export const loadingShownAfterMs = 200;

/**
 * Asks once and shows the outcome as changes to what showed before. The function given back gives the run up: the call is
 * aborted and whatever it still answers is dropped, so that the newest run wins however late an older one ends.
 */
export function runQuery<Value>(call: (signal: AbortSignal) => Promise<Value>, show: (change: (last: Query<Value>) => Query<Value>) => void): () => void {
  const stop = new AbortController();
  const slow = setTimeout(() => show((last) => ({ ...last, loading: true })), loadingShownAfterMs);
  call(stop.signal).then(
    (value) => {
      clearTimeout(slow);
      if (!stop.signal.aborted) show(() => ({ value, problem: null, loading: false }));
    },
    (error: unknown) => {
      clearTimeout(slow);
      if (!stop.signal.aborted) show((last) => ({ value: last.value, problem: problemOf(error), loading: false }));
    },
  );
  return () => {
    clearTimeout(slow);
    stop.abort();
  };
}
