import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clampOffset,
  isScaled,
  lastOffset,
  offsetOfScroll,
  offsetToPlace,
  offsetToReveal,
  type RowSpace,
  realHeight,
  rowsAt,
  scrollHeight,
  scrollOfOffset,
  slotHeight,
} from './row-window.ts';

const space = (rows: number, viewport = 600, deviceScale = 1): RowSpace => ({ rows, rowHeight: slotHeight, viewport, deviceScale });

const spaces = fc.record({
  rows: fc.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 20_000_000 })),
  rowHeight: fc.constant(slotHeight),
  viewport: fc.integer({ min: 1, max: 3000 }),
  deviceScale: fc.constantFrom(0.5, 1, 1.25, 1.5, 2, 3),
});

describe('the row window', () => {
  test('leaves a short list as tall as its rows', () => {
    expect(scrollHeight(space(1000))).toBe(24_000);
    expect(isScaled(space(1000))).toBe(false);
    expect(rowsAt(space(1000), 240, 0)).toEqual({ first: 10, end: 35 });
  });

  test('keeps the element below the tallest that Chromium lays out at device scale 2', () => {
    const million = space(1_000_000, 600, 2);
    expect(scrollHeight(million) * 2).toBeLessThanOrEqual(33_554_428);
    expect(isScaled(million)).toBe(true);
  });

  test('shows the last of 20 million rows at the end of the scroll bar', () => {
    const huge = space(20_000_000, 607, 2);
    const end = scrollHeight(huge) - huge.viewport;
    expect(rowsAt(huge, offsetOfScroll(huge, end), 0).end).toBe(20_000_000);
    expect(rowsAt(huge, offsetOfScroll(huge, 0), 0).first).toBe(0);
  });

  test('shows every row of a list that is shorter than the viewport', () => {
    expect(rowsAt(space(3), 0, 20)).toEqual({ first: 0, end: 3 });
    expect(rowsAt(space(0), 0, 20)).toEqual({ first: 0, end: 0 });
  });

  test('draws every visible row and no more than the asked extra, for any list up to 20 million rows', () => {
    fc.assert(
      fc.property(spaces, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 40 }), (s, share, extra) => {
        const offset = lastOffset(s) * share;
        const range = rowsAt(s, offset, extra);
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.end).toBeLessThanOrEqual(s.rows);
        expect(range.end - range.first).toBeLessThanOrEqual(Math.ceil(s.viewport / s.rowHeight) + 1 + 2 * extra);
        const firstVisible = Math.floor(offset / s.rowHeight);
        const lastVisible = Math.min(s.rows, Math.ceil((offset + s.viewport) / s.rowHeight)) - 1;
        if (s.rows > 0) {
          expect(range.first).toBeLessThanOrEqual(firstVisible);
          expect(range.end).toBeGreaterThan(lastVisible);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('turns an offset into a scroll position and back within a thousandth of a row', () => {
    fc.assert(
      fc.property(spaces, fc.double({ min: 0, max: 1, noNaN: true }), (s, share) => {
        const offset = lastOffset(s) * share;
        const top = scrollOfOffset(s, offset);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top).toBeLessThanOrEqual(Math.max(0, scrollHeight(s) - s.viewport));
        expect(Math.abs(offsetOfScroll(s, top) - offset)).toBeLessThan(s.rowHeight / 1000);
      }),
      { numRuns: 2000 },
    );
  });

  test('never runs backwards: a lower scroll position never shows a later row', () => {
    fc.assert(
      fc.property(spaces, fc.nat(40_000_000), fc.nat(40_000_000), (s, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(offsetOfScroll(s, low)).toBeLessThanOrEqual(offsetOfScroll(s, high));
      }),
    );
  });

  test('reveals any row whole, and does not move when it is whole already', () => {
    fc.assert(
      fc.property(spaces, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (s, from, to) => {
        fc.pre(s.rows > 0 && s.viewport >= s.rowHeight);
        const row = Math.min(s.rows - 1, Math.floor(s.rows * to));
        const moved = offsetToReveal(s, lastOffset(s) * from, row, 2);
        expect(moved).toBe(clampOffset(s, moved));
        expect(row * s.rowHeight).toBeGreaterThanOrEqual(moved - 1e-6);
        expect((row + 1) * s.rowHeight).toBeLessThanOrEqual(moved + s.viewport + 1e-6);
        expect(offsetToReveal(s, moved, row, 2)).toBeCloseTo(moved, 5);
      }),
      { numRuns: 2000 },
    );
  });

  test('places a row at the top or in the middle, as far as the list allows', () => {
    expect(offsetToPlace(space(1000), 500, 0)).toBe(12_000);
    expect(offsetToPlace(space(1000), 500, 0.5)).toBe(12_000 - 288);
    expect(offsetToPlace(space(1000), 999, 0)).toBe(realHeight(space(1000)) - 600);
  });
});
