/** The order of the timeline. Files are mostly in time order already, so the runs that are there are merged. Pure. */

/** What events are ordered by: the time they are placed at (NaN goes last), then the rank of their file, their line, their number. */
export interface TimeKeys {
  readonly placed: Float64Array;
  readonly rank: Uint32Array;
  readonly line: Uint32Array;
}

/** Numbers of the events in time order. */
export function timeOrder({ placed, rank, line }: TimeKeys): Uint32Array {
  const { length } = placed;
  const after = (a: number, b: number): boolean => {
    const x = placed[a] ?? 0;
    const y = placed[b] ?? 0;
    if (x < y) return false;
    if (x > y) return true;
    if (x !== y) {
      // At least one is NaN.
      const [unplacedA, unplacedB] = [Number.isNaN(x), Number.isNaN(y)];
      if (unplacedA !== unplacedB) return unplacedA;
    }
    const ranks = (rank[a] ?? 0) - (rank[b] ?? 0);
    if (ranks !== 0) return ranks > 0;
    const lines = (line[a] ?? 0) - (line[b] ?? 0);
    return lines === 0 ? a > b : lines > 0;
  };
  let order = Uint32Array.from({ length }, (_, event) => event);
  let runs = runsIn(order, after);
  let merged = new Uint32Array(runs.length > 2 ? length : 0);
  while (runs.length > 2) {
    const ends = [0];
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const end = runs[run + 2] ?? length;
      mergeRuns(order, merged, { from: runs[run] ?? 0, middle: runs[run + 1] ?? 0, end }, after);
      ends.push(end);
    }
    [order, merged] = [merged, order];
    runs = ends;
  }
  return order;
}

/** Where each run begins, and the end of the last. */
function runsIn(order: Uint32Array, after: (a: number, b: number) => boolean): number[] {
  const starts = [0];
  for (let at = 1; at < order.length; at++) if (after(order[at - 1] ?? 0, order[at] ?? 0)) starts.push(at);
  if (order.length > 0) starts.push(order.length);
  return starts;
}

/** Merges two runs that stand side by side; a last one without another is taken over as it is. */
function mergeRuns(from: Uint32Array, into: Uint32Array, run: { readonly from: number; readonly middle: number; readonly end: number }, after: (a: number, b: number) => boolean): void {
  let left = run.from;
  let right = run.middle;
  for (let at = run.from; at < run.end; at++) {
    const takeRight = left >= run.middle || (right < run.end && after(from[left] ?? 0, from[right] ?? 0));
    into[at] = from[takeRight ? right++ : left++] ?? 0;
  }
}
