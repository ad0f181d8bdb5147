import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barAt, type BrushState, brushKey, brushRange } from './brush.ts';

describe('the brush', () => {
  test('moves a cursor by arrow, and opens a range with Shift', () => {
    const moved = brushKey({ cursor: 3, anchor: null }, 'ArrowRight', false, 10);
    expect(moved).toEqual({ cursor: 4, anchor: null });
    const grown = brushKey(moved ?? { cursor: 0, anchor: null }, 'ArrowRight', true, 10);
    expect(grown && brushRange(grown)).toEqual({ first: 4, last: 5 });
    expect(brushKey({ cursor: 5, anchor: 4 }, 'ArrowLeft', false, 10)).toEqual({ cursor: 4, anchor: null });
    expect(brushKey({ cursor: 5, anchor: 4 }, 'x', false, 10)).toBeNull();
  });

  test('never leaves the bars, whatever is pressed', () => {
    const key = fc.constantFrom('ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', 'Home', 'End');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean())), fc.integer({ min: 1, max: 200 }), (presses, bars) => {
        let state: BrushState = { cursor: 0, anchor: null };
        for (const [name, shift] of presses) {
          state = brushKey(state, name, shift, bars) ?? state;
          const range = brushRange(state) ?? { first: state.cursor, last: state.cursor };
          expect(range.first).toBeGreaterThanOrEqual(0);
          expect(range.last).toBeLessThan(bars);
          expect(range.first).toBeLessThanOrEqual(range.last);
        }
      }),
    );
  });

  test('finds the bar of a time', () => {
    expect(barAt(1000, 0, 300, 10)).toBe(3);
    expect(barAt(-5, 0, 300, 10)).toBe(0);
    expect(barAt(99_999, 0, 300, 10)).toBe(9);
  });
});
