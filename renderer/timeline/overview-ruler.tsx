/** The narrow ruler at the right: where findings stand among all slots, and which part of them shows. Dragging moves the rows. */
import { useEffect, useState } from 'react';
import type { Severity } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';
import { callEngine } from '../api.ts';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { lastOffset, type RowSpace, realHeight } from './row-window.ts';
import styles from './overview-ruler.module.css';
import { rulerTicks, thumbOf } from './ruler-drawing.ts';

interface Tick {
  readonly slot: number;
  readonly severity: Severity;
}

/** Finds the slots of the finding marks, a few calls at a time so that no other call waits behind them. */
function useFindingSlots(filter: Filter): readonly Tick[] {
  const events = useCase((state) => state.summary?.events ?? null);
  const first = events?.first ?? null;
  const last = events?.last ?? null;
  const bins = useQuery('lanes.bins', first === null || last === null ? null : { filter, from: first, to: last + 1, bins: 1 });
  const marks = bins.value?.marks;
  const [ticks, setTicks] = useState<readonly Tick[]>([]);
  useEffect(() => {
    const stop = new AbortController();
    const found: Tick[] = [];
    const run = async () => {
      for (let at = 0; at < (marks?.length ?? 0); at += 8) {
        const some = (marks ?? []).slice(at, at + 8);
        const places = await Promise.all(some.map((mark) => callEngine('slots.locate', { filter, eventId: mark.eventId }, stop.signal)));
        some.forEach((mark, index) => {
          const slot = places[index]?.slot ?? null;
          if (slot !== null) found.push({ slot, severity: mark.severity });
        });
      }
      setTicks(found);
    };
    // The ruler is a hint beside rows that carry the same marks: without its ticks nothing is lost.
    run().catch(() => undefined);
    return () => stop.abort();
  }, [marks, filter]);
  return ticks;
}

export function OverviewRuler({ filter, space, offset, onMove }: { readonly filter: Filter; readonly space: RowSpace; readonly offset: number; readonly onMove: (offset: number) => void }) {
  const slots = useFindingSlots(filter);
  const height = space.viewport;
  const thumb = thumbOf(space, offset);
  const moveTo = (event: React.PointerEvent<HTMLDivElement>) => {
    const top = event.currentTarget.getBoundingClientRect().top;
    const share = Math.min(1, Math.max(0, (event.clientY - top) / Math.max(1, height)));
    onMove(share * realHeight(space) - space.viewport / 2);
  };
  const most = lastOffset(space);
  return (
    <div
      className={styles.ruler}
      role="scrollbar"
      aria-controls="timeline-rows"
      aria-orientation="vertical"
      aria-label="Position among all rows"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={most === 0 ? 0 : Math.round((offset / most) * 100)}
      tabIndex={-1}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        moveTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event);
      }}
    >
      {thumb ? <b className={styles.thumb} style={{ top: thumb.top, height: thumb.height }} /> : null}
      {rulerTicks(slots, space.rows, height).map((tick) => (
        <i key={tick.top} className={`${styles.tick} ${styles[tick.severity]}`} style={{ top: tick.top }} />
      ))}
    </div>
  );
}
