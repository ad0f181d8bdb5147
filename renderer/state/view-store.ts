/** Which view shows, which event is selected, what the filter is. UI state only: no evidence, no calls. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Severity } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';

export const views = ['overview', 'timeline', 'findings', 'posture', 'report'] as const;
export type View = (typeof views)[number];

/** What the findings rail narrows the groups to, on top of the filter. */
export interface Facets {
  readonly severity: Severity | null;
  /** The part of a rule id before its dot, e.g. `credential`. */
  readonly family: string | null;
}

export type OpenDialog = 'none' | 'keys' | 'problems' | 'files' | 'machine' | 'choices' | 'mapping' | 'repositories';

export interface ViewState {
  readonly view: View;
  /** The event that the timeline selects and the inspector shows. */
  readonly selectedEvent: number | null;
  /** The finding that the findings view selects. */
  readonly selectedFinding: string | null;
  readonly filter: Filter;
  /** Counts up each time someone asks to bring the selected event into sight, even if it is selected already. */
  readonly focusRequest: number;
  /** Whether the last such request also wants the row to have the keyboard's focus. */
  readonly focusRow: boolean;
  readonly facets: Facets;
  /** A word of the active view for the status bar, e.g. `rows 214–241 of 1,299`. */
  readonly statusNote: string | null;
  readonly dialog: OpenDialog;
  setView(view: View): void;
  setFilter(filter: Filter): void;
  select(eventId: number | null): void;
  /** Shows an event in the timeline and brings it into sight. The filter stays: the timeline drops it if it hides the event. */
  openEvent(eventId: number, focusRow?: boolean): void;
  /** Shows a finding in the findings view. Filter and facets go: they could hide it. */
  openFinding(findingId: string): void;
  selectFinding(findingId: string | null): void;
  setFacets(facets: Facets): void;
  setStatusNote(note: string | null): void;
  setDialog(dialog: OpenDialog): void;
  /** Back to the first view without filter or selection: another case opens. */
  reset(): void;
}

const start = {
  view: 'overview',
  selectedEvent: null,
  selectedFinding: null,
  filter: {},
  focusRequest: 0,
  focusRow: true,
  facets: { severity: null, family: null },
  statusNote: null,
  dialog: 'none',
} as const;

/** The store itself, for tests and for listeners outside React. */
export const viewStore = createStore<ViewState>()((set) => ({
  ...start,
  setView: (view) => set({ view, statusNote: null }),
  setFilter: (filter) => set({ filter }),
  select: (selectedEvent) => set({ selectedEvent }),
  openEvent: (selectedEvent, focusRow = true) => set((now) => ({ view: 'timeline', statusNote: null, selectedEvent, focusRequest: now.focusRequest + 1, focusRow })),
  openFinding: (selectedFinding) => set({ view: 'findings', statusNote: null, selectedFinding, facets: start.facets, filter: {} }),
  selectFinding: (selectedFinding) => set({ selectedFinding }),
  setFacets: (facets) => set({ facets }),
  setStatusNote: (statusNote) => set({ statusNote }),
  setDialog: (dialog) => set({ dialog }),
  reset: () => set(start),
}));

/** Reads a part of the store; select stored references only, never build a new object. */
export function useView<Part>(select: (state: ViewState) => Part): Part {
  return useStore(viewStore, select);
}
