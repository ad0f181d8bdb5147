import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffCounts, diffLines, foldUnchanged } from './text-diff.ts';

describe('the diff of an edit', () => {
  test('shows what stayed, what went and what came', () => {
    expect(diffLines('a\nb\nc\n', 'a\nx\nc\ny\n').map((line) => `${line.kind[0]}${line.text}`)).toEqual(['sa', 'rb', 'ax', 'sc', 'ay']);
    expect(diffCounts(diffLines('', 'one\ntwo'))).toEqual({ added: 2, removed: 0 });
  });

  test('gives both texts back, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd e'), { maxLength: 40 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const strip = (value: string) => (value === '' ? [] : value.replace(/\n$/, '').split('\n'));
        expect(lines.filter((line) => line.kind !== 'added').map((line) => line.text)).toEqual(strip(before));
        expect(lines.filter((line) => line.kind !== 'removed').map((line) => line.text)).toEqual(strip(after));
      }),
      { numRuns: 500 },
    );
  });

  test('folds long unchanged runs and keeps their number', () => {
    const before = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n');
    const blocks = foldUnchanged(diffLines(before, before.replace('line 10', 'changed')));
    expect(blocks[0]).toEqual({ kind: 'skipped', count: 7 });
    expect(blocks[1]).toMatchObject({ kind: 'lines' });
    expect(blocks[2]).toEqual({ kind: 'skipped', count: 6 });
  });

  test('still tells the truth about texts too large to compare', () => {
    const many = (name: string) => Array.from({ length: 3000 }, (_, at) => `${name}${at}`).join('\n');
    expect(diffCounts(diffLines(many('a'), many('b')))).toEqual({ added: 3000, removed: 3000 });
  });
});
