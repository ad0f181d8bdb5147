import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftBranches } from './branches.ts';
import { createRowScanner } from '../../scanner/row-scanner.ts';
import { idWords } from './row-ids.ts';

/** Rows drawn as `id<parent`, a prompt with `?` behind it. Gives the ids on branches that were left. */
function left(drawing: string): string {
  const drawn = drawing.split(' ').map((row) => /^(\w+?)(\?)?<(\w*)$/.exec(row) ?? []);
  const number = (id: string | undefined): number => drawn.findIndex((row) => row[1] === id);
  const marks = leftBranches(
    Int32Array.from(drawn, (row) => (row[3] ? number(row[3]) : -1)),
    Uint8Array.from(drawn, (row) => (row[2] ? 1 : 0)),
  );
  return drawn.filter((_, at) => marks[at] === 1).map((row) => row[1]).join(' ');
}

describe('branches that were left', () => {
  it('are what followed a row before a rewind put a new prompt there', () => {
    expect(left('p1?< a1<p1 p2?<a1 a2<p2 r2<a2 p3?<a1 a3<p3')).toBe('p2 a2 r2');
  });

  it('nest: a rewind behind a rewind leaves both', () => {
    expect(left('p1?< a1<p1 p2?<a1 a2<p2 p3?<a2 a3<p3 p4?<a2 a4<p4 p5?<a1 a5<p5')).toBe('p2 a2 p3 a3 p4 a4');
  });

  it('do not come of calls that run at once, whose results follow different rows', () => {
    expect(left('p1?< a1<p1 a2<a1 r1<a1 r2<a2 a3<r1 p2?<a3')).toBe('');
  });

  it('do not come of two terminals that go on side by side', () => {
    expect(left('p1?< a1<p1 p2?<a1 p3?<a1 a2<p2 a3<p3')).toBe('');
  });

  it('do not come of a compaction, which starts a new root', () => {
    expect(left('p1?< a1<p1 c1< p2?<c1 a2<p2')).toBe('');
  });

  it('end in time for any parents, also for rows that name themselves or later rows', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -1, max: 40 }), fc.boolean()), { maxLength: 40 }), (rows) => {
        const marks = leftBranches(Int32Array.from(rows, ([parent]) => parent), Uint8Array.from(rows, ([, prompt]) => Number(prompt)));
        expect(marks.length).toBe(rows.length);
        // The last row of a file is never on a branch that was left.
        if (rows.length > 0) expect(marks.at(-1)).toBe(0);
      }),
    );
  });
});

describe('ids of rows', () => {
  it('are found again, each as the last row that has it, whatever they are made of', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uuid(), fc.string({ maxLength: 4 })), { maxLength: 200 }), fc.string(), (ids, other) => {
        const { rows } = createRowScanner({ providers: [], names: [] });
        const found = (id: string): number => {
          const { a, b } = idWords(id);
          return rows.find(a, b);
        };
        for (const id of ids) {
          const { a, b } = idWords(id);
          rows.push(a, b, 0, 0);
        }
        expect(rows.count).toBe(ids.length);
        for (const id of ids) expect(ids[found(id)]).toBe(id);
        if (!ids.includes(other)) expect(found(other)).toBe(-1);
      }),
    );
  });
});
