import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, isBinary, numberLines } from './line-diff.ts';

function setup(old: string, next: string) {
  const [left, right] = numberLines(Buffer.from(old), Buffer.from(next));
  return { left: left.numbers, right: right.numbers, diff: diffLines(left.numbers, right.numbers) };
}

/** Longest common subsequence by the table that every textbook has. */
function commonLines(left: Int32Array, right: Int32Array): number {
  let row = new Array<number>(right.length + 1).fill(0);
  for (const line of left) {
    const next = [0];
    for (let at = 0; at < right.length; at += 1) next.push(right[at] === line ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    row = next;
  }
  return row[right.length] ?? 0;
}

const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'd'), { maxLength: 24 }).map((lines) => lines.join(''));

describe('comparing texts by lines', () => {
  test('says what was removed and added, and where', () => {
    expect(setup('one\ntwo\nthree\n', 'one\n2\nthree\nfour\n').diff).toEqual({
      exact: true, added: 2, removed: 1,
      runs: [
        { kind: 'same', oldAt: 0, newAt: 0, count: 1 }, { kind: 'removed', oldAt: 1, newAt: 1, count: 1 }, { kind: 'added', oldAt: 2, newAt: 1, count: 1 },
        { kind: 'same', oldAt: 2, newAt: 2, count: 1 }, { kind: 'added', oldAt: 3, newAt: 3, count: 1 },
      ],
    });
  });

  test('counts a line feed that is missing at the end as a change', () => {
    expect(setup('a\nb', 'a\nb\n').diff).toMatchObject({ added: 1, removed: 1 });
  });

  test('changes as few lines as can be, whatever the texts', () => {
    fc.assert(fc.property(text, text, (old, next) => {
      const { left, right, diff } = setup(old, next);
      const common = commonLines(left, right);
      expect([diff.removed, diff.added]).toEqual([left.length - common, right.length - common]);
    }), { numRuns: 2000 });
  });

  test('has runs that lead from one text to the other without a gap', () => {
    fc.assert(fc.property(text, text, (old, next) => {
      const { left, right, diff } = setup(old, next);
      const walked = { old: 0, next: 0 };
      for (const run of diff.runs) {
        expect([run.oldAt, run.newAt]).toEqual([walked.old, walked.next]);
        if (run.kind === 'same') expect([...left.subarray(run.oldAt, run.oldAt + run.count)]).toEqual([...right.subarray(run.newAt, run.newAt + run.count)]);
        if (run.kind !== 'added') walked.old += run.count;
        if (run.kind !== 'removed') walked.next += run.count;
      }
      expect(walked).toEqual({ old: left.length, next: right.length });
    }), { numRuns: 1000 });
  });

  test('with no work left counts the rest as replaced, and says so', () => {
    const old = Int32Array.from({ length: 2000 }, (_, at) => at % 7);
    const next = Int32Array.from({ length: 2000 }, (_, at) => (at * 3) % 7);
    const diff = diffLines(old, next, 10);
    expect(diff.exact).toBe(false);
    expect(diff.added - diff.removed).toBe(0);
  });

  test('knows a binary file by a NUL near its beginning', () => {
    expect([isBinary(Buffer.from('a\0b')), isBinary(Buffer.from('text')), isBinary(Buffer.from(`${'x'.repeat(9000)}\0`))]).toEqual([true, false, false]);
  });
});
