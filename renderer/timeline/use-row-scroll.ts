/** Joins an element's scroll bar to the row window: size, place, wheel. Knows the DOM, not what a row is. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { clampOffset, isScaled, offsetOfScroll, offsetToPlace, offsetToReveal, type RowSpace, scrollOfOffset, slotHeight } from './row-window.ts';

export interface RowScroll {
  readonly space: RowSpace;
  readonly offset: number;
  /** Where the drawn rows stand in the tall element, for a first row and the offset. */
  layerTop(first: number): number;
  readonly width: number;
  moveTo(offset: number): void;
  reveal(row: number): void;
  place(row: number, share: number): void;
}

/** A wheel that counts in lines or pages, in pixels. */
function wheelPixels(event: WheelEvent, viewport: number): number {
  if (event.deltaMode === 1) return event.deltaY * 40;
  return event.deltaMode === 2 ? event.deltaY * viewport : event.deltaY;
}

/** `start` is the offset to begin with; `onOffset` hears each change. */
export function useRowScroll(element: RefObject<HTMLElement | null>, rows: number, start: number, onOffset: (offset: number) => void): RowScroll {
  const [size, setSize] = useState({ width: 0, viewport: 0, deviceScale: 1 });
  const [offset, setOffset] = useState(start);
  const space: RowSpace = { rows, rowHeight: slotHeight, viewport: size.viewport, deviceScale: size.deviceScale };
  const latest = useRef({ space, offset });
  latest.current = { space, offset };
  /** The scroll position that we set ourselves; its event must not be read back, or a scaled place would drift. */
  const own = useRef<number | null>(null);

  const moveTo = useCallback(
    (wanted: number) => {
      const { space: now } = latest.current;
      const next = clampOffset(now, wanted);
      latest.current = { space: now, offset: next };
      setOffset(next);
      onOffset(next);
      const box = element.current;
      if (box) {
        const top = scrollOfOffset(now, next);
        own.current = top;
        box.scrollTop = top;
      }
    },
    [element, onOffset],
  );

  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => setSize({ width: box.clientWidth, viewport: box.clientHeight, deviceScale: window.devicePixelRatio });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [element]);

  // A change of size or of the number of rows changes what a scroll position means: keep the rows, move the bar.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sizes are the reason to run
  useLayoutEffect(() => {
    if (size.viewport > 0 && rows > 0) moveTo(latest.current.offset);
  }, [rows, size.viewport, size.deviceScale, moveTo]);

  useEffect(() => {
    const box = element.current;
    if (!box) return;
    const onScroll = () => {
      const expected = own.current;
      own.current = null;
      if (expected !== null && Math.abs(box.scrollTop - expected) < 2) return;
      const { space: now } = latest.current;
      const next = offsetOfScroll(now, box.scrollTop);
      latest.current = { space: now, offset: next };
      setOffset(next);
      onOffset(next);
    };
    const onWheel = (event: WheelEvent) => {
      const { space: now, offset: at } = latest.current;
      if (!isScaled(now) || event.ctrlKey) return;
      event.preventDefault();
      moveTo(at + wheelPixels(event, now.viewport));
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    box.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      box.removeEventListener('scroll', onScroll);
      box.removeEventListener('wheel', onWheel);
    };
  }, [element, moveTo, onOffset]);

  const reveal = useCallback((row: number) => moveTo(offsetToReveal(latest.current.space, latest.current.offset, row, 2)), [moveTo]);
  const place = useCallback((row: number, share: number) => moveTo(offsetToPlace(latest.current.space, row, share)), [moveTo]);
  return {
    space,
    offset: clampOffset(space, offset),
    layerTop: (first) => scrollOfOffset(space, offset) + first * slotHeight - clampOffset(space, offset),
    width: size.width,
    moveTo,
    reveal,
    place,
  };
}
