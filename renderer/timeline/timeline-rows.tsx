/** The two lanes: a scrolled window over the slots, rows for the visible ones, connectors, and the ruler beside them. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Slot } from '../../shared/contract.ts';
import { canonicalFilter, type Filter } from '../../shared/query.ts';
import { typing } from '../state/keyboard.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import { ConnectorLayer, type Emphasis } from './connector-layer.tsx';
import { OverviewRuler } from './overview-ruler.tsx';
import { type RowRange, rowsAt, scrollHeight, slotHeight } from './row-window.ts';
import { connectors, missingConnectors, placeGit, slotEvent } from './slot-layout.ts';
import { SlotRow, slotElementId } from './slot-row.tsx';
import type { SlotView } from './slot-source.ts';
import type { DisplayZone } from './time-axis.ts';
import styles from './timeline-rows.module.css';
import { type ActiveSlot, type PlaceRequest, type Side, timelineStore } from './timeline-store.ts';
import { useRowScroll } from './use-row-scroll.ts';
import { useSlots } from './use-slots.ts';

/** Slots drawn beyond each edge of what is visible. */
const extraSlots = 20;
/** Rows are placed from a slot that changes seldom, so that scrolling by one slot leaves the drawn rows as they are. */
const anchorSlots = 1000;
/** The rest of the window hears of the visible slots at most so often. */
const visibleEveryMs = 100;
const gutter = 42;

export interface TimelineRowsProps {
  readonly filter: Filter;
  readonly highlight: Filter | null;
  readonly zone: DisplayZone;
  readonly active: ActiveSlot | null;
  readonly selected: number | null;
  readonly place: PlaceRequest | null;
  readonly empty: React.ReactNode;
  readonly onChoose: (slot: number, side: Side, view: SlotView) => void;
  readonly onView: (view: SlotView) => void;
  readonly onKey: (key: string, view: SlotView, pageRows: number) => boolean;
}

/** Time of the first slot from one end that has one. */
function outerTime(slots: readonly Slot[]): number | null {
  for (const slot of slots) {
    const time = slotEvent(slot)?.time ?? null;
    if (time !== null) return time;
  }
  return null;
}

