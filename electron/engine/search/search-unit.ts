/**
 * Searches one stretch of one file: finds candidate records in the raw bytes, or takes each where bytes say nothing. The same
 * in a thread and in the engine itself. Knows neither events nor ports.
 */
import type { EvidenceFiles, OpenFile } from '../intake/evidence-files.ts';
import { reasonOf } from '../intake/open-file.ts';
import { createByteSearch } from '../scanner/byte-search.ts';
import { type Anchor, anchorOf } from './anchor.ts';
import { type Quest, takeCandidates } from './candidate-records.ts';
import { recordCutter } from './cut-record.ts';
import { noteUnit } from './escape-notes.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import type { SearchQuery } from './query.ts';
import { createGatherer, type Gatherer, recordBytes, type UnitHit, type UnitProblem } from './record-hits.ts';
import type { FileRecords } from './record-table.ts';
import type { SearchUnit } from './units.ts';

export interface UnitResult {
  readonly bytes: number;
  readonly hits: readonly UnitHit[];
  readonly problems: readonly UnitProblem[];
  /** True where `stop` ended it early. */
  readonly stopped: boolean;
}

export interface UnitSearcher {
  /** Null: nothing is searched for; the records with odd escapes are found and noted for the searches to come. */
  begin(query: SearchQuery | null): void;
  search(unit: SearchUnit, stop: () => boolean): UnitResult;
}

export function createUnitSearcher(files: Pick<EvidenceFiles, 'open'>, tables: readonly FileRecords[]): UnitSearcher {
  const search = createByteSearch();
  /** Null where each record is to be taken. */
  let quest: Quest | null = null;
  let escapesOnly = true;
  let matcher: Matcher = findsNothing;
  return {
    begin(query) {
      escapesOnly = query === null;
      if (query === null) return;
      matcher = createMatcher(query);
      const anchor = anchorOf(query);
      quest = anchor === null ? null : { search, anchor, next: anchor.finder(search), cut: isCut(query, anchor, matcher) ? recordCutter(search, anchor.longest) : null };
    },
    search(unit, stop) {
      const table = tables[unit.file];
      if (!table || unit.to <= unit.from) return { bytes: 0, hits: [], problems: [], stopped: false };
      const gatherer = createGatherer(table, matcher);
      const opened = files.open(table.path);
      const bytes = (table.ends[unit.to - 1] ?? 0) - (table.starts[unit.from] ?? 0);
      const result = (state: { bytes: number; stopped: boolean }): UnitResult => ({ ...state, hits: gatherer.hits, problems: gatherer.problems });
      if (!opened.ok) return { bytes, hits: [], problems: [{ record: unit.from, reason: opened.problem.reason }], stopped: false };
      try {
        if (escapesOnly) return result({ bytes, stopped: !table.plain && !noteUnit(opened.value, table, unit, search, stop) });
        return result(quest === null || table.plain ? takeEach(opened.value, table, unit, gatherer, stop) : takeCandidates(opened.value, table, unit, quest, gatherer, stop));
      } catch (error) {
        return { bytes, hits: [], problems: [{ record: unit.from, reason: reasonOf(error) }], stopped: false };
      } finally {
        opened.value.close();
      }
    },
  };
}

/** Texts of an answer are compared as if line breaks stood between them: a query that holds one needs them whole. */
function isCut({ kind, text }: SearchQuery, anchor: Anchor, matcher: Matcher): boolean {
  return kind === 'literal' && anchor.whole && matcher.undecoded !== null && !text.includes('\n');
}

const findsNothing: Matcher = { find: () => null, undecoded: null };

/** So much is read at once where each record is looked at. */
const chunkBytes = 256 << 10;

function takeEach(file: OpenFile, table: FileRecords, unit: SearchUnit, gatherer: Gatherer, stop: () => boolean): { bytes: number; stopped: boolean } {
  const first = table.starts[unit.from] ?? 0;
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;
  let bytes = 0;
  for (let record = unit.from; record < unit.to; record++) {
    if (stop()) return { bytes, stopped: true };
    const start = table.starts[record] ?? 0;
    const end = table.ends[record] ?? 0;
    if (end > at + chunk.length) {
      at = start;
      const read = file.read(start, Math.max(chunkBytes, end - start));
      chunk = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
    }
    gatherer.take(record, end <= at + chunk.length ? chunk.subarray(start - at, end - at) : recordBytes(file, table, record));
    bytes = end - first;
  }
  return { bytes, stopped: false };
}
