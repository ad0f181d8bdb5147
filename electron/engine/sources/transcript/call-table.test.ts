import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowScanner } from '../../scanner/row-scanner.ts';
import { type CallTable, createCallTable, joinedCalls, shareCalls } from './call-table.ts';

const noCalls = (idOf: (event: number) => string | null): CallTable => createCallTable(createRowScanner({ providers: [], names: [] }), idOf);

describe('the table of calls', () => {
  it('gives each call by its id and knows no other, however many there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(fc.string(), fc.integer({ min: 0, max: 2 ** 40 }).map((number) => `toolu_${number.toString(16)}`)), { maxLength: 400 }), fc.string(), (ids, other) => {
        const table = noCalls((event) => ids[event] ?? null);
        for (const [event, id] of ids.entries()) table.add(id, event);
        for (const [event, id] of ids.entries()) expect(table.find(id)).toBe(event);
        expect(table.find(other)).toBe(ids.includes(other) ? ids.indexOf(other) : null);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the first of two calls under one id', () => {
    const table = noCalls(() => 'toolu_same');
    table.add('toolu_same', 3);
    table.add('toolu_same', 8);
    expect(table.find('toolu_same')).toBe(3);
  });

  it('filled in two threads gives what one would, and tells where both hold an id', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 200 }), fc.array(fc.nat(300), { maxLength: 200 }), fc.nat(300), (one, two, other) => {
        const texts = [[...new Set(one)], [...new Set(two)]].map((numbers) => numbers.map((number) => `toolu_${number}`));
        const ids = texts.flat();
        const offsets = [0, texts[0]?.length ?? 0];
        const rows = texts.map((own) => {
          const table = noCalls((event) => own[event] ?? null);
          for (const [event, id] of own.entries()) table.add(id, event);
          return table.rows();
        });
        const idOf = (event: number): string | null => ids[event] ?? null;
        const joined = joinedCalls(rows, offsets, idOf);
        for (const id of [...ids, `toolu_${other}`]) expect(joined.find(id)).toBe(ids.includes(id) ? ids.indexOf(id) : null);
        expect(shareCalls(rows, offsets, idOf)).toBe(new Set(ids).size < ids.length);
      }),
      { numRuns: 100 },
    );
  });
});
