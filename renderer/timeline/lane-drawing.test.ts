import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bin, bars, binWords, findingMarks, hatches, plot, timeToX, xToTime } from './lane-drawing.ts';

const bin = (session: number, agent = 0, git = 0, unattended = false): Bin => ({ session, agent, git, unattended });
const bins = fc.array(fc.record({ session: fc.nat(100_000), agent: fc.nat(1000), git: fc.nat(50), unattended: fc.boolean() }), { maxLength: 300 });

describe('the overview histogram', () => {
  test('stacks session, sub-agent and git from the ground up', () => {
    const drawn = bars([bin(2, 1, 1), bin(0), bin(4)], 892);
    expect(drawn.map((bar) => bar.lane)).toEqual(['session', 'agent', 'git', 'session']);
    expect(drawn[0]?.y).toBeGreaterThan(drawn[1]?.y ?? 0);
    expect(drawn[0]).toMatchObject({ y: plot.base - (drawn[0]?.height ?? 0) });
  });

  test('never hides a bin that counts something, and never leaves its box', () => {
    fc.assert(
      fc.property(bins, fc.integer({ min: 200, max: 3000 }), (list, width) => {
        const drawn = bars(list, width);
        const filled = list.reduce((sum, one) => sum + Number(one.session > 0) + Number(one.agent > 0) + Number(one.git > 0), 0);
        expect(drawn.length).toBe(filled);
        for (const bar of drawn) {
          expect(bar.height).toBeGreaterThanOrEqual(1);
          expect(bar.y).toBeGreaterThanOrEqual(plot.top - 3);
          expect(bar.y + bar.height).toBeLessThanOrEqual(plot.base + 1e-6);
          expect(bar.x).toBeGreaterThanOrEqual(plot.sideGap - 1e-6);
        }
      }),
    );
  });

  test('hatches exactly the unattended bins, joined to stretches', () => {
    expect(hatches([bin(1), bin(1, 0, 0, true), bin(0, 0, 0, true), bin(1), bin(1, 0, 0, true)], 5 * 10 + 32)).toEqual([
      { x: 26, width: 20 },
      { x: 56, width: 10 },
    ]);
    fc.assert(
      fc.property(bins, (list) => {
        const width = list.length + 2 * plot.sideGap;
        const covered = hatches(list, width).reduce((sum, one) => sum + one.width, 0);
        expect(covered).toBeCloseTo(list.filter((one) => one.unattended).length, 5);
      }),
    );
  });

  test('merges marks that would overlap, keeps the worst look and counts them all', () => {
    const marks = [
      { time: 100, severity: 'medium' as const, eventId: 1 },
      { time: 101, severity: 'critical' as const, eventId: 2 },
      { time: 900, severity: 'high' as const, eventId: 3 },
    ];
    expect(findingMarks(marks, 0, 1000, 892)).toMatchObject([
      { severity: 'critical', eventId: 2, count: 2 },
      { severity: 'high', eventId: 3, count: 1 },
    ]);
  });

  test('finds the time under the pointer again', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 100, max: 3000 }), (share, width) => {
        const time = 1_000_000 + share * 5_000_000;
        expect(xToTime(timeToX(time, 1_000_000, 6_000_000, width), 1_000_000, 6_000_000, width)).toBeCloseTo(time, 3);
      }),
    );
    expect(xToTime(-50, 0, 1000, 892)).toBe(0);
    expect(xToTime(5000, 0, 1000, 892)).toBe(1000);
  });

  test('says a bar in words', () => {
    expect(binWords(bin(12, 3, 1, true))).toBe('12 session, 3 sub-agent, 1 git, unattended');
  });
});
