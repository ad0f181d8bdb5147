import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barOf, planWindows, type SessionWindow, unattendedMs, xOf } from './window-chart.ts';

const hour = 3_600_000;
const window = (id: string, start: number, end: number, alone = false): SessionWindow => ({
  id,
  title: id,
  start,
  end,
  attended: alone ? 'unattended' : 'attended',
  unattendedSpans: alone ? [{ from: start, to: end }] : [],
  prompts: [start],
  gitWrites: [],
  findings: [],
});

test('sessions of other days are named, not squeezed in', () => {
  const plan = planWindows([window('night', 100 * hour, 103 * hour, true), window('before', 98.5 * hour, 99 * hour), window('last-week', 2 * hour, 3 * hour)]);
  expect(plan?.shown.map((one) => one.id)).toEqual(['before', 'night']);
  expect(plan?.outside.map((one) => one.id)).toEqual(['last-week']);
});

test('without an unattended session all are shown', () => {
  const plan = planWindows([window('a', 0, hour), window('b', 500 * hour, 501 * hour)]);
  expect(plan?.shown).toHaveLength(2);
});

test('no timed session, no chart', () => {
  expect(planWindows([])).toBeNull();
});

test('a session of one instant still shows', () => {
  const plan = planWindows([window('a', hour, hour, true)]);
  expect(plan && barOf(hour, hour, plan, 500).width).toBe(1);
});

test('an unattended session is never left out, every session is shown or named, and all bars lie on the axis', () => {
  const session = fc
    .record({ start: fc.nat(1000), length: fc.nat(50), alone: fc.boolean() })
    .map(({ start, length, alone }) => ({ start: start * hour, end: (start + length) * hour, alone }));
  fc.assert(
    fc.property(fc.array(session, { minLength: 1, maxLength: 12 }), (drawn) => {
      const windows = drawn.map(({ start, end, alone }, index) => window(String(index), start, end, alone));
      const plan = planWindows(windows);
      expect(plan).not.toBeNull();
      if (!plan) return;
      expect(plan.shown.length + plan.outside.length).toBe(windows.length);
      for (const one of plan.outside) expect(unattendedMs(one)).toBe(0);
      for (const one of plan.shown) {
        expect(xOf(one.start, plan, 600)).toBeGreaterThanOrEqual(0);
        expect(xOf(one.end, plan, 600)).toBeLessThanOrEqual(600);
      }
    }),
  );
});
