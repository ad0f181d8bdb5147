/** Where the analyst is in the timeline: place, active slot, mode, zone. UI state only, kept while other views show. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Filter } from '../../shared/query.ts';
import { type DisplayZone, utc } from './time-axis.ts';

/** The half of a slot that has the focus. */
export type Side = 'session' | 'git';

export interface ActiveSlot {
  readonly slot: number;
  readonly side: Side;
}

/** What shows now: slots from `first` up to, not including, `end`, and the times of the outer ones where known. */
export interface VisibleSlots {
  readonly first: number;
  readonly end: number;
  readonly total: number;
  readonly from: number | null;
  readonly to: number | null;
}

/** Asks the rows to bring a slot into sight. `share` places it in the viewport; `near` moves no more than needed. */
export interface PlaceRequest {
  readonly slot: number;
  readonly how: 'near' | 'middle' | 'top';
  /** Counts up, so that asking twice for one slot is two requests. */
  readonly serial: number;
  readonly focus: boolean;
  /** Canonical text of the filter that the slot number belongs to: the rows wait until they show that filter. */
  readonly filterKey: string;
}

/** `auto`: shown where the window is wide enough for it. */
export type InspectorState = 'auto' | 'open' | 'closed';

export type QueryMode = 'filter' | 'highlight';

export interface TimelineState {
  /** Which case the state belongs to. */
  readonly caseKey: string;
  readonly offset: number;
  readonly active: ActiveSlot | null;
  readonly visible: VisibleSlots;
  readonly place: PlaceRequest | null;
  readonly mode: QueryMode;
  /** What Highlight mode marks; it hides nothing. */
  readonly highlight: Filter;
  readonly zone: DisplayZone;
  readonly inspector: InspectorState;
  readonly railOpen: boolean;
  /** The last request of the view store to show an event that was obeyed. */
  readonly servedFocus: number;
  /** Starts afresh where another case is open than the one that the state belongs to. */
  enter(caseKey: string): void;
  setOffset(offset: number): void;
  setActive(active: ActiveSlot | null): void;
  setVisible(visible: VisibleSlots): void;
  goTo(filterKey: string, slot: number, how: PlaceRequest['how'], side: Side | null, focus: boolean): void;
  setServedFocus(servedFocus: number): void;
  setMode(mode: QueryMode): void;
  setHighlight(highlight: Filter): void;
  setZone(zone: DisplayZone): void;
  setInspector(inspector: InspectorState): void;
  setRailOpen(open: boolean): void;
}

const nothingVisible: VisibleSlots = { first: 0, end: 0, total: 0, from: null, to: null };
const start = {
  offset: 0,
  active: null,
  visible: nothingVisible,
  place: null,
  mode: 'filter',
  highlight: {},
  zone: utc,
  inspector: 'auto',
  railOpen: false,
  servedFocus: 0,
} as const;

function sameVisible(a: VisibleSlots, b: VisibleSlots): boolean {
  return a.first === b.first && a.end === b.end && a.total === b.total && a.from === b.from && a.to === b.to;
}

/** The store itself, for tests and for listeners outside React. */
export const timelineStore = createStore<TimelineState>()((set) => ({
  caseKey: '',
  ...start,
  enter: (caseKey) => set((now) => (now.caseKey === caseKey ? now : { ...start, caseKey })),
  setOffset: (offset) => set({ offset }),
  setActive: (active) => set({ active }),
  setVisible: (visible) => set((now) => (sameVisible(now.visible, visible) ? now : { visible })),
  goTo: (filterKey, slot, how, side, focus) =>
    set((now) => ({
      place: { filterKey, slot, how, focus, serial: (now.place?.serial ?? 0) + 1 },
      ...(side === null ? {} : { active: { slot, side } }),
    })),
  setMode: (mode) => set({ mode }),
  setHighlight: (highlight) => set({ highlight }),
  setZone: (zone) => set({ zone }),
  setServedFocus: (servedFocus) => set({ servedFocus }),
  setInspector: (inspector) => set({ inspector }),
  setRailOpen: (railOpen) => set({ railOpen }),
}));

/** Reads a part of the store; select stored references only, never build a new object. */
export function useTimeline<Part>(select: (state: TimelineState) => Part): Part {
  return useStore(timelineStore, select);
}
