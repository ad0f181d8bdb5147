/** What was read of one file, counted line by line, and whether the counts add up to the file. Knows no format. Pure. */

/** Counts of one file. `records + malformed + oversized + blank` is its number of lines. */
export interface FileCounts {
  readonly path: string;
  bytes: number;
  lines: number;
  records: number;
  /** Rows of the timeline that its records gave; one record can give several, a repeated one none. */
  events: number;
  malformed: number;
  oversized: number;
  blank: number;
  /** Records whose id was read before; they are among `records`. */
  duplicates: number;
  /** Records without a time; they are among `records`. */
  untimed: number;
  /** Kinds that this version does not know, each once for each record that has it: a row's own, or those of its blocks. */
  unknown: number;
}

export function createFileCounts(path: string): FileCounts {
  return { path, bytes: 0, lines: 0, records: 0, events: 0, malformed: 0, oversized: 0, blank: 0, duplicates: 0, untimed: 0, unknown: 0 };
}

/** Watches that the lines of a file follow each other without a hole: each byte belongs to a line or ends one. */
export interface Coverage {
  line(place: { readonly byteStart: number; readonly byteEnd: number; readonly ended: boolean }): void;
  /** Offset behind the last line seen. */
  readonly end: number;
  /** Where the first hole begins, or null. */
  readonly hole: number | null;
}

export function createCoverage(): Coverage {
  let end = 0;
  let hole: number | null = null;
  return {
    line(place) {
      if (place.byteStart !== end) hole ??= end;
      end = place.byteEnd + (place.ended ? 1 : 0);
    },
    get end() {
      return end;
    },
    get hole() {
      return hole;
    },
  };
}

/**
 * What does not add up between the counts, the lines that were handed out, and the bytes of the file; empty where all do.
 * A mismatch is Postflight's own fault and is listed as a problem of the file, so that no number stands on it unsaid.
 */
export function unreconciled(counts: FileCounts, covered: Coverage, events: number): readonly string[] {
  const faults: string[] = [];
  const sum = counts.records + counts.malformed + counts.oversized + counts.blank;
  if (sum !== counts.lines) faults.push(`${counts.lines} lines, but ${counts.records} records, ${counts.malformed} malformed, ${counts.oversized} oversized and ${counts.blank} blank ones make ${sum}`);
  if (covered.hole !== null) faults.push(`the lines leave a hole at byte ${covered.hole}`);
  if (covered.end !== counts.bytes) faults.push(`the lines end at byte ${covered.end}, the file at ${counts.bytes}`);
  if (events !== counts.events) faults.push(`${counts.events} events counted, ${events} stored`);
  for (const name of ['duplicates', 'untimed'] as const) if (counts[name] > counts.records) faults.push(`more ${name} than records`);
  return faults;
}
