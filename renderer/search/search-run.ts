/**
 * One search from its start to its end: starts it, asks for what it has found until it is over, ends it when told. The
 * caller gives the engine's calls in; this file knows neither React nor a store.
 */
import type { Params, Result } from '../../shared/contract.ts';
import type { Problem } from '../../shared/rpc.ts';
import { problemOf } from '../api.ts';

export type SearchPage = Result<'search.page'>;
export type SearchParams = Params<'search.start'>;

/** The calls that a search needs. */
export interface SearchCalls {
  start(params: SearchParams): Promise<Result<'search.start'>>;
  page(params: Params<'search.page'>): Promise<SearchPage>;
  cancel(params: Params<'search.cancel'>): Promise<Result<'search.cancel'>>;
}

/** What a search tells: a page of its hits with how far it is, or why there is none. */
export interface SearchListener {
  page(page: SearchPage, offset: number): void;
  problem(problem: Problem): void;
}

export interface SearchRun {
  /** Another page of the hits found so far; told to the listener. */
  showFrom(offset: number): void;
  /** Ends the search; what was found stays. */
  cancel(): void;
  /** Ends the search and tells nothing more. */
  drop(): void;
}

/** Hits that are shown at once. */
export const hitsAtOnce = 50;
/** How often a running search is asked; the first answer is asked for sooner, as most searches end at once. */
const askAgainMs = 150;
const firstAskMs = 30;

export function runSearch(calls: SearchCalls, params: SearchParams, listener: SearchListener): SearchRun {
  let id: number | null = null;
  let offset = 0;
  let dropped = false;
  let cancelled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  const failed = (error: unknown): void => {
    if (!dropped) listener.problem(problemOf(error));
  };
  const ask = (): void => {
    clearTimeout(timer);
    if (id === null || dropped) return;
    asked += 1;
    const own = asked;
    const from = offset;
    calls.page({ id, offset: from, limit: hitsAtOnce }).then((page) => {
      // An answer that was overtaken by another question shows rows of a page that nobody looks at any more.
      if (dropped || own !== asked) return;
      listener.page(page, from);
      if (page.state === 'running') timer = setTimeout(ask, askAgainMs);
    }, failed);
  };
  const end = (): void => {
    if (id === null) return;
    calls.cancel({ id }).then(ask, failed);
  };

  calls.start(params).then((started) => {
    id = started.id;
    if (cancelled || dropped) end();
    else timer = setTimeout(ask, firstAskMs);
  }, failed);

  return {
    showFrom(from) {
      offset = from;
      ask();
    },
    cancel() {
      cancelled = true;
      end();
    },
    drop() {
      dropped = true;
      clearTimeout(timer);
      if (id !== null) calls.cancel({ id }).catch(() => undefined); // It has ended, or the engine has.
    },
  };
}
