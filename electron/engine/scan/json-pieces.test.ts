import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPieces } from './json-pieces.ts';

const written = (value: unknown): string => [...jsonPieces(value)].join('');

describe('A scan written in pieces', () => {
  it('is what writing it as one string gives, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 7 }), (value) => {
        expect(written(value)).toBe(JSON.stringify(value, null, 1));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves out members without a value, and keeps their places in lists', () => {
    const value = { a: undefined, b: [undefined, { c: undefined, d: [[[undefined]]] }], e: { f: undefined }, __proto__: { g: 1 }, 'k"\n': '\udc80', h: Number.NaN };
    expect(written(value)).toBe(JSON.stringify(value, null, 1));
  });

  it('takes long lists apart wherever they stand near the top', () => {
    const list = Array.from({ length: 5000 }, (_, at) => ({ at, lines: ['one', 'two\nthree'], empty: [], none: {} }));
    const value = { findings: list, git: { links: list, skew: null }, flat: list.map(({ at }) => at) };
    const pieces = [...jsonPieces(value)];
    expect(pieces.join('')).toBe(JSON.stringify(value, null, 1));
    expect(pieces.length).toBeGreaterThan(4);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(200_000);
  });
});
