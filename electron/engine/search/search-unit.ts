/**
 * Searches one stretch of one file: finds candidate records in the raw bytes, reads each of them, and asks the matcher.
 * The same in a thread and in the engine itself. Knows neither events nor ports.
 */
import { isAscii } from 'node:buffer';
import { asObject, type Json } from '../events/json.ts';
import type { EvidenceFiles, OpenFile } from '../intake/evidence-files.ts';
import { reasonOf } from '../intake/open-file.ts';
import { type Anchor, anchorOf, nextOddEscape, type OddKind } from './anchor.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import type { MatchSpan, SearchQuery } from './query.ts';
import { recordTexts } from './record-texts.ts';
import { escapeMarks, type FileRecords } from './record-table.ts';

/** Records `from` (included) to `to` (excluded) of a file of the table. */
export interface SearchUnit {
  readonly file: number;
  readonly from: number;
  readonly to: number;
}

export interface UnitHit {
  readonly record: number;
  readonly owner: { readonly part: 'input'; readonly block: number } | { readonly part: 'output'; readonly toolUseId: string | null };
  readonly field: string;
  readonly occurrences: number;
  readonly snippet: string;
  readonly match: MatchSpan;
}

export interface UnitResult {
  readonly bytes: number;
  readonly hits: readonly UnitHit[];
  /** Records that could not be searched, with the reason. */
  readonly problems: readonly { readonly record: number; readonly reason: string }[];
  /** True where `stop` ended it early. */
  readonly stopped: boolean;
}

/** Read so much at once: it stays in the processor's cache while it is looked through. */
const chunkBytes = 256 << 10;
/** A unit yields at most so many hits and problems; the desk's own limit is lower. */
const problemsKept = 20;

export interface UnitSearcher {
  /** Null: nothing is searched for; the records with odd escapes are found and noted for the searches to come. */
  begin(query: SearchQuery | null): void;
  search(unit: SearchUnit, stop: () => boolean): UnitResult;
}

export function createUnitSearcher(files: Pick<EvidenceFiles, 'open'>, tables: readonly FileRecords[]): UnitSearcher {
  let anchor: Anchor | null = null;
  let matcher: Matcher = findsNothing;
  const room = Buffer.allocUnsafeSlow(chunkBytes);
  return {
    begin(query) {
      matcher = query === null ? findsNothing : createMatcher(query);
      anchor = query === null ? escapesOnly : anchorOf(query);
    },
    search(unit, stop) {
      const table = tables[unit.file];
      if (!table || unit.to <= unit.from) return { bytes: 0, hits: [], problems: [], stopped: false };
      const opened = files.open(table.path);
      const bytes = (table.ends[unit.to - 1] ?? 0) - (table.starts[unit.from] ?? 0);
      if (!opened.ok) return { bytes, hits: [], problems: [{ record: unit.from, reason: opened.problem.reason }], stopped: false };
      try {
        if (table.plain && anchor === escapesOnly) return { bytes, hits: [], problems: [], stopped: false };
        return anchor === null || table.plain ? everyRecord(opened.value, table, unit, matcher, stop) : candidates(opened.value, table, unit, anchor, matcher, stop, room);
      } catch (error) {
        return { bytes, hits: [], problems: [{ record: unit.from, reason: reasonOf(error) }], stopped: false };
      } finally {
        opened.value.close();
      }
    },
  };
}

const findsNothing: Matcher = { find: () => null };
/** Finds no record; where it is asked for, both kinds of odd escape are still looked for. */
const escapesOnly: Anchor = { longest: 1, also: [], hasSlash: true, within: () => () => -1 };

const escapeBits: Readonly<Record<OddKind, { readonly has: number; readonly known: number }>> = {
  unicode: { has: escapeMarks.unicode, known: escapeMarks.unicodeKnown },
  slash: { has: escapeMarks.slash, known: escapeMarks.slashKnown },
};

