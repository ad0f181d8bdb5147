/** The order of the timeline. Files are mostly in time order already, so the runs that are there are merged. Pure. */

/** What events are ordered by: the time they are placed at (NaN goes last), then the rank of their file, their line, their number. */
export interface TimeKeys {
  readonly placed: Float64Array;
  readonly rank: Uint32Array;
  readonly line: Uint32Array;
}

/** Numbers of the events in time order. */
export function timeOrder(keys: TimeKeys): Uint32Array {
  const { length } = keys.placed;
  let order = new Uint32Array(length);
  for (let event = 0; event < length; event++) order[event] = event;
  let runs = runsIn(keys);
  let merged = new Uint32Array(runs.length > 2 ? length : 0);
  while (runs.length > 2) {
    const ends = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const end = runs[run + 2] ?? length;
      mergeRuns(order, merged, { from: runs[run] ?? 0, middle: runs[run + 1] ?? 0, end }, keys);
      ends.push(end);
    }
    [order, merged] = [merged, order];
    runs = ends;
  }
  return order;
}

/** True where `a` comes after `b`, which is placed at the same time, or where one of them has no place. */
function afterAtOnce({ placed, rank, line }: TimeKeys, a: number, b: number): boolean {
  const [unplacedA, unplacedB] = [Number.isNaN(placed[a]), Number.isNaN(placed[b])];
  if (unplacedA !== unplacedB) return unplacedA;
  const ranks = (rank[a] ?? 0) - (rank[b] ?? 0);
  if (ranks !== 0) return ranks > 0;
  const lines = (line[a] ?? 0) - (line[b] ?? 0);
  return lines === 0 ? a > b : lines > 0;
}

/** Where each run begins, and the end of the last. */
function runsIn(keys: TimeKeys): number[] {
  const { placed } = keys;
  const { length } = placed;
  const starts = [0];
  let before = placed[0] ?? 0;
  for (let at = 1; at < length; at++) {
    const time = placed[at] ?? 0;
    if (before > time || (!(before < time) && afterAtOnce(keys, at - 1, at))) starts.push(at);
    before = time;
  }
  if (length > 0) starts.push(length);
  return starts;
}

/** Merges two runs that stand side by side; a last one without another is taken over as it is. */
function mergeRuns(from: Uint32Array, into: Uint32Array, run: { readonly from: number; readonly middle: number; readonly end: number }, keys: TimeKeys): void {
  const { placed } = keys;
  const { middle, end } = run;
  let left = run.from;
  let right = middle;
  let at = left;
  if (left < middle && right < end) {
    let [a, b] = [from[left] ?? 0, from[right] ?? 0];
    let [x, y] = [placed[a] ?? 0, placed[b] ?? 0];
    for (;;) {
      if (x > y || (!(x < y) && afterAtOnce(keys, a, b))) {
        into[at++] = b;
        if (++right === end) break;
        b = from[right] ?? 0;
        y = placed[b] ?? 0;
      } else {
        into[at++] = a;
        if (++left === middle) break;
        a = from[left] ?? 0;
        x = placed[a] ?? 0;
      }
    }
  }
  into.set(left < middle ? from.subarray(left, middle) : from.subarray(right, end), at);
}
