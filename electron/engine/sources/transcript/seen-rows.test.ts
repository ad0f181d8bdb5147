import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeenRows } from './seen-rows.ts';

describe('rows seen before', () => {
  it('knows each id exactly, whether it is a uuid or not', () => {
    const id = fc.oneof(fc.uuid(), fc.string({ maxLength: 40 }), fc.constantFrom('00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001', 'ABCDEF00-0000-4000-8000-000000000000', 'abcdef00-0000-4000-8000-000000000000'));
    fc.assert(
      fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
        const seen = createSeenRows();
        const plain = new Set<string>();
        for (const each of ids) {
          expect(seen.add(each)).toBe(plain.has(each));
          plain.add(each);
        }
      }),
    );
  });

  it('keeps knowing them while it grows', () => {
    const seen = createSeenRows();
    const ids = Array.from({ length: 20_000 }, (_, n) => `${(n * 2654435761 % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
    expect(ids.some((id) => seen.add(id))).toBe(false);
    expect(ids.every((id) => seen.add(id))).toBe(true);
  });
});