/** Gathers what one unit gives. */
function createGatherer(file: OpenFile, table: FileRecords, matcher: Matcher) {
  const hits: UnitHit[] = [];
  const problems: { record: number; reason: string }[] = [];
  return {
    hits,
    problems,
    /** `chunk` holds the file from `at` on; a record that lies in it is not read again. */
    take(record: number, chunk: Buffer, at: number): void {
      const start = table.starts[record] ?? 0;
      const end = table.ends[record] ?? 0;
      const inside = start >= at && end <= at + chunk.length;
      const bytes = inside ? chunk.subarray(start - at, end - at) : buffered(file.read(start, end - start));
      if (table.plain) {
        const text = bytes.toString('utf8');
        const match = matcher.find(text);
        if (match) hits.push({ record, owner: { part: 'output', toolUseId: null }, field: 'the whole result', occurrences: match.occurrences, ...snippetOf(text, match.first) });
        return;
      }
      const row = parsedRow(bytes);
      if (row === null) {
        if (problems.length < problemsKept) problems.push({ record, reason: 'The record is no longer what was read.' });
        return;
      }
      for (const { texts, ...owner } of recordTexts(row)) {
        const found = texts.flatMap((named) => {
          const match = matcher.find(named.text);
          return match ? [{ ...match, named }] : [];
        });
        const [first] = found;
        if (!first) continue;
        const occurrences = found.reduce((sum, each) => sum + each.occurrences, 0);
        hits.push({ record, owner, field: first.named.name.slice(0, 300), occurrences, ...snippetOf(first.named.text, first.first) });
      }
    },
  };
}

