/**
 * Looks through the bytes of one unit for what its records must hold to be hits, and has those records taken. Records with odd
 * escapes are taken too, as bytes say nothing about them; which ones have some is noted on the way. Knows no query.
 */
import type { ByteSearch } from '../scanner/byte-search.ts';
import type { OpenFile } from '../intake/evidence-files.ts';
import type { Anchor, NextMatch } from './anchor.ts';
import type { RecordCutter } from './cut-record.ts';
import { eachRecord, isNoted, longestEscape, noteEscapes, recordAt, setNoted } from './escape-notes.ts';
import { type Gatherer, recordBytes } from './record-hits.ts';
import { escapeMarks, type FileRecords } from './record-table.ts';
import type { SearchUnit } from './units.ts';

/** What a unit is looked through for. */
export interface Quest {
  readonly search: ByteSearch;
  readonly anchor: Pick<Anchor, 'longest' | 'also' | 'hasSlash'>;
  /** Of the anchor. */
  readonly next: (length: number) => NextMatch;
  /** Where records can be cut to what is shown of them. */
  readonly cut: RecordCutter | null;
}

/** Gives the bytes looked through, and whether it was stopped. */
export function takeCandidates(file: OpenFile, table: FileRecords, unit: SearchUnit, quest: Quest, gatherer: Gatherer, stop: () => boolean): { bytes: number; stopped: boolean } {
  const { search, anchor, cut: cutter } = quest;
  const first = table.starts[unit.from] ?? 0;
  const end = table.ends[unit.to - 1] ?? 0;
  const known = isNoted(table, unit);
  const oddBits = escapeMarks.unicode | (anchor.hasSlash ? escapeMarks.slash : 0);
  const overlap = Math.max(anchor.longest, longestEscape) - 1;
  let done = unit.from - 1; // the last record that was looked at
  let noted = unit.from - 1; // the last record whose marks were looked at
  let cut = -1; // a record that is wanted and was cut by the end of a chunk
  for (let at = first; at < end; ) {
    if (stop()) return { bytes: at - first, stopped: true };
    const got = file.readInto(search.block.subarray(0, Math.min(search.block.length, end - at)), 0, at);
    if (got === 0) {
      gatherer.note({ record: Math.min(done + 1, unit.to - 1), reason: 'The file is shorter than when it was read.' });
      return { bytes: end - first, stopped: false };
    }
    const wanted = new Set<number>();
    if (cut >= 0) wanted.add(cut);
    if (!known) {
      noteEscapes(table, unit, search, got, at, (record, bits) => {
        // An escape can show only in the chunk after the one in which its record begins.
        if ((bits & oddBits) !== 0) wanted.add(record);
      });
    }
    const last = recordAt(table, unit, at + got - 1);
    for (let record = noted + 1; record <= last; record++) if (((table.marks[record] ?? 0) & oddBits) !== 0) wanted.add(record);
    noted = Math.max(noted, last);
    let next = at + got >= end ? end : at + Math.max(1, got - overlap);
    cut = -1;
    eachRecord(table, unit, got, at, quest.next(got), (record) => {
      if (mayHold(table, record, anchor.also, search.block, at, got)) wanted.add(record);
    });
    for (const record of [...wanted].sort((a, b) => a - b)) {
      if (record <= done) continue;
      const start = table.starts[record] ?? 0;
      const behind = table.ends[record] ?? 0;
      if (start >= at && behind <= at + got) {
        const marks = table.marks[record] ?? 0;
        const [from, to] = [start - at, behind - at];
        // Half of a character at the end of a copy that was cut is found in the whole text only where both are decoded.
        const plain = (marks & (escapeMarks.unicode | escapeMarks.half)) === 0;
        const cuts = cutter !== null && (marks & escapeMarks.slash) === 0;
        gatherer.take(record, search.block.subarray(from, to), { plain, cut: cuts ? () => cutter(from, to) : null });
      } else if (start > at && behind - start <= search.block.length) {
        // The next chunk begins with it: reading on is quicker than reading the record by itself.
        cut = record;
        next = start;
        break;
      } else gatherer.take(record, recordBytes(file, table, record));
      done = record;
    }
    at = next;
  }
  if (!known) setNoted(table, unit);
  return { bytes: end - first, stopped: false };
}

/** False only where a record that is at hand whole lacks something; its odd escapes make it a candidate by themselves. */
function mayHold(table: FileRecords, record: number, also: readonly Buffer[], block: Buffer, at: number, length: number): boolean {
  const from = (table.starts[record] ?? 0) - at;
  const to = (table.ends[record] ?? 0) - at;
  return also.length === 0 || from < 0 || to > length || also.every((bytes) => block.subarray(from, to).includes(bytes));
}
