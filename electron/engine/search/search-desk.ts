/**
 * The search of a case: starts one, keeps its hits in the order of the evidence, pages them out, ends it. Hits are events;
 * a pattern has a deadline, and what was not searched is said.
 */
import type { Result } from '../../../shared/contract.ts';
import { blankedSecrets } from '../case/masked-finding.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { reasonOf } from '../intake/open-file.ts';
import type { EventStore } from '../events/event-store.ts';
import { createMatcher } from './matcher.ts';
import type { SearchQuery } from './query.ts';
import { createRecordTable, type RecordTable } from './record-table.ts';
import { type ResultFiles, resultFiles } from './result-files.ts';
import type { UnitHit } from './record-hits.ts';
import type { UnitResult } from './search-unit.ts';
import { createLocalRunner, createThreadRunner, type Running, type UnitRunner } from './unit-runner.ts';
import { localUnitBytes, type SearchUnit, threadUnitBytes, unitsOf } from './units.ts';
import { type UnsearchedLine, unsearchedLines } from './unsearched-lines.ts';

export type SearchPage = Result<'search.page'>;
type Hit = SearchPage['hits'][number];
type Problem = SearchPage['problems'][number];

/** A search ends when it has so many hits, and says so. */
export const hitCap = 10_000;
/** A pattern may take this long in all; a literal has no deadline. */
export const patternDeadlineMs = 60_000;
const problemsKept = 50;

export interface SearchDesk {
  /** Begins a search and ends the one before. Throws `UnfitQuery`. `keeps` says which events count. */
  start(query: SearchQuery, keeps: ((event: number) => boolean) | null): { id: number; bytesTotal: number };
  /** Null where that search is gone. */
  page(id: number, offset: number, limit: number): SearchPage | null;
  cancel(id: number): boolean;
  /** Has threads ready before the first search, and what a search must know of the evidence. A search ends it. */
  prepare(): void;
}

export interface DeskOptions {
  /** The searching thread's code; without it the engine's own thread searches. */
  readonly worker?: URL;
  readonly deadlineMs?: number;
}

export function createSearchDesk(files: EvidenceFiles, store: EventStore, options: DeskOptions = {}): SearchDesk {
  let table: RecordTable | null = null;
  let results: ResultFiles = { known: [], unknown: [] };
  let tooLarge: readonly UnsearchedLine[] = [];
  let runner: UnitRunner | null = null;
  let units: readonly SearchUnit[] | null = null;
  let last: { id: number; state(): SearchPage['state']; page(offset: number, limit: number): SearchPage; end(as: SearchPage['state']): void } | null = null;
  let count = 0;

  const ready = () => {
    if (table === null) {
      results = resultFiles(files, store);
      table = createRecordTable(store, results.known);
      tooLarge = unsearchedLines(store);
    }
    const records = table;
    runner ??= options.worker ? createThreadRunner(options.worker, files.root, records.files) : createLocalRunner(files, records.files);
    units ??= unitsOf(records.files, options.worker ? threadUnitBytes : localUnitBytes);
    return { records, runner, units };
  };
  const begin = (query: SearchQuery, keeps: ((event: number) => boolean) | null): { id: number; bytesTotal: number } => {
    createMatcher(query); // Refuses an unfit query here, where it can be said.
    last?.end('cancelled');
    const { records, runner, units } = ready();
    count += 1;
    const id = count;
    const bytesTotal = units.reduce((sum, unit) => sum + unitBytes(records, unit), 0);
    const hits: { readonly event: number; readonly file: number; readonly hit: UnitHit }[] = [];
    const problems: Problem[] = [];
    const waiting = new Map<number, UnitResult>();
    let released = 0;
    let bytesSearched = 0;
    let occurrences = 0;
    let problemCount = 0;
    let state: SearchPage['state'] = 'running';
    let running: Running | null = null;
    let deadline: NodeJS.Timeout | null = null;
    const end = (as: SearchPage['state']): void => {
      if (state !== 'running') return;
      state = as;
      if (deadline) clearTimeout(deadline);
      running?.stop();
      waiting.clear();
    };
    const note = (problem: Problem): void => {
      problemCount += 1;
      if (problems.length < problemsKept) problems.push(problem);
    };
    for (const { path, reason } of results.unknown) note({ path, line: null, byteOffset: null, reason });
    for (const line of tooLarge) note(line);
    const keep = (file: number, hit: UnitHit): void => {
      const event = hit.owner.part === 'input' ? records.callAt(file, hit.record, hit.owner.block) : records.answeredAt(file, hit.record, hit.owner.toolUseId);
      // A record's other answers and calls can belong to events that stand elsewhere: a copy counts once, at its first place.
      if (event === null || (keeps && !keeps(event))) return;
      occurrences += hit.occurrences;
      hits.push({ event, file, hit });
    };
    /** Of the hits only those are written out that a page shows. */
    const shown = ({ event, file, hit }: (typeof hits)[number]): Hit => {
      const { path, starts, ends } = records.files[file] ?? { path: '', starts: [], ends: [] };
      const place = { path, line: records.line(file, hit.record), byteStart: starts[hit.record] ?? 0, byteEnd: ends[hit.record] ?? 0 };
      return { eventId: event, time: store.time(event), tool: store.tool(event)?.slice(0, 300) ?? null, part: hit.owner.part, place, field: hit.field, occurrences: hit.occurrences, snippet: blankedSecrets(hit.snippet), match: hit.match };
    };
    const release = (): void => {
      for (let result = waiting.get(released); result && state === 'running'; result = waiting.get(released)) {
        waiting.delete(released);
        const file = units[released]?.file ?? 0;
        released += 1;
        bytesSearched += result.bytes;
        for (const { record, reason } of result.problems) note({ path: records.files[file]?.path ?? '', line: records.line(file, record), byteOffset: records.files[file]?.starts[record] ?? 0, reason: reason.slice(0, 1000) });
        for (const hit of result.hits) {
          if (hits.length >= hitCap) {
            end('full');
            return;
          }
          keep(file, hit);
        }
      }
    };
    running = runner.run(query, units, (number, result) => {
      if (state !== 'running') return;
      waiting.set(number, result);
      release();
    });
    if (query.kind === 'regex') {
      deadline = setTimeout(() => end('deadline'), options.deadlineMs ?? patternDeadlineMs);
      deadline.unref();
    }
    running.ended.then(
      () => end('done'),
      (error: unknown) => {
        note({ path: '', line: null, byteOffset: null, reason: `The search broke off. ${reasonOf(error)}`.slice(0, 1000) });
        end('failed');
      },
    );
    last = {
      id,
      end,
      state: () => state,
      page: (offset, limit) => ({ state, hits: hits.slice(offset, offset + limit).map(shown), total: hits.length, occurrences, bytesSearched, bytesTotal, problems: [...problems], problemCount }),
    };
    return { id, bytesTotal };
  };

  return {
    start: begin,
    prepare() {
      // A search under way, or done, has done it.
      if (last !== null || !options.worker) return;
      const { runner, units } = ready();
      runner.prepare(units).ended.catch(() => {}); // The first search meets the same trouble and says so.
    },
    page: (id, offset, limit) => (last?.id === id ? last.page(offset, limit) : null),
    cancel(id) {
      if (last?.id !== id || last.state() !== 'running') return false;
      last.end('cancelled');
      return true;
    },
  };
}

function unitBytes(table: RecordTable, unit: { file: number; from: number; to: number }): number {
  const records = table.files[unit.file];
  return records ? (records.ends[unit.to - 1] ?? 0) - (records.starts[unit.from] ?? 0) : 0;
}
