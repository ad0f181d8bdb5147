import { describe, expect, test } from 'vitest';
import { slotHeight } from './row-window.ts';
import { rulerTicks, smallestThumb, thumbOf } from './ruler-drawing.ts';

const space = (rows: number) => ({ rows, rowHeight: slotHeight, viewport: 600, deviceScale: 1 });

describe('the overview ruler', () => {
  test('shows no thumb where all rows show, and a graspable one among millions', () => {
    expect(thumbOf(space(10), 0)).toBeNull();
    const far = thumbOf(space(2_000_000), 2_000_000 * slotHeight - 600);
    expect(far?.height).toBe(smallestThumb);
    expect(far && far.top + far.height).toBeCloseTo(600, 5);
  });

  test('gives one tick a place, with the worst severity there', () => {
    expect(rulerTicks([{ slot: 0, severity: 'low' }, { slot: 1, severity: 'critical' }, { slot: 999, severity: 'high' }], 1000, 600)).toEqual([
      { top: 0, severity: 'critical' },
      { top: 597, severity: 'high' },
    ]);
  });
});
