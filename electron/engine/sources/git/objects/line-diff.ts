/** Compares two texts line by line (Myers, linear in space). Knows bytes and lines, not files or commits. Bounded. */

/** A run of lines that are equal, or that stand on one side only. Line numbers count from 0. */
export interface DiffRun {
  readonly kind: 'same' | 'removed' | 'added';
  readonly oldAt: number;
  readonly newAt: number;
  readonly count: number;
}

export interface Lines {
  /** Number of each line: equal lines have equal numbers on both sides. */
  readonly numbers: Int32Array;
  /** Where each line begins in the bytes, and one more for the end. */
  readonly starts: Uint32Array;
}

/** True for what git calls binary: a NUL among the first 8000 bytes. */
export function isBinary(bytes: Uint8Array): boolean {
  const nul = bytes.indexOf(0);
  return nul >= 0 && nul < 8000;
}

/** Cuts both texts into lines and numbers equal ones alike. A line keeps its line feed: a missing last one is a change. */
export function numberLines(old: Uint8Array, next: Uint8Array): readonly [Lines, Lines] {
  const known = new Map<string, number>();
  const cut = (bytes: Uint8Array): Lines => {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const starts: number[] = [0];
    const numbers: number[] = [];
    let at = 0;
    while (at < view.length) {
      const feed = view.indexOf(10, at);
      const end = feed < 0 ? view.length : feed + 1;
      const text = view.toString('latin1', at, end);
      const number = known.get(text) ?? known.size;
      known.set(text, number);
      numbers.push(number);
      starts.push(end);
      at = end;
    }
    return { numbers: Int32Array.from(numbers), starts: Uint32Array.from(starts) };
  };
  return [cut(old), cut(next)];
}

export interface LineDiff {
  /** The runs that lead from one side to the other, in order: removed before added. */
  readonly runs: readonly DiffRun[];
  readonly added: number;
  readonly removed: number;
  /** False where the work ran out and a part counts as replaced whole. */
  readonly exact: boolean;
}

/** Work that is done at most, in compared lines: some tens of milliseconds. */
const usualSteps = 8_000_000;

/** Compares two numbered texts, with the fewest lines changed. */
export function diffLines(old: Int32Array, next: Int32Array, maxSteps = usualSteps): LineDiff {
  const oldChanged = new Uint8Array(old.length);
  const newChanged = new Uint8Array(next.length);
  const oldKept = keepMatched(old, next, oldChanged);
  const newKept = keepMatched(next, old, newChanged);
  const state: Search = {
    old: Int32Array.from(oldKept, (at) => old[at] ?? 0),
    next: Int32Array.from(newKept, (at) => next[at] ?? 0),
    forward: new Int32Array(oldKept.length + newKept.length + 3),
    backward: new Int32Array(oldKept.length + newKept.length + 3),
    shift: newKept.length + 1,
    steps: maxSteps,
  };
  const work: Box[] = [{ left: 0, right: oldKept.length, top: 0, bottom: newKept.length }];
  for (let box = work.pop(); box; box = work.pop()) {
    const core = trimEnds(state, box);
    const middle = core.left < core.right && core.top < core.bottom ? findMiddle(state, core) : null;
    if (middle === null) {
      for (let at = core.left; at < core.right; at += 1) oldChanged[oldKept[at] ?? 0] = 1;
      for (let at = core.top; at < core.bottom; at += 1) newChanged[newKept[at] ?? 0] = 1;
    } else {
      work.push({ left: middle.oldAt, right: core.right, top: middle.newAt, bottom: core.bottom });
      work.push({ left: core.left, right: middle.oldAt, top: core.top, bottom: middle.newAt });
    }
  }
  return { ...runsOf(oldChanged, newChanged), exact: state.steps >= 0 };
}

/** Places of the lines that the other side has too; the others are marked as changed, and need no search. */
function keepMatched(lines: Int32Array, others: Int32Array, changed: Uint8Array): number[] {
  const present = new Set(others);
  const kept: number[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (present.has(lines[at] ?? -1)) kept.push(at);
    else changed[at] = 1;
  }
  return kept;
}

