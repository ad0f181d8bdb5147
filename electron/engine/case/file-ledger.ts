/** The ledger file by file, and whether its sums are the numbers that the case shows. Pure. */
import type { FileLedger, Ledger } from '../../../shared/case.ts';
import type { EventStore } from '../events/event-store.ts';
import type { FileCounts } from '../sources/file-counts.ts';

/** The sums of a ledger's rows. */
export type LedgerSums = Omit<FileLedger, 'path' | 'kind'>;

const summed = ['bytes', 'lines', 'records', 'events', 'malformed', 'oversized', 'blank', 'duplicates', 'untimed', 'unknown'] as const satisfies readonly (keyof LedgerSums)[];

export function ledgerSums(rows: readonly FileLedger[]): LedgerSums {
  const sums: Record<(typeof summed)[number], number> = { bytes: 0, lines: 0, records: 0, events: 0, malformed: 0, oversized: 0, blank: 0, duplicates: 0, untimed: 0, unknown: 0 };
  for (const row of rows) for (const name of summed) sums[name] += row[name];
  return sums;
}

/** The sums over the transcripts, whose numbers the case shows. */
export function transcriptSums(rows: readonly FileLedger[]): LedgerSums {
  return ledgerSums(rows.filter((row) => row.kind.endsWith('transcript')));
}

/**
 * Rows of the files that were read line by line, in the manifest's order. `alone` counts results without a call: they
 * become events only when each file has been read.
 */
export function fileLedger(counts: readonly FileCounts[], kindOf: (path: string) => string, alone: ReadonlyMap<string, number>): readonly FileLedger[] {
  return counts.map((count): FileLedger => ({ ...count, path: count.path.slice(0, 8192), kind: kindOf(count.path), events: count.events + (alone.get(count.path) ?? 0) }));
}

/** Events that stand behind the ones that the files' own counts account for, by file. */
export function eventsBehind(store: EventStore, counted: number, end: number): ReadonlyMap<string, number> {
  const files = new Map<string, number>();
  for (let event = counted; event < end; event++) files.set(store.file(event), (files.get(store.file(event)) ?? 0) + 1);
  return files;
}

/** Where the sums over transcripts are not the totals that are shown; empty where all agree. */
export function ledgerFaults(transcripts: readonly FileLedger[], totals: Ledger, events: number): readonly string[] {
  const sums = ledgerSums(transcripts);
  const faults: string[] = [];
  const hold = (name: string, sum: number, shown: number): void => {
    if (sum !== shown) faults.push(`${name}: ${sum} over the files, ${shown} in all`);
  };
  for (const name of ['records', 'malformed', 'oversized', 'duplicates', 'untimed'] as const) hold(name, sums[name], totals[name]);
  hold('unknown', sums.unknown, Object.values(totals.unknownKinds).reduce((sum, count) => sum + count, 0));
  hold('events', sums.events, events);
  return faults;
}