function buffered(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function parsedRow(bytes: Buffer): ReturnType<typeof asObject> {
  try {
    // What is ASCII needs no decoding, which costs more than parsing.
    const text = isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
    const value: Json = JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
    return asObject(value);
  } catch {
    return null;
  }
}

const before = 80;
const shownMatch = 200;
const after = 120;

/** The match with what stands around it; the span is that of the match in the snippet, cut where it is long. */
export function snippetOf(text: string, match: MatchSpan): { snippet: string; match: MatchSpan } {
  let from = Math.max(0, match.start - before);
  // Half a surrogate pair at the edge would show as damage that is not there.
  if (from > 0 && /[\udc00-\udfff]/.test(text[from] ?? '')) from -= 1;
  const shownEnd = Math.min(match.end, match.start + shownMatch);
  let to = Math.min(text.length, shownEnd + after);
  if (to < text.length && /[\udc00-\udfff]/.test(text[to] ?? '')) to -= 1;
  return { snippet: text.slice(from, to), match: { start: match.start - from, end: shownEnd - from } };
}

function everyRecord(file: OpenFile, table: FileRecords, unit: SearchUnit, matcher: Matcher, stop: () => boolean): UnitResult {
  const gatherer = createGatherer(file, table, matcher);
  const first = table.starts[unit.from] ?? 0;
  let chunk: Buffer = Buffer.alloc(0);
  let at = 0;
  let bytes = 0;
  for (let record = unit.from; record < unit.to; record++) {
    if (stop()) return { bytes, hits: gatherer.hits, problems: gatherer.problems, stopped: true };
    const start = table.starts[record] ?? 0;
    const end = table.ends[record] ?? 0;
    if (end > at + chunk.length) {
      at = start;
      chunk = buffered(file.read(start, Math.max(chunkBytes, end - start)));
    }
    gatherer.take(record, chunk, at);
    bytes = end - first;
  }
  return { bytes, hits: gatherer.hits, problems: gatherer.problems, stopped: false };
}

function candidates(file: OpenFile, table: FileRecords, unit: SearchUnit, anchor: Anchor, matcher: Matcher, stop: () => boolean, room: Buffer): UnitResult {
  const gatherer = createGatherer(file, table, matcher);
  const first = table.starts[unit.from] ?? 0;
  const end = table.ends[unit.to - 1] ?? 0;
  const kinds: readonly OddKind[] = anchor.hasSlash ? ['unicode', 'slash'] : ['unicode'];
  // The first record of a unit tells for all of it, as a unit is marked when it is done.
  const unknown = kinds.filter((kind) => ((table.marks[unit.from] ?? 0) & escapeBits[kind].known) === 0);
  const oddBits = kinds.reduce((bits, kind) => bits | escapeBits[kind].has, 0);
  const looks = anchor !== escapesOnly;
  /** An escape is at most 12 bytes long, a pair of them. */
  const overlap = Math.max(anchor.longest - 1, 11);
  /** False only where a record that is at hand whole lacks something; its odd escapes make it a candidate by themselves. */
  const mayHold = (record: number, chunk: Buffer, at: number): boolean => {
    const from = (table.starts[record] ?? 0) - at;
    const to = (table.ends[record] ?? 0) - at;
    return anchor.also.length === 0 || from < 0 || to > chunk.length || anchor.also.every((bytes) => chunk.subarray(from, to).includes(bytes));
  };
  let done = unit.from - 1; // the last record that was looked at
  let whole = true;
  let noted = unit.from - 1; // the last record whose marks were looked at
  const target = room.length >= overlap * 4 ? room : Buffer.allocUnsafeSlow(overlap * 4);
  for (let at = first; at < end; ) {
    if (stop()) return { bytes: at - first, hits: gatherer.hits, problems: gatherer.problems, stopped: true };
    const got = file.readInto(target.subarray(0, Math.min(target.length, end - at)), 0, at);
    if (got === 0) {
      gatherer.problems.push({ record: Math.min(done + 1, unit.to - 1), reason: 'The file is shorter than when it was read.' });
      whole = false;
      break;
    }
    const chunk = target.subarray(0, got);
    const wanted = new Set<number>();
    eachRecord(table, unit, chunk.length, at, anchor.within(chunk), (record) => {
      if (mayHold(record, chunk, at)) wanted.add(record);
    });
    for (const kind of unknown) {
      eachRecord(table, unit, chunk.length, at, (from) => nextOddEscape(chunk, from, kind), (record) => {
        table.marks[record] = (table.marks[record] ?? 0) | escapeBits[kind].has;
        // An escape can show only in the chunk after the one in which its record begins.
        if (record > done) wanted.add(record);
      });
    }
    const last = recordAt(table, unit, at + got - 1);
    for (let record = noted + 1; record <= last; record++) if (((table.marks[record] ?? 0) & oddBits) !== 0) wanted.add(record);
    noted = Math.max(noted, last);
    for (const record of looks ? [...wanted].sort((a, b) => a - b) : []) {
      if (record <= done) continue;
      gatherer.take(record, chunk, at);
      done = record;
    }
    at += at + got >= end ? got : Math.max(1, got - overlap);
  }
  if (whole) for (const kind of unknown) for (let record = unit.from; record < unit.to; record++) table.marks[record] = (table.marks[record] ?? 0) | escapeBits[kind].known;
  return { bytes: end - first, hits: gatherer.hits, problems: gatherer.problems, stopped: false };
}

/** Calls `visit` once for each record of the unit in which `next` finds something. */
function eachRecord(table: FileRecords, unit: SearchUnit, length: number, at: number, next: (from: number) => number, visit: (record: number) => void): void {
  for (let from = 0; from < length; ) {
    const found = next(from);
    if (found < 0) return;
    const record = recordAt(table, unit, at + found);
    const end = record < 0 ? 0 : (table.ends[record] ?? 0);
    if (record >= 0 && at + found < end) {
      visit(record);
      from = Math.max(found + 1, end - at);
    } else {
      // Between records of calls and answers: prompts, and what else is not searched.
      const start = record + 1 < unit.to ? (table.starts[Math.max(record + 1, unit.from)] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
      from = Math.max(found + 1, start - at);
    }
  }
}

/** The last record of the unit that starts at or before a byte; -1 where none does. */
function recordAt(table: FileRecords, unit: SearchUnit, byte: number): number {
  let low = unit.from;
  let high = unit.to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((table.starts[middle] ?? 0) <= byte) low = middle + 1;
    else high = middle;
  }
  return low > unit.from ? low - 1 : -1;
}
