/** Marks what can be reached from roots, and lists the rest: what `git fsck --lost-found` would tell, without git. */
import type { CancelSignal } from '../../../../../shared/cancel.ts';
import { createPace, type Pace } from '../../../intake/pace.ts';
import { viewOf } from '../bytes.ts';
import type { ProblemList } from '../problem-list.ts';
import { tagTarget } from './commit.ts';
import { rawIdFromHex } from './id-table.ts';
import type { ObjectStore } from './object-store.ts';
import type { ObjectType } from './read-object.ts';
import { eachTreeId, isSubmoduleMode, isTreeMode } from './tree.ts';

const maxMissing = 1000;

export interface UnreachableObject {
  readonly oid: string;
  /** `damaged`: its place cannot be read far enough to know. */
  readonly type: ObjectType | 'damaged';
  /** No other unreachable object refers to it: the tip of what was lost. */
  readonly dangling: boolean;
  /** A reflog still holds it: git itself would find it until the log expires. */
  readonly inReflog: boolean;
}

export interface Reachability {
  readonly objects: number;
  /** Objects that refs, HEADs and indexes lead to. */
  readonly reachable: number;
  /** In the order of their ids. */
  readonly unreachable: readonly UnreachableObject[];
  /** Ids that reachable objects name and that are not there, up to a thousand. */
  readonly missing: readonly string[];
  readonly missingCount: number;
}

export interface Roots {
  /** Ids from refs, HEADs, indexes. */
  readonly refs: readonly string[];
  /** Ids from reflogs. */
  readonly reflogs: readonly string[];
  /** Commits whose parents were never copied to this repository. */
  readonly shallow: ReadonlySet<string>;
}

const byRef = 1;
const byReflog = 2;

/** Is told of each commit that refs lead to, with its bytes: they are read anyway. */
export type OnHeldCommit = (number: number, bytes: Uint8Array) => void;

/** Walks from the roots. A broken object is one problem and ends only its own branch of the walk. */
export async function findUnreachable(store: ObjectStore, roots: Roots, problems: ProblemList, signal?: CancelSignal, onHeld?: OnHeldCommit): Promise<Reachability> {
  const pace = createPace(signal);
  const marks = new Uint8Array(store.count);
  const missing = new Set<string>();
  const walk = createWalk(store, roots.shallow, problems, missing, pace, onHeld);
  await walk(roots.refs, marks, byRef);
  await walk(roots.reflogs, marks, byReflog);
  const lost: number[] = [];
  let reachable = 0;
  for (let number = 0; number < store.count; number += 1) {
    if ((number & 0xfff) === 0 && pace.due()) await pace.breathe();
    if (marks[number] === byRef) reachable += 1;
    else if (store.table.find(store.ids, number * store.idBytes) === number) lost.push(number);
  }
  const { named, types } = await lookInto(store, lost, pace);
  const unreachable: UnreachableObject[] = [];
  for (const [at, number] of lost.entries()) {
    if (pace.due()) await pace.breathe();
    const type = types[at] ?? null;
    const oid = store.idText(number);
    if (type === null) problems.add(store.pathOf(number), `the object ${oid} cannot be read`);
    unreachable.push({ oid, type: type ?? 'damaged', dangling: named[number] === 0, inReflog: marks[number] === byReflog });
  }
  unreachable.sort((left, right) => (left.oid < right.oid ? -1 : left.oid > right.oid ? 1 : 0));
  return { objects: store.table.distinct, reachable, unreachable, missing: [...missing].slice(0, maxMissing), missingCount: missing.size };
}

type Walk = (ids: readonly string[], marks: Uint8Array, mark: number) => Promise<void>;

