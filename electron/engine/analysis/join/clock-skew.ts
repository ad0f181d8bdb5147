/** How far the clock that stamped the reflogs ran from the transcripts' clock: measured from pairs that can only belong together. Pure. */

export interface ClockSkew {
  readonly pairs: number;
  /** Milliseconds to take from a reflog's time to get the transcript's; null where nothing could be measured. */
  readonly median: number | null;
  /** Largest distance of a pair from the median. */
  readonly max: number | null;
}

/** A possible pair. `sure`: nothing else has this verb and these words. */
export interface PossiblePair {
  /** Reflog time minus the time at which the call ended. */
  readonly difference: number;
  readonly sure: boolean;
  /** Which call it is of. */
  readonly call: number;
  /** Repositories of one machine's clock, as far as is known; null where the place is open. */
  readonly family?: string | null;
}

/** A reflog's seconds are cut, and a call's end is when its row was written. */
const slackMs = 2500;
const farApartMs = 600_000;

/** From sure pairs their median; else the difference that most pairs share, where more than one does. */
export function measureSkew(pairs: readonly PossiblePair[]): ClockSkew {
  const sure = pairs.filter((pair) => pair.sure).map((pair) => pair.difference).sort((a, b) => a - b);
  if (sure.length > 0) {
    const median = sure[sure.length >> 1] ?? 0;
    const close = sure.filter((difference) => Math.abs(difference - median) <= 60_000);
    // One pair that lies far apart may be two commits of one name: a clock that far off needs a second pair.
    const others = pairs.filter((pair) => Math.abs(pair.difference - median) <= slackMs).length;
    if (Math.abs(median) > farApartMs && close.length < 2 && others < 2) return { pairs: 0, median: null, max: null };
    // One or two pairs of one name may be two people's; what several others share says more.
    const shared = sure.length < 3 ? mostShared(pairs) : [];
    const centre = shared[shared.length >> 1] ?? median;
    if (shared.length >= 3 && Math.abs(centre - median) > 2 * slackMs) return { pairs: shared.length, median: centre, max: farthest(shared, centre) };
    return { pairs: close.length, median, max: farthest(close, median) };
  }
  const best = mostShared(pairs);
  if (best.length < 2) return { pairs: 0, median: null, max: null };
  const median = best[best.length >> 1] ?? 0;
  return { pairs: best.length, median, max: farthest(best, median) };
}

/** What families of repositories whose clock was another one than most have of their own. Two calls must say so. */
export function shiftsOf(pairs: readonly PossiblePair[], all: ClockSkew, least: number): ReadonlyMap<string, number> {
  const shifts = new Map<string, number>();
  const families = new Map<string, PossiblePair[]>();
  for (const pair of pairs) {
    if (pair.family === null || pair.family === undefined) continue;
    const own = families.get(pair.family);
    if (own) own.push(pair);
    else families.set(pair.family, [pair]);
  }
  if (families.size < 2) return shifts;
  for (const [family, own] of families) {
    const { pairs: count, median } = measureSkew(own);
    if (count >= 2 && median !== null && Math.abs(median - (all.median ?? 0)) > 2 * least) shifts.set(family, median);
  }
  return shifts;
}

/** The differences that most calls share, nearest to none where several do, in order. A call that fits many entries counts once. */
function mostShared(pairs: readonly PossiblePair[]): readonly number[] {
  const all = [...pairs].sort((a, b) => a.difference - b.difference);
  const inside = new Map<number, number>();
  const centre = (from: number, to: number): number => Math.abs(all[(from + to) >> 1]?.difference ?? 0);
  let best = { from: 0, to: 0, calls: 0 };
  for (let from = 0, to = 0; from < all.length; from++) {
    for (; to < all.length && (all[to]?.difference ?? 0) - (all[from]?.difference ?? 0) <= slackMs; to++) count(inside, all[to]?.call ?? 0, 1);
    if (inside.size > best.calls || (inside.size === best.calls && centre(from, to) < centre(best.from, best.to))) best = { from, to, calls: inside.size };
    count(inside, all[from]?.call ?? 0, -1);
  }
  return best.calls < 2 ? [] : all.slice(best.from, best.to).map((pair) => pair.difference);
}

function count(counts: Map<number, number>, key: number, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now === 0) counts.delete(key);
  else counts.set(key, now);
}

function farthest(differences: readonly number[], median: number): number {
  return differences.reduce((most, difference) => Math.max(most, Math.abs(difference - median)), 0);
}
