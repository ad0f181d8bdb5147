/** The search that is asked, what it has found so far, and which hit the analyst stands on. UI state; the hits of one page only. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SearchHit } from '../../shared/contract.ts';
import type { Filter } from '../../shared/query.ts';
import type { Problem } from '../../shared/rpc.ts';
import { callEngine } from '../api.ts';
import { viewStore } from '../state/view-store.ts';
import { hitsAtOnce, runSearch, type SearchCalls, type SearchPage, type SearchParams, type SearchRun } from './search-run.ts';

export type SearchForm = Pick<SearchParams, 'text' | 'kind' | 'caseSensitive'> & {
  /** Search only the events that the timeline's filter shows. */
  readonly within: boolean;
};

/** A hit and its place among all of them. */
export interface ActiveHit {
  readonly ordinal: number;
  readonly hit: SearchHit;
}

export interface SearchState {
  readonly open: boolean;
  readonly form: SearchForm;
  /** What was asked last; null before the first search. */
  readonly asked: SearchForm | null;
  /** What the search says last, with the hits from `offset` on; null until it says something. */
  readonly page: SearchPage | null;
  readonly offset: number;
  readonly problem: Problem | null;
  readonly active: ActiveHit | null;
  /** A step to a hit that is on no page yet. */
  readonly wanted: number | null;
  /** Counts up each time the field is asked to take the focus. */
  readonly focusRequest: number;
  show(): void;
  hide(): void;
  setForm(form: SearchForm): void;
  /** Starts the search that the form describes. `filter` is the timeline's. */
  begin(filter: Filter): void;
  cancel(): void;
  showFrom(offset: number): void;
  /** Goes to the next or the previous hit, round at the ends, and opens its event. */
  step(direction: 'next' | 'previous'): void;
  /** Goes to a hit. `focusRow` says whether its row in the timeline gets the focus. */
  choose(ordinal: number, focusRow: boolean): void;
  /** Forgets everything: another case opens. */
  reset(): void;
}

const emptyForm: SearchForm = { text: '', kind: 'literal', caseSensitive: false, within: false };
const nothingFound = { asked: null, page: null, offset: 0, problem: null, active: null, wanted: null } as const;

const engineCalls: SearchCalls = {
  start: (params) => callEngine('search.start', params),
  page: (params) => callEngine('search.page', params),
  cancel: (params) => callEngine('search.cancel', params),
};

/** Makes the store over the given calls; tests give their own. */
export function createSearchStore(calls: SearchCalls, openEvent: (eventId: number, focusRow: boolean) => void) {
  let run: SearchRun | null = null;
  return createStore<SearchState>()((set, get) => {
    const stand = (ordinal: number, focusRow: boolean): void => {
      const { page, offset } = get();
      const hit = page?.hits[ordinal - offset];
      if (hit) {
        set({ active: { ordinal, hit }, wanted: null });
        openEvent(hit.eventId, focusRow);
        return;
      }
      set({ wanted: ordinal });
      get().showFrom(ordinal - (ordinal % hitsAtOnce));
    };
    return {
      open: false,
      form: emptyForm,
      focusRequest: 0,
      ...nothingFound,
      show: () => set((now) => ({ open: true, focusRequest: now.focusRequest + 1 })),
      hide() {
        if (get().page?.state === 'running') run?.cancel();
        set({ open: false, active: null });
      },
      setForm: (form) => set({ form }),
      begin(filter) {
        const { form } = get();
        if (form.text === '') return;
        run?.drop();
        set({ ...nothingFound, asked: form });
        const { within, ...query } = form;
        run = runSearch(calls, within ? { ...query, filter } : query, {
          page(page, offset) {
            set({ page, offset, problem: null });
            const { wanted } = get();
            if (wanted !== null && wanted >= offset && wanted < offset + page.hits.length) stand(wanted, true);
          },
          problem: (problem) => set({ problem }),
        });
      },
      cancel: () => run?.cancel(),
      showFrom(offset) {
        run?.showFrom(offset);
      },
      step(direction) {
        const { page, active } = get();
        const total = page?.total ?? 0;
        if (total === 0) return;
        const from = active?.ordinal ?? (direction === 'next' ? -1 : 0);
        stand((from + (direction === 'next' ? 1 : total - 1)) % total, true);
      },
      choose: stand,
      reset() {
        run?.drop();
        run = null;
        set({ open: false, form: emptyForm, ...nothingFound });
      },
    };
  });
}

/** The store itself, for the keys and for listeners outside React. */
export const searchStore = createSearchStore(engineCalls, (eventId, focusRow) => viewStore.getState().openEvent(eventId, focusRow));

/** Reads a part of the store; select stored references only, never build a new object. */
export function useSearch<Part>(select: (state: SearchState) => Part): Part {
  return useStore(searchStore, select);
}

/** Opens the timeline with the search field, from anywhere. */
export function openSearch(): void {
  viewStore.getState().setView('timeline');
  searchStore.getState().show();
}

/** The next or previous hit where a search is open and has found something; false where there is nothing to step through. */
export function stepHit(direction: 'next' | 'previous'): boolean {
  const { open, page, step } = searchStore.getState();
  if (!open || (page?.total ?? 0) === 0) return false;
  step(direction);
  return true;
}