function createWalk(store: ObjectStore, shallow: ReadonlySet<string>, problems: ProblemList, missing: Set<string>, pace: Pace, onHeld?: OnHeldCommit): Walk {
  const raw = new Uint8Array(store.idBytes);
  return async (ids, marks, mark) => {
    const commits: number[] = [];
    let trees: number[] = [];
    const lacks = (oid: string): void => {
      if (missing.size < maxMissing * 100) missing.add(oid);
    };
    const enter = (number: number, type: ObjectType): void => {
      if (marks[number] !== 0) return;
      marks[number] = mark;
      if (type === 'commit' || type === 'tag') commits.push(number);
      else if (type === 'tree') trees.push(number);
    };
    const enterHex = (bytes: Uint8Array, at: number, type: ObjectType | null): void => {
      if (!rawIdFromHex(bytes, at, raw)) return;
      const number = store.table.find(raw, 0);
      if (number >= 0) enter(number, type ?? store.typeOf(number) ?? 'blob');
      else if (!raw.every((byte) => byte === 0)) lacks(viewOf(raw).toString('hex'));
    };
    for (const oid of new Set(ids)) {
      if (oid.length === store.idBytes * 2) enterHex(Buffer.from(oid, 'latin1'), 0, null);
      if (pace.due()) await pace.breathe();
    }
    for (let number = commits.pop(); number !== undefined; number = commits.pop()) {
      if (pace.due()) await pace.breathe();
      const read = store.read(number);
      if (!read.ok) {
        problems.add(store.pathOf(number), `the object ${store.idText(number)} cannot be read: ${read.reason}`);
        continue;
      }
      const { type, bytes } = read.object;
      if (type === 'tag') {
        const target = tagTarget(bytes);
        if (target !== null) enterHex(Buffer.from(target, 'latin1'), 0, null);
      } else if (type === 'commit') {
        if (mark === byRef) onHeld?.(number, bytes);
        const cut = shallow.size > 0 && shallow.has(store.idText(number));
        eachCommitId(bytes, store.idBytes, (at, isTree) => {
          if (isTree) enterHex(bytes, at, 'tree');
          else if (!cut) enterHex(bytes, at, 'commit');
        });
      } else {
        problems.add(store.pathOf(number), `the object ${store.idText(number)} is a ${type}, where a commit is named`);
      }
    }
    // Trees are read level by level, each level in the order of the pack: their bases then are still in memory.
    while (trees.length > 0) {
      const level = inPackOrder(store, trees);
      trees = [];
      for (const number of level) {
        if (pace.due()) await pace.breathe();
        const read = store.read(number);
        if (!read.ok || read.object.type !== 'tree') {
          problems.add(store.pathOf(number), `the tree ${store.idText(number)} cannot be read: ${read.ok ? `it is a ${read.object.type}` : read.reason}`);
          continue;
        }
        const bytes = read.object.bytes;
        const good = eachTreeId(bytes, store.idBytes, (mode, at) => {
          if (isSubmoduleMode(mode)) return;
          const child = store.table.find(bytes, at);
          if (child >= 0) enter(child, isTreeMode(mode) ? 'tree' : 'blob');
          else lacks(viewOf(bytes).toString('hex', at, at + store.idBytes));
        });
        if (!good) problems.add(store.pathOf(number), `the tree ${store.idText(number)} cannot be read to its end`);
      }
    }
  };
}

/** Numbers of objects in the order in which they stand in their packs. */
function inPackOrder(store: ObjectStore, numbers: readonly number[]): readonly number[] {
  const keys = Float64Array.from(numbers, (number) => store.place(number) * store.count + number);
  keys.sort();
  return Array.from(keys, (key) => key % store.count);
}

/** Calls back for the places of the tree's and the parents' ids at the head of a commit. */
export function eachCommitId(bytes: Uint8Array, idBytes: number, visit: (at: number, isTree: boolean) => void): void {
  let at = 0;
  const digits = idBytes * 2;
  for (;;) {
    // `tree ` and `parent ` are told apart by their first byte.
    const first = bytes[at];
    const length = first === 0x74 ? 5 : first === 0x70 ? 7 : 0;
    if (length === 0 || bytes[at + length - 1] !== 0x20 || bytes[at + length + digits] !== 0x0a) return;
    visit(at + length, first === 0x74);
    at += length + digits + 1;
  }
}

/** Types of the lost objects, and which of them another lost one refers to. */
async function lookInto(
  store: ObjectStore, lost: readonly number[], pace: Pace,
): Promise<{ readonly named: Uint8Array; readonly types: readonly (ObjectType | null)[] }> {
  const named = new Uint8Array(store.count);
  const types = new Map<number, ObjectType | null>();
  const raw = new Uint8Array(store.idBytes);
  const name = (bytes: Uint8Array, at: number): void => {
    const number = store.table.find(bytes, at);
    if (number >= 0) named[number] = 1;
  };
  for (const number of inPackOrder(store, lost)) {
    if (pace.due()) await pace.breathe();
    // Opening a loose file costs more than inflating it: a small one is read at once, without asking for its type first.
    const small = store.isLoose(number) ? store.read(number, 1 << 20) : null;
    const type = small?.ok ? small.object.type : store.typeOf(number);
    types.set(number, type);
    if (type === null || type === 'blob') continue;
    const read = small?.ok ? small : store.read(number);
    if (!read.ok) continue;
    const bytes = read.object.bytes;
    if (type === 'tree') eachTreeId(bytes, store.idBytes, (mode, at) => void (isSubmoduleMode(mode) || name(bytes, at)));
    else if (type === 'commit') eachCommitId(bytes, store.idBytes, (at) => void (rawIdFromHex(bytes, at, raw) && name(raw, 0)));
    else {
      const target = tagTarget(bytes);
      if (target !== null && rawIdFromHex(Buffer.from(target, 'latin1'), 0, raw)) name(raw, 0);
    }
  }
  return { named, types: lost.map((number) => types.get(number) ?? null) };
}
