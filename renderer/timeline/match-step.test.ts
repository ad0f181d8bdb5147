import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventRow } from '../../shared/event.ts';
import { type MatchCalls, stepMatch } from './match-step.ts';

const row = (id: number): EventRow => ({
  id, time: id, lane: 'session', kind: 'tool-call', sessionId: null, agentId: null, toolUseId: null, tool: null, argument: '', cwd: null, permissionMode: null,
  attended: 'unknown', outcome: null, durationMs: null, findings: [], findingCount: 0, reflog: null, source: { path: 'a', line: 1, byteStart: 0, byteEnd: 1 },
});

/** An engine where event n stands in slot n and the events in `ids` match. */
function engine(ids: readonly number[], hidden: readonly number[] = []) {
  let asked = 0;
  const calls: MatchCalls = {
    page: async ({ offset, limit }) => {
      asked += 1;
      return { total: ids.length, rows: ids.slice(offset, offset + limit).map(row) };
    },
    locate: async ({ eventId }) => {
      asked += 1;
      return { slot: hidden.includes(eventId) ? null : eventId };
    },
  };
  return { calls, asked: () => asked };
}

describe('stepping through matches', () => {
  test('goes to the next one and counts it', async () => {
    const { calls } = engine([3, 8, 20]);
    expect(await stepMatch(calls, {}, { text: 'x' }, 5, 'next')).toMatchObject({ slot: 8, ordinal: 2, total: 3 });
    expect(await stepMatch(calls, {}, { text: 'x' }, 8, 'previous')).toMatchObject({ slot: 3, ordinal: 1 });
  });

  test('begins again at the other end', async () => {
    const { calls } = engine([3, 8, 20]);
    expect(await stepMatch(calls, {}, {}, 20, 'next')).toMatchObject({ slot: 3, ordinal: 1 });
    expect(await stepMatch(calls, {}, {}, 3, 'previous')).toMatchObject({ slot: 20, ordinal: 3 });
    expect(await stepMatch(engine([]).calls, {}, {}, 0, 'next')).toBeNull();
  });

  test('passes over matches that have no row of their own', async () => {
    const { calls } = engine([3, 8, 9, 20], [8, 9]);
    expect(await stepMatch(calls, {}, {}, 3, 'next')).toMatchObject({ slot: 20 });
    expect(await stepMatch(calls, {}, {}, 20, 'previous')).toMatchObject({ slot: 3 });
    expect(await stepMatch(engine([8], [8]).calls, {}, {}, 0, 'next')).toBeNull();
  });

  test('always gives the nearest match, with few calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(100_000), { minLength: 1, maxLength: 500 }), fc.integer({ min: -1, max: 100_001 }), async (list, from) => {
        const ids = [...list].sort((a, b) => a - b);
        const { calls, asked } = engine(ids);
        const place = await stepMatch(calls, {}, {}, from, 'next');
        expect(place?.slot).toBe(ids.find((id) => id > from) ?? ids[0]);
        expect(asked()).toBeLessThan(30);
      }),
    );
  });
});
