import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommitRead } from '../sources/git/objects/commit.ts';
import { leftBehind } from './left-behind.ts';

function commit(oid: string, parents: readonly string[], seconds: number | null): CommitRead {
  const person = { name: 'n', email: 'e', seconds, zone: '+0000', rawTime: `${seconds} +0000` };
  return { oid, tree: null, parents, author: person, committer: person, message: '', messageCut: false, subject: '', encoding: null, signature: null, bytes: 0, oddities: [] };
}

/** A history: commit n names some of the commits before it; its date may be anything. */
const history = fc.array(fc.record({ parents: fc.array(fc.nat(), { maxLength: 3 }), seconds: fc.option(fc.integer({ min: 0, max: 50 }), { nil: null }) }), { minLength: 1, maxLength: 30 }).map((rows) => new Map(rows.map((row, at) => [`c${at}`, commit(`c${at}`, at === 0 ? [] : [...new Set(row.parents.map((parent) => `c${parent % at}`))], row.seconds)])));

/** The same history with dates that grow from parent to child. */
function honest(commits: ReadonlyMap<string, CommitRead>): ReadonlyMap<string, CommitRead> {
  const dates = new Map<string, number>();
  return new Map([...commits].map(([oid, each]) => {
    const date = Math.max(0, ...each.parents.map((parent) => dates.get(parent) ?? 0)) + ((each.committer?.seconds ?? 0) % 3);
    dates.set(oid, date);
    return [oid, commit(oid, each.parents, date)];
  }));
}

function reachable(commits: ReadonlyMap<string, CommitRead>, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const stack = [from];
  for (let oid = stack.pop(); oid !== undefined; oid = stack.pop()) {
    if (seen.has(oid)) continue;
    seen.add(oid);
    stack.push(...(commits.get(oid)?.parents ?? []));
  }
  return seen;
}

describe('what a moved branch left behind', () => {
  it('is what only the old id leads to, where no commit is dated before its parents', () => {
    fc.assert(
      fc.property(history.map(honest), fc.nat(), fc.nat(), (commits, left, right) => {
        const [old, next] = [`c${left % commits.size}`, `c${right % commits.size}`];
        const kept = reachable(commits, next);
        const expected = [...reachable(commits, old)].filter((oid) => !kept.has(oid)).sort();
        expect([...(leftBehind(old, next, (oid) => commits.get(oid) ?? null) ?? ['none'])].sort()).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('is nothing exactly where the new id leads to the old one, whatever dates the commits claim', () => {
    fc.assert(
      fc.property(history, fc.nat(), fc.nat(), (commits, left, right) => {
        const [old, next] = [`c${left % commits.size}`, `c${right % commits.size}`];
        const [from, kept] = [reachable(commits, old), reachable(commits, next)];
        const found = leftBehind(old, next, (oid) => commits.get(oid) ?? null) ?? ['none'];
        expect(found.length === 0).toBe(kept.has(old));
        expect(found.every((oid) => from.has(oid))).toBe(true);
        expect([...from].filter((oid) => !kept.has(oid)).every((oid) => found.includes(oid))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is not known where a commit is not in the copy, or the walk is too long', () => {
    const two = new Map([['a', commit('a', ['gone'], 1)], ['b', commit('b', [], 2)]]);
    expect(leftBehind('a', 'b', (oid) => two.get(oid) ?? null)).toBeNull();
    expect(leftBehind('gone', 'b', (oid) => two.get(oid) ?? null)).toBeNull();
    expect(leftBehind('x0', 'y0', (oid) => commit(oid, [`${oid.charAt(0)}${Number(oid.slice(1)) + 1}`], 10_000 - Number(oid.slice(1))))).toBeNull();
  });
});
