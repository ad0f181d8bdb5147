/** A keyed call to the engine as React state: aborts the old call, keeps the last value, newest wins. Knows no view. */
import { useEffect, useRef, useState } from 'react';
import { callEngine, problemOf } from '../api.ts';
import type { Method, Params, Result } from '../../shared/contract.ts';
import type { Problem } from '../../shared/rpc.ts';

/** What a query shows now. `value` is the last good answer, maybe of the key before while `loading`. */
export interface Query<Value> {
  readonly value: Value | null;
  readonly problem: Problem | null;
  /** True only when an answer has been awaited for 200 ms: a quick answer never flashes a placeholder. */
  readonly loading: boolean;
}

const loadingShownAfterMs = 200;

/** A text that is equal for equal parameters, whatever the order of their keys. */
export function queryKey(params: unknown): string {
  return JSON.stringify(params, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** Asks the engine whenever the parameters change. With `null` nothing is asked and the last value is dropped. */
export function useQuery<M extends Method>(method: M, params: Params<M> | null): Query<Result<M>> {
  const [query, setQuery] = useState<Query<Result<M>>>({ value: null, problem: null, loading: false });
  const key = params === null ? null : queryKey(params);
  const latest = useRef(params);
  latest.current = params;
  useEffect(() => {
    const asked = latest.current;
    if (key === null || asked === null) {
      setQuery({ value: null, problem: null, loading: false });
      return;
    }
    const stop = new AbortController();
    const slow = setTimeout(() => setQuery((last) => ({ ...last, loading: true })), loadingShownAfterMs);
    callEngine(method, asked, stop.signal)
      .then(
        (value) => {
          if (!stop.signal.aborted) setQuery({ value, problem: null, loading: false });
        },
        (error: unknown) => {
          if (!stop.signal.aborted) setQuery((last) => ({ value: last.value, problem: problemOf(error), loading: false }));
        },
      )
      .finally(() => clearTimeout(slow));
    return () => {
      clearTimeout(slow);
      stop.abort();
    };
  }, [method, key]);
  return query;
}
