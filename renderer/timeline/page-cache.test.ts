import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPageCache, pageRows } from './page-cache.ts';

describe('the page cache', () => {
  test('names the pages that a window of rows touches', () => {
    const cache = createPageCache<number>(4);
    expect(cache.pagesFor(0, 41)).toEqual([0]);
    expect(cache.pagesFor(190, 230)).toEqual([0, 1]);
    expect(cache.pagesFor(200, 400)).toEqual([1]);
    expect(cache.pagesFor(5, 5)).toEqual([]);
  });

  test('drops the page that was not used for longest', () => {
    const cache = createPageCache<string>(2);
    cache.put(0, ['a']);
    cache.put(1, ['b']);
    expect(cache.row(0)).toBe('a');
    cache.put(2, ['c']);
    expect(cache.has(1)).toBe(false);
    expect(cache.row(0)).toBe('a');
    expect(cache.row(2 * pageRows)).toBe('c');
    expect(cache.row(2 * pageRows + 1)).toBeUndefined();
  });

  test('never holds more than it may and never gives a wrong row', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 200 }), fc.integer({ min: 1, max: 8 }), (pages, most) => {
        const cache = createPageCache<number>(most);
        for (const page of pages) {
          cache.put(page, Array.from({ length: pageRows }, (_, at) => page * pageRows + at));
          expect(cache.size).toBeLessThanOrEqual(most);
          expect(cache.row(page * pageRows + 7)).toBe(page * pageRows + 7);
        }
      }),
    );
  });
});
