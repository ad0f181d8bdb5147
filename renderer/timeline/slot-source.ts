/**
 * Fetches the slots that a window needs, page by page, and keeps what was shown until the new is there. The call comes in
 * from outside; this file knows neither React nor the DOM.
 */
import type { Params, Result, Slot } from '../../shared/contract.ts';
import { canonicalFilter, type Filter } from '../../shared/query.ts';
import type { Problem } from '../../shared/rpc.ts';
import { createPageCache, type PageCache, pageRows } from './page-cache.ts';

/** What is known of the slots now. A new object at each change, so that a view can compare by identity. */
export interface SlotView {
  /** How many slots there are; null before the first answer. */
  readonly total: number | null;
  /** The filter that `total` and the slots belong to. It lags behind the wish until the first page of the new filter is in. */
  readonly filter: Filter;
  readonly problem: Problem | null;
  /** True where a page has been awaited for 200 ms. */
  readonly slow: boolean;
  slot(index: number): Slot | undefined;
}

export interface SlotSourceParts {
  page(params: Params<'slots.page'>, signal: AbortSignal): Promise<Result<'slots.page'>>;
  problemOf(error: unknown): Problem;
  /** Runs something later; returns the way to call it off. */
  later(milliseconds: number, run: () => void): () => void;
}

export interface SlotSource {
  view(): SlotView;
  subscribe(listener: () => void): () => void;
  /** Says which slots are needed now. Pages on their way that nobody needs any more are given up. */
  want(filter: Filter, first: number, end: number): void;
  /** Asks for each slot anew, as the case is judged anew; what shows stays until the new is there. */
  renew(): void;
  /** Asks again after a problem. */
  retry(): void;
  close(): void;
}

/** Pages kept: 24 pages are 4,800 slots, about 5 MB. */
const pagesKept = 24;
const slowAfterMs = 200;
const busyRetryMs = 150;

interface Shelf {
  readonly key: string;
  readonly filter: Filter;
  readonly cache: PageCache<Slot>;
  total: number | null;
}

function newShelf(filter: Filter): Shelf {
  return { key: canonicalFilter(filter), filter, cache: createPageCache<Slot>(pagesKept), total: null };
}

/** Makes a source that has asked for nothing yet. */
export function createSlotSource(parts: SlotSourceParts): SlotSource {
  const listeners = new Set<() => void>();
  const underWay = new Map<string, AbortController>();
  let shown = newShelf({});
  let wanted = shown;
  let range = { first: 0, end: 0 };
  let problem: Problem | null = null;
  let slow = false;
  let stopSlow: (() => void) | null = null;
  let stopRetry: (() => void) | null = null;
  let closed = false;

  const snapshot = (): SlotView => {
    const { cache, total, filter } = shown;
    return { total, filter, problem, slow, slot: (index) => cache.row(index) };
  };
  let current = snapshot();
  const changed = () => {
    current = snapshot();
    for (const listener of listeners) listener();
  };

  const settle = () => {
    if (underWay.size > 0) {
      stopSlow ??= parts.later(slowAfterMs, () => {
        slow = true;
        changed();
      });
      return;
    }
    stopSlow?.();
    stopSlow = null;
    slow = false;
  };

  const fetchPage = (shelf: Shelf, page: number) => {
    const id = `${shelf.key} ${page}`;
    if (underWay.has(id)) return;
    const stop = new AbortController();
    underWay.set(id, stop);
    const done = (apply: () => void) => {
      if (underWay.get(id) === stop) underWay.delete(id);
      if (closed || stop.signal.aborted) return;
      apply();
      settle();
      changed();
    };
    parts.page({ filter: shelf.filter, offset: page * pageRows, limit: pageRows }, stop.signal).then(
      (answer) =>
        done(() => {
          shelf.cache.put(page, answer.rows);
          shelf.total = answer.total;
          problem = null;
          if (shelf === wanted) shown = shelf;
        }),
      (error: unknown) =>
        done(() => {
          const what = parts.problemOf(error);
          if (what.kind === 'cancelled') return;
          if (what.kind === 'busy') {
            stopRetry ??= parts.later(busyRetryMs, () => {
              stopRetry = null;
              ask();
            });
            return;
          }
          problem = what;
        }),
    );
  };

  const ask = () => {
    if (closed) return;
    const end = wanted.total === null ? range.end : Math.min(range.end, Math.max(wanted.total, 1));
    const pages = new Set(wanted.cache.pagesFor(Math.min(range.first, Math.max(0, end - 1)), Math.max(end, 1)));
    for (const [id, stop] of underWay) {
      const page = Number(id.slice(id.lastIndexOf(' ') + 1));
      if (!id.startsWith(`${wanted.key} `) || !pages.has(page)) {
        underWay.delete(id);
        stop.abort();
      }
    }
    for (const page of pages) if (!wanted.cache.has(page)) fetchPage(wanted, page);
    settle();
  };

  return {
    view: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    want(filter, first, end) {
      const key = canonicalFilter(filter);
      if (key !== wanted.key) {
        wanted = newShelf(filter);
        problem = null;
      }
      range = { first, end };
      ask();
    },
    renew() {
      for (const stop of underWay.values()) stop.abort();
      underWay.clear();
      wanted = newShelf(wanted.filter);
      if (range.end > 0) ask();
    },
    retry() {
      problem = null;
      ask();
      changed();
    },
    close() {
      closed = true;
      stopSlow?.();
      stopRetry?.();
      for (const stop of underWay.values()) stop.abort();
      underWay.clear();
    },
  };
}