export function TimelineRows({ filter, highlight, zone, active, selected, place, empty, onChoose, onView, onKey }: TimelineRowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState({ first: 0, end: 60 });
  const { view, retry } = useSlots(filter, asked.first, asked.end);
  const total = view.total ?? 0;
  const shownKey = canonicalFilter(view.filter);
  const scroll = useRowScroll(box, total, timelineStore.getState().offset, timelineStore.getState().setOffset);
  const range = rowsAt(scroll.space, scroll.offset, extraSlots);
  const seen = rowsAt(scroll.space, scroll.offset, 0);

  useEffect(() => {
    if (total > 0) setAsked((now) => (now.first === range.first && now.end === range.end ? now : { first: range.first, end: range.end }));
  }, [total, range.first, range.end]);
  useEffect(() => onView(view), [view, onView]);

  const slots = useMemo(() => {
    const found: Slot[] = [];
    for (let index = range.first; index < range.end; index += 1) {
      const slot = view.slot(index);
      if (slot) found.push(slot);
    }
    return found;
  }, [view, range.first, range.end]);

  const tellVisible = useRef(() => {});
  tellVisible.current = () => {
    const shown = slots.filter((slot) => slot.index >= seen.first && slot.index < seen.end);
    timelineStore.getState().setVisible({ first: seen.first, end: seen.end, total, from: outerTime(shown), to: outerTime(shown.toReversed()) });
  };
  const telling = useRef<ReturnType<typeof setTimeout> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the reasons to tell
  useEffect(() => {
    telling.current ??= setTimeout(() => {
      telling.current = null;
      tellVisible.current();
    }, visibleEveryMs);
  }, [slots, seen.first, seen.end, total]);
  useEffect(
    () => () => {
      if (telling.current !== null) clearTimeout(telling.current);
      telling.current = null;
    },
    [],
  );

  const { reveal, place: placeAt } = scroll;
  const served = useRef(0);
  const focusWanted = useRef<number | null>(null);
  /** The request that stood before these rows were shown: it gives the focus back, and takes it from no field. */
  const restored = useRef(place?.serial ?? null);
  useLayoutEffect(() => {
    if (place === null || place.serial === served.current || total === 0 || scroll.space.viewport === 0) return;
    if (place.filterKey !== shownKey) return;
    served.current = place.serial;
    if (place.how === 'near') reveal(place.slot);
    else placeAt(place.slot, place.how === 'top' ? 0 : 0.4);
    if (place.focus) focusWanted.current = place.slot;
  }, [place, shownKey, total, reveal, placeAt, scroll.space.viewport]);
  useLayoutEffect(() => {
    const wanted = focusWanted.current;
    const row = wanted === null ? null : document.getElementById(slotElementId(wanted));
    if (row) {
      focusWanted.current = null;
      if (served.current === restored.current && typing()) return;
      row.focus({ preventScroll: true });
    }
  });

  const latestView = useRef(view);
  latestView.current = view;
  const choose = useCallback((slot: number, side: Side) => onChoose(slot, side, latestView.current), [onChoose]);
  const anchor = Math.floor(range.first / anchorSlots) * anchorSlots;
  const placeOf = (slot: number) => (slot - anchor) * slotHeight;
  const lines = useMemo(() => [...connectors(placeGit(slots)), ...missingConnectors(slots)], [slots]);
  const activeSlot = active === null ? undefined : view.slot(active.slot);
  const activeOutside = activeSlot && (activeSlot.index < range.first || activeSlot.index >= range.end) ? activeSlot : null;
  const sessionWidth = Math.max(200, scroll.width - gutter - gitWidth(scroll.width));
  const tabStop = activeSlot && !activeOutside ? activeSlot.index : (slots.find((slot) => slot.index >= seen.first)?.index ?? -1);
  const rowOf = (slot: Slot, top: number) => (
    <SlotRow
      key={slot.index}
      slot={slot}
      top={top}
      active={active?.slot === slot.index ? active.side : null}
      focusable={slot.index === tabStop}
      selected={selected}
      highlight={highlight}
      zone={zone}
      sessionWidth={sessionWidth}
      nextTime={slot.separator === null ? null : outerTime([view.slot(slot.index + 1), view.slot(slot.index + 2)].filter((next) => next !== undefined))}
      onChoose={choose}
    />
  );
  const emphasised = emphasisOf(active, activeSlot);

  return (
    <div className={styles.body}>
      <div className={styles.gutter} aria-hidden="true" />
      <div
        ref={box}
        role="treegrid"
        id="timeline-rows"
        aria-label="Timeline"
        aria-rowcount={view.total ?? -1}
        aria-multiselectable="false"
        aria-busy={view.slow}
        className={styles.scroller}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          if (onKey(event.key, view, Math.max(1, Math.floor(scroll.space.viewport / slotHeight) - 1))) event.preventDefault();
        }}
      >
        <div role="rowgroup" className={styles.tall} style={{ height: scrollHeight(scroll.space) }}>
          <div role="presentation" className={styles.layer} style={{ transform: `translateY(${scroll.layerTop(anchor)}px)` }}>
            {activeOutside ? rowOf(activeOutside, activeOutside.index < range.first ? placeOf(range.first) - 2000 : placeOf(range.end) + 2000) : null}
            {slots.map((slot) => rowOf(slot, placeOf(slot.index)))}
            {view.slow ? <Placeholders range={range} placeOf={placeOf} has={(index) => view.slot(index) !== undefined} /> : null}
            <ConnectorLayer lines={lines} firstSlot={anchor} emphasised={emphasised} />
          </div>
        </div>
      </div>
      {view.problem ? (
        <div className={view.total === null ? styles.cover : styles.strip}>
          <ProblemNote problem={view.problem} onRetry={retry} />
        </div>
      ) : null}
      {view.total === 0 ? <div className={styles.cover}>{empty}</div> : null}
      <OverviewRuler filter={filter} space={scroll.space} offset={scroll.offset} onMove={scroll.moveTo} />
    </div>
  );
}

function emphasisOf(active: ActiveSlot | null, slot: Slot | undefined): Emphasis | null {
  if (active === null) return null;
  if (active.side === 'session') return { kind: 'call', slot: active.slot };
  return slot?.git ? { kind: 'git', eventId: slot.git.id } : null;
}

/** The Git lane keeps its width until the session lane is wide, then takes a third of what is left. The style sheet of the view says the same. */
export function gitWidth(width: number): number {
  return Math.min(460, Math.max(302, 302 + (width - 1500) / 3));
}

function Placeholders({ range, placeOf, has }: { readonly range: RowRange; readonly placeOf: (slot: number) => number; readonly has: (index: number) => boolean }) {
  const missing: number[] = [];
  for (let index = range.first; index < range.end; index += 1) if (!has(index)) missing.push(index);
  return missing.map((index) => <div key={index} role="presentation" className={styles.placeholder} style={{ top: placeOf(index) }} />);
}
