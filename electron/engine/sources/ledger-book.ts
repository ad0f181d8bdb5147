/** Counts what was read and lists what was not. The same numbers go to the app, the JSON and the PDF. */
import type { Ledger, ReadProblem } from '../../../shared/case.ts';

/** Problems kept with their place; beyond it they are still counted, and the last row says so. */
const problemCap = 100_000;
const unknownNameCap = 2000;

export interface LedgerBook {
  records: number;
  malformed: number;
  oversized: number;
  duplicates: number;
  untimed: number;
  unknownKind(name: string): void;
  problem(problem: ReadProblem): void;
  readonly problems: readonly ReadProblem[];
  readonly problemCount: number;
  /** The counts as plain data, to be added to another book. */
  counts(): LedgerCounts;
  /** Adds what another book counted. `problems` may be fewer than it counted, where it kept only the first. */
  add(counts: LedgerCounts, problems: readonly ReadProblem[]): void;
  totals(files: number): Ledger;
}

export interface LedgerCounts {
  readonly records: number;
  readonly malformed: number;
  readonly oversized: number;
  readonly duplicates: number;
  readonly untimed: number;
  readonly problemCount: number;
  readonly unknown: ReadonlyMap<string, number>;
}

/** `onProblem` hears of each problem as it comes, for showing while reading. */
export function createLedgerBook(onProblem?: (problem: ReadProblem) => void): LedgerBook {
  const unknown = new Map<string, number>();
  const problems: ReadProblem[] = [];
  let problemCount = 0;
  const book: LedgerBook = {
    records: 0,
    malformed: 0,
    oversized: 0,
    duplicates: 0,
    untimed: 0,
    unknownKind(name) {
      const key = unknown.has(name) || unknown.size < unknownNameCap ? name.slice(0, 100) : '(more names)';
      unknown.set(key, (unknown.get(key) ?? 0) + 1);
    },
    problem(problem) {
      problemCount += 1;
      onProblem?.(problem);
      if (problems.length < problemCap) problems.push({ ...problem, path: problem.path.slice(0, 8192), reason: problem.reason.slice(0, 1000) });
    },
    problems,
    get problemCount() {
      return problemCount;
    },
    counts: () => ({
      records: book.records, malformed: book.malformed, oversized: book.oversized, duplicates: book.duplicates, untimed: book.untimed, problemCount, unknown,
    }),
    add(counts, more) {
      book.records += counts.records;
      book.malformed += counts.malformed;
      book.oversized += counts.oversized;
      book.duplicates += counts.duplicates;
      book.untimed += counts.untimed;
      for (const [name, count] of counts.unknown) unknown.set(name, (unknown.get(name) ?? 0) + count);
      for (const problem of more) book.problem(problem);
      problemCount += counts.problemCount - more.length;
    },
    totals: (files) => ({
      files,
      records: book.records,
      malformed: book.malformed,
      oversized: book.oversized,
      duplicates: book.duplicates,
      untimed: book.untimed,
      unknownKinds: Object.fromEntries([...unknown].sort(([a], [b]) => (a < b ? -1 : 1))),
      problems: problemCount,
    }),
  };
  return book;
}
