/** What the analyst can do in the timeline: move, step, follow, choose. Joins the stores to the engine's calls; draws nothing. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Slot } from '../../shared/contract.ts';
import type { EventRow } from '../../shared/event.ts';
import { canonicalFilter, type Filter } from '../../shared/query.ts';
import { callEngine, problemOf } from '../api.ts';
import { useView, viewStore } from '../state/view-store.ts';
import { countText } from '../text/figures.ts';
import { type MatchPlace, stepMatch } from './match-step.ts';
import { isEmptyFilter, mergeFilters } from './query-text.ts';
import { sessionCell } from './slot-layout.ts';
import type { SlotView } from './slot-source.ts';
import { type Side, timelineStore } from './timeline-store.ts';

type StepTarget = 'prompt' | 'finding' | 'git' | 'unexplained';

const targetWords: Readonly<Record<StepTarget, string>> = { prompt: 'prompt', finding: 'finding', git: 'reflog entry', unexplained: 'unexplained or missing entry' };
type Direction = 'next' | 'previous';

export interface TimelineMoves {
  /** A message for the live region: why a key did nothing, or how a call failed. */
  readonly message: string;
  /** The match that F3 stands on. */
  readonly match: MatchPlace | null;
  move(rows: number): void;
  toEnd(end: 'first' | 'last'): void;
  cell(side: Side): void;
  choose(slot: number, side: Side, view: SlotView): void;
  step(direction: Direction, to: StepTarget): void;
  stepMatch(direction: Direction): void;
  follow(): void;
  goToTime(time: number): void;
  setView(view: SlotView): void;
}

/** How far the other end of a connector is looked for; a call's entries follow it closely. */
const followWithin = 600;

function isNothing(slot: Slot | undefined): boolean {
  return slot !== undefined && slot.git === null && sessionCell(slot).kind === 'nothing';
}

function eventAt(slot: Slot | undefined, side: Side): EventRow | null {
  if (!slot) return null;
  return side === 'git' ? (slot.git ?? slot.event) : (slot.event ?? slot.git);
}

/** A slot with only a reflog entry is entered at its Git half. */
function sideOf(slot: Slot | undefined, wanted: Side): Side {
  if (!slot) return wanted;
  if (wanted === 'git') return slot.git ? 'git' : 'session';
  return slot.event === null && slot.separator === null && slot.git !== null ? 'git' : 'session';
}

export function useTimelineMoves(filter: Filter, highlight: Filter): TimelineMoves {
  const view = useRef<SlotView | null>(null);
  /** The active slot whose row was not loaded yet when it was entered. */
  const toSelect = useRef<number | null>(null);
  const [message, setMessage] = useState('');
  const [match, setMatch] = useState<MatchPlace | null>(null);
  const filterKey = canonicalFilter(filter);
  const latest = useRef({ filter, highlight, filterKey, match });
  latest.current = { filter, highlight, filterKey, match };
  const say = useCallback((text: string) => setMessage((now) => (now === text ? `${text}\u00a0` : text)), []);
  const failed = useCallback(
    (error: unknown) => {
      const problem = problemOf(error);
      if (problem.kind !== 'cancelled') say(problem.reason);
    },
    [say],
  );

  const enter = useCallback((slotNumber: number, side: Side, how: 'near' | 'middle', focus: boolean) => {
    const slot = view.current?.slot(slotNumber);
    const entered = sideOf(slot, side);
    toSelect.current = slot ? null : slotNumber;
    if (slot) viewStore.getState().select(eventAt(slot, entered)?.id ?? null);
    timelineStore.getState().goTo(latest.current.filterKey, slotNumber, how, entered, focus);
    setMessage('');
  }, []);

  const moves = useMemo(() => {
    const from = () => {
      const { active, visible } = timelineStore.getState();
      return active?.slot ?? visible.first - 1;
    };
    const total = () => view.current?.total ?? 0;
    const visibleHow = (slot: number): 'near' | 'middle' => {
      const { visible } = timelineStore.getState();
      return slot >= visible.first && slot < visible.end - 1 ? 'near' : 'middle';
    };
    return {
      move(rows: number) {
        if (total() === 0) return;
        const sign = rows < 0 ? -1 : 1;
        let to = Math.min(total() - 1, Math.max(0, from() + rows));
        while (isNothing(view.current?.slot(to)) && to + sign >= 0 && to + sign < total()) to += sign;
        // Who reads in the inspector stays there while the rows move on.
        const reading = document.activeElement?.closest('#inspector') ?? null;
        enter(to, timelineStore.getState().active?.side ?? 'session', 'near', reading === null);
      },
      toEnd(end: 'first' | 'last') {
        if (total() === 0) return;
        const last = total() - 1;
        // The second slot of a reflog entry at the very end holds nothing to stand on.
        enter(end === 'first' ? 0 : isNothing(view.current?.slot(last)) && last > 0 ? last - 1 : last, 'session', 'near', true);
      },
      cell(side: Side) {
        const { active } = timelineStore.getState();
        const slot = active ? view.current?.slot(active.slot) : undefined;
        if (!active || !slot || (side === 'git' ? slot.git === null : slot.event === null)) return;
        enter(active.slot, side, 'near', true);
      },
      choose(slotNumber: number, side: Side, now: SlotView) {
        view.current = now;
        enter(slotNumber, side, 'near', true);
      },
      step(direction: Direction, to: StepTarget) {
        callEngine('slots.step', { filter: latest.current.filter, from: from(), direction, to }).then(({ slot }) => {
          if (slot === null) say(direction === 'next' ? `No ${targetWords[to]} further down` : `No ${targetWords[to]} further up`);
          else enter(slot, to === 'git' ? 'git' : 'session', visibleHow(slot), true);
        }, failed);
      },
      stepMatch(direction: Direction) {
        const now = latest.current;
        if (isEmptyFilter(now.highlight)) {
          say('There is no highlight to step through');
          return;
        }
        const calls = {
          page: (params: Parameters<typeof callEngine<'events.page'>>[1]) => callEngine('events.page', params),
          locate: (params: Parameters<typeof callEngine<'slots.locate'>>[1]) => callEngine('slots.locate', params),
        };
        stepMatch(calls, now.filter, mergeFilters(now.filter, now.highlight), from(), direction).then((place) => {
          setMatch(place);
          if (place) enter(place.slot, place.event.lane === 'git' ? 'git' : 'session', visibleHow(place.slot), true);
          else say('0 matches');
        }, failed);
      },
      follow() {
        const { active } = timelineStore.getState();
        const slot = active ? view.current?.slot(active.slot) : undefined;
        if (!active || !slot) return;
        if (active.side === 'git') {
          if (slot.causeSlot === null) say('No tool call is joined to this reflog entry');
          else enter(slot.causeSlot, 'session', visibleHow(slot.causeSlot), true);
          return;
        }
        const last = Math.min(total() - 1, active.slot + followWithin);
        for (let index = active.slot; index <= last; index += 1) {
          const other = view.current?.slot(index);
          if (other?.git && other.causeSlot === active.slot) {
            enter(index, 'git', visibleHow(index), true);
            return;
          }
          if (other?.missing?.callSlot === active.slot) {
            say('The reflog has no entry of this call');
            return;
          }
        }
        say('No reflog entry is joined to this row');
      },
      goToTime(time: number) {
        callEngine('slots.at', { filter: latest.current.filter, time }).then(({ slot }) => {
          timelineStore.getState().goTo(latest.current.filterKey, slot, 'top', null, false);
        }, failed);
      },
      setView(now: SlotView) {
        view.current = now;
        const wanted = toSelect.current;
        const { active } = timelineStore.getState();
        if (wanted === null || active?.slot !== wanted || canonicalFilter(now.filter) !== latest.current.filterKey) return;
        const slot = now.slot(wanted);
        if (!slot) return;
        toSelect.current = null;
        if (isNothing(slot) && wanted > 0) {
          enter(wanted - 1, 'git', 'near', true);
          return;
        }
        const side = sideOf(slot, active.side);
        timelineStore.getState().setActive({ slot: wanted, side });
        viewStore.getState().select(eventAt(slot, side)?.id ?? null);
      },
    };
  }, [enter, failed, say]);

  useKeepPlace(filter, filterKey, failed);
  useObeyFocus(filter, filterKey, say, failed);
  const highlightKey = canonicalFilter(highlight);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another highlight or filter ends the stepping
  useEffect(() => setMatch(null), [highlightKey, filterKey]);
  return { message, match, ...moves };
}

