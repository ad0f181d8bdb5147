/** Which commits one id leads to and another does not: what a moved branch left behind. Walks newest first and stops early. */
import type { CommitRead } from '../sources/git/objects/commit.ts';

/** A walk ends here: what is beyond is not known, and that is said. */
const maxCommits = 5000;

const fromOld = 1;
const fromNew = 2;
const both = fromOld | fromNew;

/**
 * Ids that only `old` leads to, newest first. Dates that lie can make the list too long, and never make it empty or not
 * empty where it should be the other. Null where the walk was too long or a commit is not in the copy.
 */
export function leftBehind(old: string, next: string, commit: (oid: string) => CommitRead | null): readonly string[] | null {
  if (old === next) return [];
  const marks = new Map<string, number>();
  const queue = createQueue();
  /** Date of the oldest commit that was met on the old side alone: what is newer may still lead to it. */
  let oldest = Number.POSITIVE_INFINITY;
  const add = (oid: string, mark: number): boolean => {
    const known = marks.get(oid) ?? 0;
    if ((known & mark) === mark) return true;
    const read = commit(oid);
    if (read === null) return false;
    marks.set(oid, known | mark);
    if ((known | mark) === fromOld) oldest = Math.min(oldest, read.committer?.seconds ?? 0);
    queue.push({ oid, seconds: read.committer?.seconds ?? 0, parents: read.parents });
    return true;
  };
  if (!add(old, fromOld) || !add(next, fromNew)) return null;
  let open = 1;
  for (let item = queue.pop(); item !== null; item = queue.pop()) {
    const mark = marks.get(item.oid) ?? 0;
    for (const parent of item.parents) {
      // A parent that was not copied ends the walk on the new side; on the old side it hides how much was left.
      if (!add(parent, mark) && mark === fromOld) return null;
    }
    open += 1;
    if (open > maxCommits) return null;
    // Where the new id leads to the old one, nothing is left behind, whatever dates the commits between them claim.
    if (marks.get(old) === both) return [];
    if (!queue.some((each) => marks.get(each.oid) !== both || each.seconds >= oldest)) break;
  }
  return [...marks].filter(([, mark]) => mark === fromOld).map(([oid]) => oid);
}

interface Item {
  readonly oid: string;
  readonly seconds: number;
  readonly parents: readonly string[];
}

/** A heap with the latest commit on top. */
function createQueue() {
  const items: Item[] = [];
  const later = (a: number, b: number): boolean => (items[a]?.seconds ?? 0) > (items[b]?.seconds ?? 0);
  const swap = (a: number, b: number): void => {
    const [left, right] = [items[a], items[b]];
    if (left && right) {
      items[a] = right;
      items[b] = left;
    }
  };
  return {
    push(item: Item): void {
      items.push(item);
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!later(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    pop(): Item | null {
      const top = items[0];
      const last = items.pop();
      if (!top || !last) return null;
      if (items.length > 0) items[0] = last;
      for (let at = 0; ; ) {
        const [left, right] = [at * 2 + 1, at * 2 + 2];
        let best = at;
        if (left < items.length && later(left, best)) best = left;
        if (right < items.length && later(right, best)) best = right;
        if (best === at) break;
        swap(at, best);
        at = best;
      }
      return top;
    },
    some: (test: (item: Item) => boolean): boolean => items.some(test),
  };
}
