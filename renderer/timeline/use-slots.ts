/** The slots of a filter as React state: one source a mounted timeline, asked for the visible range. Draws nothing. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Filter } from '../../shared/query.ts';
import { callEngine, problemOf } from '../api.ts';
import { useJudging } from '../state/judging-store.ts';
import { createSlotSource, type SlotSource, type SlotView } from './slot-source.ts';

function newSource(): SlotSource {
  return createSlotSource({
    page: (params, signal) => callEngine('slots.page', params, signal),
    problemOf,
    later(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}

/** Shows the slots around a range and asks for what is missing. */
export function useSlots(filter: Filter, first: number, end: number): { readonly view: SlotView; readonly retry: () => void } {
  const [source, setSource] = useState(newSource);
  useEffect(() => {
    // A source that was closed by an unmount in development's double mount cannot be used again.
    const own = newSource();
    setSource(own);
    return () => own.close();
  }, []);
  useEffect(() => source.want(filter, first, end), [source, filter, first, end]);
  const revision = useJudging((judging) => judging.revision);
  const asked = useRef(revision);
  useEffect(() => {
    if (asked.current !== revision) source.renew();
    asked.current = revision;
  }, [source, revision]);
  const view = useSyncExternalStore(source.subscribe, source.view);
  return { view, retry: source.retry };
}
