/** Lists the files that differ between two trees, descending only where they differ. Bounded in depth, paths and time. */
import type { Pace } from '../../../intake/pace.ts';
import { pathText } from '../../../intake/path-text.ts';
import { hexFromBytes } from '../bytes.ts';
import type { ObjectStore } from './object-store.ts';
import { isTreeMode, readTree, type TreeEntry } from './tree.ts';

const maxDepth = 256;
const maxPathBytes = 8192;

export interface DifferingFile {
  readonly path: string;
  readonly status: 'added' | 'deleted' | 'modified' | 'type-changed';
  /** Octal digits, as git writes them; null on the side that has no such file. */
  readonly oldMode: number | null;
  readonly newMode: number | null;
  readonly oldOid: string | null;
  readonly newOid: string | null;
}

export interface TreeDiff {
  readonly files: readonly DifferingFile[];
  /** Why files may be missing from the list, or null for a whole one. */
  readonly incomplete: string | null;
}

export interface TreeDiffLimits {
  readonly maxPaths: number;
  readonly deadline: number;
}

interface Side {
  readonly bytes: Uint8Array;
  readonly entries: readonly TreeEntry[];
}

interface Task {
  readonly prefix: string;
  readonly depth: number;
  readonly old: string | null;
  readonly new: string | null;
}

const nothing: Side = { bytes: new Uint8Array(0), entries: [] };

/** Files that differ from the tree `old` to the tree `new` (null: the empty tree), in the order git gives them. */
export async function diffTrees(store: ObjectStore, old: string | null, next: string | null, limits: TreeDiffLimits, pace: Pace): Promise<TreeDiff> {
  const files: DifferingFile[] = [];
  let incomplete: string | null = null;
  const load = (oid: string | null): Side => {
    if (oid === null) return nothing;
    const number = store.table.find(Buffer.from(oid, 'hex'), 0);
    const read = number < 0 ? null : store.read(number);
    if (read === null || !read.ok || read.object.type !== 'tree') {
      incomplete ??= `the tree ${oid} ${read === null ? 'is not there' : read.ok ? 'is no tree' : `cannot be read: ${read.reason}`}`;
      return nothing;
    }
    const tree = readTree(read.object.bytes, store.idBytes);
    if (!tree.ok) incomplete ??= `the tree ${oid}: ${tree.reason}`;
    return { bytes: read.object.bytes, entries: tree.entries };
  };
  const stack: (Task | DifferingFile)[] = [{ prefix: '', depth: 0, old, new: next }];
  for (let task = stack.pop(); task; task = stack.pop()) {
    if (pace.due()) await pace.breathe();
    if ('status' in task) {
      files.push(task);
      if (files.length < limits.maxPaths) continue;
      if (stack.length > 0) incomplete ??= `more than ${limits.maxPaths} paths`;
      break;
    }
    if (performance.now() > limits.deadline) {
      incomplete ??= 'the time for one commit is over';
      break;
    }
    if (task.depth > maxDepth || task.prefix.length > maxPathBytes) {
      incomplete ??= `folders deeper than ${maxDepth} levels`;
      continue;
    }
    const steps = compare(load(task.old), load(task.new), task, store.idBytes);
    for (let step = steps.length - 1; step >= 0; step -= 1) {
      const each = steps[step];
      if (each) stack.push(each);
    }
  }
  return { files, incomplete };
}

/** Walks two trees side by side. A folder that became a file is two steps: what was in it is deleted, the file added. */
function compare(old: Side, next: Side, task: Task, idBytes: number): readonly (Task | DifferingFile)[] {
  const steps: (Task | DifferingFile)[] = [];
  const id = (side: Side, entry: TreeEntry): string => hexFromBytes(side.bytes.subarray(entry.idAt, entry.idAt + idBytes));
  const one = (entry: TreeEntry, side: Side, isOld: boolean): void => {
    const path = task.prefix + pathText(entry.name);
    const oid = id(side, entry);
    if (isTreeMode(entry.mode)) steps.push({ prefix: `${path}/`, depth: task.depth + 1, old: isOld ? oid : null, new: isOld ? null : oid });
    else if (isOld) steps.push({ path, status: 'deleted', oldMode: entry.mode, newMode: null, oldOid: oid, newOid: null });
    else steps.push({ path, status: 'added', oldMode: null, newMode: entry.mode, oldOid: null, newOid: oid });
  };
  const both = (left: TreeEntry, right: TreeEntry): void => {
    if (left.mode === right.mode && sameBytes(old.bytes, left.idAt, next.bytes, right.idAt, idBytes)) return;
    const path = task.prefix + pathText(left.name);
    const oldOid = id(old, left);
    const newOid = id(next, right);
    if (isTreeMode(left.mode)) {
      steps.push({ prefix: `${path}/`, depth: task.depth + 1, old: oldOid, new: newOid });
      return;
    }
    const status = left.mode >> 12 === right.mode >> 12 ? 'modified' : 'type-changed';
    steps.push({ path, status, oldMode: left.mode, newMode: right.mode, oldOid, newOid });
  };
  let left = 0;
  let right = 0;
  while (left < old.entries.length || right < next.entries.length) {
    const a = old.entries[left];
    const b = next.entries[right];
    const order = !a ? 1 : !b ? -1 : compareEntries(a, b);
    if (a && order <= 0) left += 1;
    if (b && order >= 0) right += 1;
    if (a && b && order === 0) both(a, b);
    else if (a && order < 0) one(a, old, true);
    else if (b) one(b, next, false);
  }
  return steps;
}

/** git's order of a tree: a folder sorts as if its name ended in a slash. */
function compareEntries(left: TreeEntry, right: TreeEntry): number {
  const shorter = Math.min(left.name.length, right.name.length);
  for (let at = 0; at < shorter; at += 1) {
    const difference = (left.name[at] ?? 0) - (right.name[at] ?? 0);
    if (difference !== 0) return difference;
  }
  const end = (entry: TreeEntry): number => entry.name[shorter] ?? (isTreeMode(entry.mode) ? 0x2f : 0);
  return end(left) - end(right) || (left.name.length === right.name.length ? 0 : left.name.length - right.name.length);
}

function sameBytes(left: Uint8Array, leftAt: number, right: Uint8Array, rightAt: number, count: number): boolean {
  for (let next = 0; next < count; next += 1) if (left[leftAt + next] !== right[rightAt + next]) return false;
  return true;
}
