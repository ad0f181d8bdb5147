import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartScale } from './chart-scale.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 9, 7, 9, 3);

describe('the time axis of the report', () => {
  it('cuts a silence of days out, so that short sessions stay visible', () => {
    const scale = chartScale([{ start, end: start + hour }, { start: start + 56 * hour, end: start + 58 * hour }], 500);
    expect(scale.stretches).toHaveLength(2);
    expect(scale.position(start + 58 * hour) - scale.position(start + 56 * hour)).toBeGreaterThan(150);
    expect(scale.position(start + 30 * hour)).toBe(scale.stretches[1]?.x);
  });

  it('keeps sessions that follow each other on one stretch, to scale', () => {
    const scale = chartScale([{ start, end: start + hour }, { start: start + 2 * hour, end: start + 4 * hour }], 400);
    expect(scale.stretches).toHaveLength(1);
    expect(scale.position(start + 2 * hour)).toBeCloseTo(200);
  });

  it('has a tick in each stretch, and none so near an edge that it prints over its neighbour', () => {
    const scale = chartScale([{ start, end: start + hour }, { start: start + 56 * hour, end: start + 56 * hour + 1000 }], 500);
    for (const stretch of scale.stretches) {
      expect(scale.ticks.some((tick) => tick.x >= stretch.x && tick.x <= stretch.x + stretch.width)).toBe(true);
    }
    const places = scale.ticks.map((tick) => tick.x);
    for (const [index, place] of places.entries()) if (index > 0) expect(place - (places[index - 1] ?? 0)).toBeGreaterThan(24);
  });

  it('never goes backwards, and stays within its width, whatever the spans', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.nat(600)).map(([from, length]) => ({ start: start + from * 60_000, end: start + (from + length) * 60_000 }));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 18 }), fc.integer({ min: 300, max: 700 }), (spans, width) => {
        const scale = chartScale(spans, width);
        const times = spans.flatMap((one) => [one.start, one.end]).sort((a, b) => a - b);
        const places = times.map((time) => scale.position(time));
        for (const [index, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(index === 0 ? 0 : (places[index - 1] ?? 0) - 1e-6);
          expect(place).toBeLessThanOrEqual(width + 1e-6);
        }
        expect(scale.ticks.length).toBeGreaterThan(0);
      }),
    );
  });
});
