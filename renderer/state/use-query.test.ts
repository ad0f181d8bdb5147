import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryKey } from './use-query.ts';

test('the order of keys does not make another call', () => {
  expect(queryKey({ filter: { text: 'a', tools: ['Bash'] }, offset: 0, limit: 10 })).toBe(queryKey({ limit: 10, offset: 0, filter: { tools: ['Bash'], text: 'a' } }));
});

test('the order of a list does, and so does each value', () => {
  expect(queryKey({ ids: [1, 2] })).not.toBe(queryKey({ ids: [2, 1] }));
  expect(queryKey({ offset: 0 })).not.toBe(queryKey({ offset: 1 }));
});

test('parameters that differ in value never share a key', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const same = queryKey(a) === queryKey(b);
      // JSON knows no negative zero, nor does the contract.
      const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
      if (same) expect(plain(a)).toEqual(plain(b));
    }),
  );
});
