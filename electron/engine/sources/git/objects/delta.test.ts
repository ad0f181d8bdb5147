import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDelta } from './delta.ts';
import { eachTreeId, readTree } from './tree.ts';

const sizeBytes = (value: number): number[] => (value < 128 ? [value] : [(value & 0x7f) | 0x80, ...sizeBytes(value >> 7)]);

describe('a delta', () => {
  test('copies from its base and inserts what is new', () => {
    const base = Buffer.from('the quick brown fox');
    const delta = Buffer.from([...sizeBytes(base.length), ...sizeBytes(13), 0x90, 4, 3, ...Buffer.from('new'), 0x91, 9, 6]);
    expect(Buffer.from(applyDelta(base, delta, 100)).toString()).toBe('the new brown');
  });

  test.each([
    ['for another base', [5, 1, 1, 65]], ['that copies past the base', [4, 4, 0x91, 2, 4]], ['that makes less', [4, 9, 1, 65]], ['with the instruction 0', [4, 1, 0]],
    ['that makes more than is read', [4, 0xff, 0xff, 0x7f, 1, 65]], ['that makes more than it declares', [4, 1, 2, 65, 66]], ['cut in an instruction', [4, 3, 3, 65]],
  ])('%s is refused', (_name, delta) => expect(applyDelta(Buffer.from('base'), Buffer.from(delta), 1000)).toEqual(expect.any(String)));

  test('of any bytes never throws and never makes more than is allowed', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }), fc.nat(2000), (base, rest, size) => {
      const made = applyDelta(base, Buffer.from([...sizeBytes(base.length), ...sizeBytes(size), ...rest]), 1500);
      if (typeof made !== 'string') expect(made.length).toBe(size);
      if (size > 1500) expect(typeof made).toBe('string');
    }), { numRuns: 3000 });
  });
});

describe('a tree', () => {
  test('of any bytes gives entries that stand inside it, or says that it is damaged', () => {
    const entry = fc.tuple(fc.constantFrom('100644', '40000', '160000', '777777777777', ''), fc.string({ maxLength: 8 }), fc.uint8Array({ minLength: 18, maxLength: 20 }))
      .map(([mode, name, id]) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), id]));
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.array(entry, { maxLength: 5 }).map((parts) => Buffer.concat(parts)));
    fc.assert(fc.property(bytes, (given) => {
      const tree = readTree(given, 20);
      let count = 0;
      const whole = eachTreeId(given, 20, () => {
        count += 1;
      });
      expect(whole).toBe(tree.ok);
      expect(tree.entries.length).toBe(count);
      for (const each of tree.entries) expect(each.idAt + 20).toBeLessThanOrEqual(given.length);
    }), { numRuns: 2000 });
  });
});
