/** A keyed call to the engine as React state: aborts the old call, keeps the last value, newest wins. Knows no view. */
import { useEffect, useRef, useState } from 'react';
import type { Method, Params, Result } from '../../shared/contract.ts';
import { callEngine } from '../api.ts';
import { useJudging } from './judging-store.ts';
import { emptyQuery, type Query, runQuery } from './query-run.ts';

export type { Query } from './query-run.ts';

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
  const [query, setQuery] = useState<Query<Result<M>>>(emptyQuery);
  const key = params === null ? null : queryKey(params);
  const latest = useRef(params);
  latest.current = params;
  // What was asked before the case was judged anew is old.
  const revision = useJudging((judging) => judging.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each judgement is asked anew
  useEffect(() => {
    const asked = latest.current;
    if (key === null || asked === null) {
      setQuery(emptyQuery);
      return undefined;
    }
    return runQuery((signal) => callEngine(method, asked, signal), setQuery);
  }, [method, key, revision]);
  return query;
}
