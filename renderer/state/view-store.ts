/** Which view shows, which event is selected, what the filter is. UI state only: no evidence, no calls. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Filter } from '../../shared/query.ts';

export const views = ['overview', 'timeline', 'findings', 'report'] as const;
export type View = (typeof views)[number];

export interface ViewState {
  readonly view: View;
  /** The event that the timeline selects and the inspector shows. */
  readonly selectedEvent: number | null;
  /** The finding that the findings view selects. */
  readonly selectedFinding: string | null;
  readonly filter: Filter;
  /** Counts up each time someone asks to bring the selected event into sight, even if it is selected already. */
  readonly focusRequest: number;
  readonly dialog: 'none' | 'keys' | 'ledger' | 'machine';
  setView(view: View): void;
  setFilter(filter: Filter): void;
  select(eventId: number | null): void;
  /** Shows an event in the timeline and brings it into sight. The filter stays: the timeline drops it if it hides the event. */
  openEvent(eventId: number): void;
  openFinding(findingId: string): void;
  setDialog(dialog: ViewState['dialog']): void;
  /** Back to the first view without filter or selection: another case opens. */
  reset(): void;
}

const start = {
  view: 'overview',
  selectedEvent: null,
  selectedFinding: null,
  filter: {},
  focusRequest: 0,
  dialog: 'none',
} as const;

/** The store itself, for tests and for listeners outside React. */
export const viewStore = createStore<ViewState>()((set) => ({
  ...start,
  setView: (view) => set({ view }),
  setFilter: (filter) => set({ filter }),
  select: (selectedEvent) => set({ selectedEvent }),
  openEvent: (selectedEvent) => set((now) => ({ view: 'timeline', selectedEvent, focusRequest: now.focusRequest + 1 })),
  openFinding: (selectedFinding) => set({ view: 'findings', selectedFinding }),
  setDialog: (dialog) => set({ dialog }),
  reset: () => set(start),
}));

/** Reads a part of the store; select stored references only, never build a new object. */
export function useView<Part>(select: (state: ViewState) => Part): Part {
  return useStore(viewStore, select);
}
