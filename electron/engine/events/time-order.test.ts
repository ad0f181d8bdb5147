import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOrder } from './time-order.ts';

const event = fc.record({ placed: fc.oneof(fc.integer({ min: -3, max: 12 }), fc.constant(Number.NaN), fc.double({ noNaN: true, min: 0, max: 5 })), rank: fc.nat(3), line: fc.nat(4) });
/** Runs in time order one behind the other, as files stand in a store. */
const events = fc.oneof(fc.array(event, { maxLength: 60 }), fc.array(fc.array(event, { maxLength: 12 }).map((run) => [...run].sort((a, b) => a.placed - b.placed)), { maxLength: 9 }).map((runs) => runs.flat()));

describe('The order of the timeline', () => {
  it('is by time, then file, then line, then number; what has no time at all goes last', () => {
    fc.assert(
      fc.property(events, (list) => {
        const expected = [...list.keys()].sort((a, b) => {
          const [x, y] = [list[a], list[b]];
          if (!x || !y) return 0;
          const times = Number.isNaN(x.placed) ? (Number.isNaN(y.placed) ? 0 : 1) : Number.isNaN(y.placed) ? -1 : x.placed - y.placed;
          return times || x.rank - y.rank || x.line - y.line || a - b;
        });
        const order = timeOrder({ placed: Float64Array.from(list, (each) => each.placed), rank: Uint32Array.from(list, (each) => each.rank), line: Uint32Array.from(list, (each) => each.line) });
        expect([...order]).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});
