import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float64, type Make, uint32, uint8 } from './columns.ts';
import { createPackedColumn, lengthOf, reordered, unpacked } from './packed-column.ts';
import { createRoom } from './room.ts';
import { createTextPool } from './texts.ts';

/** More than two pieces long; a few values stand out of the pattern, some of them much. */
function valuesOf(make: Make, { from, step, odd }: { from: number; step: number; odd: readonly (readonly [number, number])[] }): number[] {
  const kept = make(1);
  const asKept = (value: number): number => {
    kept[0] = value;
    return kept[0] ?? 0;
  };
  const values = Array.from({ length: 40_000 }, (_, at) => asKept(from + Math.floor(at * step)));
  for (const [at, value] of odd) values[at % values.length] = asKept(value);
  return values;
}

const shape = fc.constantFrom<Make>(float64, uint32, uint8);
const number = fc.oneof(fc.nat(300), fc.nat(70_000), fc.integer({ min: 0, max: 2 ** 53 }), fc.double({ noDefaultInfinity: true }), fc.constant(Number.NaN), fc.constant(-0), fc.constant(-5));
const odd = fc.array(fc.tuple(fc.nat(39_999), number), { maxLength: 6 });
const pattern = fc.record({ from: fc.oneof(fc.constant(0), fc.nat(2 ** 31), fc.constant(1_780_000_000_000)), step: fc.constantFrom(0, 0.01, 1, 3, 900), odd });

describe('A packed column', () => {
  it('gives back what was put in, also what was put in later and lies far from its neighbours', () => {
    fc.assert(
      fc.property(shape, pattern, odd, (make, drawn, later) => {
        const expected = valuesOf(make, drawn);
        const column = createPackedColumn(make);
        for (const value of expected) column.push(value);
        for (const [at, value] of later) {
          const kept = make(1);
          kept[0] = value;
          expected[at] = kept[0] ?? 0;
          column.set(at, expected[at] ?? 0);
        }
        expect(column.length).toBe(expected.length);
        // Zero and minus zero are one number here.
        expect(expected.findIndex((value, at) => column.get(at) !== value && !(Number.isNaN(value) && Number.isNaN(column.get(at))))).toBe(-1);
        const joined = unpacked(make, [column.pieces(), column.pieces()]);
        expect(joined.length).toBe(2 * lengthOf(column.pieces()));
        expect(expected.findIndex((value, at) => [joined[at], joined[at + expected.length]].some((got) => got !== value && !(Number.isNaN(value) && Number.isNaN(got ?? 0))))).toBe(-1);
        const longer = createPackedColumn(make, createRoom(), unpacked(make, [column.pieces().slice(1, 2), column.pieces()]));
        longer.push(expected[0] ?? 0);
        expect([...expected, expected[0]].findIndex((value, at) => longer.get(at + 16_384) !== value && !(Number.isNaN(value) && Number.isNaN(longer.get(at + 16_384))))).toBe(-1);
        const order = Uint32Array.of(39_999, 0, 20_000);
        const turned = reordered(make, createRoom(), column, order);
        expect([...order.keys()].map((at) => turned.get(at) + 0)).toEqual([...order].map((at) => column.get(at) + 0));
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 60 : 20 },
    );
  });

  it('takes the room of the differences, not of the values', () => {
    const column = createPackedColumn(float64);
    for (let at = 0; at < 50_000; at++) column.push(1_780_000_000_000 + at);
    expect(column.pieces().slice(0, 3).map(({ values }) => values.BYTES_PER_ELEMENT)).toEqual([2, 2, 2]);
  });
});

describe('A pool of texts', () => {
  it('gives each text by its number, also after pools of other threads were joined to it', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('x'.repeat(400_000))), { maxLength: 12 }), { minLength: 1, maxLength: 4 }), fc.array(fc.string({ unit: 'grapheme' })), (parts, later) => {
        const pools = parts.map((texts) => {
          const pool = createTextPool();
          for (const [at, text] of texts.entries()) expect(pool.add(text)).toBe(at);
          return pool.blocks();
        });
        const joined = createTextPool(pools);
        for (const text of later) joined.add(text);
        const texts = [...parts.flat(), ...later];
        expect(joined.size).toBe(texts.length);
        expect(texts.findIndex((text, at) => joined.text(at) !== text)).toBe(-1);
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 40 : 15 },
    );
  });

  it('gives one number to a text that comes again soon, and never one number to two texts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(40).map((number) => `src/file-${number}.ts`), fc.string({ unit: 'grapheme' }), fc.constant('y'.repeat(500))), { maxLength: 200 }), (texts) => {
        const pool = createTextPool();
        const numbers = texts.map((text) => pool.addOnce(text));
        expect(numbers.map((number) => pool.text(number))).toEqual(texts);
        expect(pool.addOnce('the very same')).toBe(pool.addOnce('the very same'));
      }),
      { numRuns: process.env['POSTFLIGHT_THOROUGH'] === '1' ? 100 : 40 },
    );
  });
});
