import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisTicks, clockText, clockTextWithMillis, dayText, planBars, rangeText, shortDayText, utc, zoneLabel, zoneOf } from './time-axis.ts';

const thursdayNight = Date.UTC(2026, 2, 12, 22, 30);
const fridayMorning = Date.UTC(2026, 2, 13, 4, 24);

describe('the time axis', () => {
  test('writes the clock of the display zone', () => {
    expect(clockText(thursdayNight, utc)).toBe('22:30:00');
    expect(clockText(thursdayNight, { offsetMinutes: 60 })).toBe('23:30:00');
    expect(clockTextWithMillis(thursdayNight + 418, utc)).toBe('22:30:00.418');
    expect(clockText(null, utc)).toBe('--:--:--');
  });

  test('names the range with both days, and the day once where it is the same', () => {
    expect(rangeText(thursdayNight, fridayMorning, utc)).toBe('Thu 12 Mar 22:30 to Fri 13 Mar 04:24');
    expect(rangeText(thursdayNight, thursdayNight + 3_600_000, utc)).toBe('Thu 12 Mar 22:30 to 23:30');
    expect(rangeText(Date.UTC(2025, 11, 31, 23), Date.UTC(2026, 0, 1, 1), utc)).toBe('Wed 31 Dec 2025 23:00 to Thu 1 Jan 2026 01:00');
    expect(dayText(thursdayNight, { offsetMinutes: 120 })).toBe('Fri 13 Mar 2026');
    expect(shortDayText(thursdayNight, utc)).toBe('12 Mar');
  });

  test('puts ticks on the half hours of a night', () => {
    expect(axisTicks(thursdayNight, fridayMorning, 12, utc).map((tick) => tick.label)).toEqual([
      '22:30', '23:00', '23:30', '13 Mar', '00:30', '01:00', '01:30', '02:00', '02:30', '03:00', '03:30', '04:00',
    ]);
  });

  test('puts ticks on round times of the evidence zone, not of UTC', () => {
    const ticks = axisTicks(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 3), 8, { offsetMinutes: 330 });
    expect(ticks.every((tick) => (tick.time + 330 * 60_000) % 3_600_000 === 0)).toBe(true);
    expect(ticks.some((tick) => tick.label === '2 Jan')).toBe(true);
  });

  test('are whole seconds where a case is over in a moment', () => {
    expect(axisTicks(thursdayNight, thursdayNight + 3000, 12, utc).map((tick) => tick.label)).toEqual(['22:30:00', '22:30:01', '22:30:02', '22:30:03']);
  });

  test('reads the offset of a reflog line, and refuses what is none', () => {
    expect(zoneOf('+0530')).toEqual({ offsetMinutes: 330 });
    expect(zoneOf('-0800')).toEqual({ offsetMinutes: -480 });
    expect(zoneOf('-0000')).toEqual(utc);
    expect(zoneOf('+9900')).toBeNull();
    expect(zoneOf('CET')).toBeNull();
    expect(zoneLabel({ offsetMinutes: 60 })).toBe('UTC+01:00');
    expect(zoneLabel({ offsetMinutes: -210 })).toBe('UTC−03:30');
    expect(zoneLabel(utc)).toBe('UTC');
  });

  test('chooses bars of a width that can be named and that enclose every event', () => {
    expect(planBars(thursdayNight, fridayMorning, 122, utc)).toMatchObject({ barMs: 180_000, label: '3 min', from: thursdayNight });
    const instant = fc.integer({ min: 0, max: Date.UTC(2199, 0, 1) });
    fc.assert(
      fc.property(instant, instant, fc.integer({ min: 2, max: 400 }), fc.integer({ min: -840, max: 840 }), (a, b, most, offsetMinutes) => {
        const [first, last] = a < b ? [a, b] : [b, a];
        const plan = planBars(first, last, most, { offsetMinutes });
        expect(plan.bars).toBeGreaterThanOrEqual(1);
        expect(plan.bars).toBeLessThanOrEqual(most + 1);
        expect(plan.from).toBeLessThanOrEqual(first);
        expect(plan.to).toBeGreaterThan(last);
        expect(plan.to - plan.from).toBe(plan.bars * plan.barMs);
      }),
      { numRuns: 2000 },
    );
  });
});
