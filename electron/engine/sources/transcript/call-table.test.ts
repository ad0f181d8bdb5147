import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCallTable } from './call-table.ts';

describe('the table of calls', () => {
  it('gives each call by its id and knows no other, however many there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.integer({ min: 0, max: 2 ** 40 }).map((number) => `toolu_${number.toString(16)}`)), { maxLength: 400 }), fc.string(), (ids, other) => {
        const table = createCallTable((event) => ids[event] ?? null);
        for (const [event, id] of ids.entries()) table.add(id, event);
        for (const [event, id] of ids.entries()) expect(table.find(id)).toBe(event);
        expect(table.find(other)).toBe(ids.includes(other) ? ids.indexOf(other) : null);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the first of two calls under one id', () => {
    const table = createCallTable(() => 'toolu_same');
    table.add('toolu_same', 3);
    table.add('toolu_same', 8);
    expect(table.find('toolu_same')).toBe(3);
  });
});