/** After a change of filter: the selected event stays in sight, else the time that stood at the top. */
function useKeepPlace(filter: Filter, filterKey: string, failed: (error: unknown) => void): void {
  const before = useRef(filterKey);
  const latest = useRef(filter);
  latest.current = filter;
  useEffect(() => {
    if (before.current === filterKey) return;
    before.current = filterKey;
    const { selectedEvent, focusRequest } = viewStore.getState();
    const { visible, setActive, goTo, servedFocus } = timelineStore.getState();
    setActive(null);
    if (focusRequest !== servedFocus) return;
    const stop = new AbortController();
    const now = latest.current;
    const keep = async () => {
      const found = selectedEvent === null ? null : (await callEngine('slots.locate', { filter: now, eventId: selectedEvent }, stop.signal)).slot;
      if (found !== null) {
        goTo(filterKey, found, 'middle', 'session', false);
        return;
      }
      if (selectedEvent !== null) viewStore.getState().select(null);
      if (visible.from === null) return;
      const { slot } = await callEngine('slots.at', { filter: now, time: visible.from }, stop.signal);
      goTo(filterKey, slot, 'top', null, false);
    };
    keep().catch((error: unknown) => {
      if (!stop.signal.aborted) failed(error);
    });
    return () => stop.abort();
  }, [filterKey, failed]);
}

/** Another view asks to show an event: a filter that hides it goes, and that is said. */
function useObeyFocus(filter: Filter, filterKey: string, say: (text: string) => void, failed: (error: unknown) => void): void {
  const request = useView((state) => state.focusRequest);
  const latest = useRef(filter);
  latest.current = filter;
  useEffect(() => {
    const { selectedEvent, setFilter, focusRow } = viewStore.getState();
    const { servedFocus, setServedFocus, goTo } = timelineStore.getState();
    if (request === servedFocus || selectedEvent === null) return;
    const stop = new AbortController();
    callEngine('slots.locate', { filter: latest.current, eventId: selectedEvent }, stop.signal).then(
      ({ slot }) => {
        if (slot === null && !isEmptyFilter(latest.current)) {
          say('The filter hid this event and was cleared');
          setFilter({});
          return;
        }
        setServedFocus(request);
        if (slot === null) say(`Event ${countText(selectedEvent)} has no row in the timeline`);
        else goTo(filterKey, slot, 'middle', 'session', focusRow);
      },
      (error: unknown) => {
        if (!stop.signal.aborted) failed(error);
      },
    );
    return () => stop.abort();
  }, [request, filterKey, say, failed]);
}