function runsOf(oldChanged: Uint8Array, newChanged: Uint8Array): { readonly runs: readonly DiffRun[]; readonly added: number; readonly removed: number } {
  const runs: DiffRun[] = [];
  let oldAt = 0;
  let newAt = 0;
  let removed = 0;
  let added = 0;
  const lengthOf = (flags: Uint8Array, from: number, flag: number): number => {
    let end = from;
    while (end < flags.length && flags[end] === flag) end += 1;
    return end - from;
  };
  while (oldAt < oldChanged.length || newAt < newChanged.length) {
    const gone = lengthOf(oldChanged, oldAt, 1);
    if (gone > 0) runs.push({ kind: 'removed', oldAt, newAt, count: gone });
    oldAt += gone;
    const come = lengthOf(newChanged, newAt, 1);
    if (come > 0) runs.push({ kind: 'added', oldAt, newAt, count: come });
    newAt += come;
    const same = Math.min(lengthOf(oldChanged, oldAt, 0), lengthOf(newChanged, newAt, 0));
    if (same > 0) runs.push({ kind: 'same', oldAt, newAt, count: same });
    oldAt += same;
    newAt += same;
    removed += gone;
    added += come;
  }
  return { runs, added, removed };
}

interface Search {
  readonly old: Int32Array;
  readonly next: Int32Array;
  readonly forward: Int32Array;
  readonly backward: Int32Array;
  /** Added to a diagonal to make it an index. */
  readonly shift: number;
  steps: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function trimEnds(state: Search, box: Box): Box {
  let { left, right, top, bottom } = box;
  while (left < right && top < bottom && state.old[left] === state.next[top]) {
    left += 1;
    top += 1;
  }
  while (left < right && top < bottom && state.old[right - 1] === state.next[bottom - 1]) {
    right -= 1;
    bottom -= 1;
  }
  return { left, right, top, bottom };
}

const beyond = 0x7fff_ffff;

/**
 * Where two searches, from both corners of the box, meet: a point on a shortest path. Null where the work ran out. The box
 * is not empty on either side, and its corners do not match.
 */
function findMiddle(state: Search, box: Box): { readonly oldAt: number; readonly newAt: number } | null {
  const { old, next, forward, backward, shift } = state;
  const low = box.left - box.bottom;
  const high = box.right - box.top;
  const fromStart = box.left - box.top;
  const fromEnd = box.right - box.bottom;
  const odd = ((fromStart - fromEnd) & 1) !== 0;
  let fLow = fromStart;
  let fHigh = fromStart;
  let bLow = fromEnd;
  let bHigh = fromEnd;
  forward[shift + fromStart] = box.left;
  backward[shift + fromEnd] = box.right;
  for (;;) {
    if (fLow > low) {
      fLow -= 1;
      forward[shift + fLow - 1] = -1;
    } else fLow += 1;
    if (fHigh < high) {
      fHigh += 1;
      forward[shift + fHigh + 1] = -1;
    } else fHigh -= 1;
    for (let diagonal = fHigh; diagonal >= fLow; diagonal -= 2) {
      const before = forward[shift + diagonal - 1] ?? 0;
      const after = forward[shift + diagonal + 1] ?? 0;
      let x = before >= after ? before + 1 : after;
      const from = x;
      while (x < box.right && x - diagonal < box.bottom && old[x] === next[x - diagonal]) x += 1;
      state.steps -= x - from + 1;
      forward[shift + diagonal] = x;
      if (odd && bLow <= diagonal && diagonal <= bHigh && (backward[shift + diagonal] ?? 0) <= x) return { oldAt: x, newAt: x - diagonal };
    }
    if (bLow > low) {
      bLow -= 1;
      backward[shift + bLow - 1] = beyond;
    } else bLow += 1;
    if (bHigh < high) {
      bHigh += 1;
      backward[shift + bHigh + 1] = beyond;
    } else bHigh -= 1;
    for (let diagonal = bHigh; diagonal >= bLow; diagonal -= 2) {
      const before = backward[shift + diagonal - 1] ?? 0;
      const after = backward[shift + diagonal + 1] ?? 0;
      let x = before < after ? before : after - 1;
      const from = x;
      while (x > box.left && x - diagonal > box.top && old[x - 1] === next[x - diagonal - 1]) x -= 1;
      state.steps -= from - x + 1;
      backward[shift + diagonal] = x;
      if (!odd && fLow <= diagonal && diagonal <= fHigh && x <= (forward[shift + diagonal] ?? 0)) return { oldAt: x, newAt: x - diagonal };
    }
    if (state.steps < 0) return null;
  }
}
