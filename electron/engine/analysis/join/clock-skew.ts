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
    return { pairs: close.length, median, max: farthest(close, median) };
  }
  const all = pairs.map((pair) => pair.difference).sort((a, b) => a - b);
  let best: readonly number[] = [];
  for (let from = 0, to = 0; from < all.length; from++) {
    to = Math.max(to, from);
    while (to + 1 < all.length && (all[to + 1] ?? 0) - (all[from] ?? 0) <= slackMs) to += 1;
    const group = all.slice(from, to + 1);
    const centre = (numbers: readonly number[]): number => Math.abs(numbers[numbers.length >> 1] ?? 0);
    if (group.length > best.length || (group.length === best.length && centre(group) < centre(best))) best = group;
  }
  if (best.length < 2) return { pairs: 0, median: null, max: null };
  const median = best[best.length >> 1] ?? 0;
  return { pairs: best.length, median, max: farthest(best, median) };
}

function farthest(differences: readonly number[], median: number): number {
  return differences.reduce((most, difference) => Math.max(most, Math.abs(difference - median)), 0);
}
