import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowScanner } from '../../scanner/row-scanner.ts';
import { atOnce } from '../../intake/steps.ts';
import { createSeenRows, holdsRow, type SeenRows, shareRows } from './seen-rows.ts';

const noRows = (): SeenRows => createSeenRows(createRowScanner({ providers: [], names: [] }));

describe('rows seen before', () => {
  it('knows each id exactly, whether it is a uuid or not', () => {
    const id = fc.oneof(fc.uuid(), fc.string({ maxLength: 40 }), fc.constantFrom('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001', 'ABCDEF00-0000-4000-8000-000000000000', 'abcdef00-0000-4000-8000-000000000000'));
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
        const seen = noRows();
        const plain = new Set<string>();
        for (const each of ids) {
          expect(seen.add(each)).toBe(plain.has(each));
          plain.add(each);
        }
      }),
    );
  });

  it('keeps knowing them while it grows', () => {
    const seen = noRows();
    const ids = Array.from({ length: 20_000 }, (_, n) => `${(n * 2654435761 % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
    expect(ids.some((id) => seen.add(id))).toBe(false);
    expect(ids.every((id) => seen.add(id))).toBe(true);
  });

  it('tells which ids are in a table, and whether two tables share one', () => {
    const some = fc.array(fc.oneof(fc.uuid(), fc.string({ maxLength: 6 }), fc.nat(40).map((n) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`)), { maxLength: 60 });
    fc.assert(
      fc.property(some, some, (one, two) => {
        const [a, b] = [noRows(), noRows()];
        for (const id of one) a.add(id);
        for (const id of two) b.add(id);
        const [ofA, ofB] = [a.rows(), b.rows()];
        for (const id of [...one, ...two]) expect([holdsRow(ofA, id), holdsRow(ofB, id)]).toEqual([one.includes(id), two.includes(id)]);
        expect([atOnce(shareRows(ofA, ofB)), atOnce(shareRows(ofB, ofA))]).toEqual(Array(2).fill(one.some((id) => two.includes(id))));
      }),
      { numRuns: 200 },
    );
  });

  it('knows ids apart that are made to share a hash, and takes no longer for them', () => {
    // The hash mixes the first word with the third and the second with the fourth: these all share one.
    const made = Array.from({ length: 3000 }, (_, n) => {
      const part = n.toString(16).padStart(8, '0');
      return `${part}-0000-4000-${part.slice(0, 4)}-${part.slice(4)}00000000`;
    });
    const [seen, other] = [noRows(), noRows()];
    expect(made.some((id) => seen.add(id))).toBe(false);
    other.add(made.at(-1) ?? '');
    const [rows, ofOther] = [seen.rows(), other.rows()];
    expect(made.every((id) => seen.add(id) && holdsRow(rows, id))).toBe(true);
    expect([atOnce(shareRows(rows, ofOther)), atOnce(shareRows(ofOther, rows))]).toEqual([true, true]);
    expect(rows.directory.length).toBeLessThanOrEqual(2 ** 21);
  });
});
