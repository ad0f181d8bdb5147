/**
 * Notes which records have odd escapes, those that JSON does not ask for: bytes say nothing about them. Each record is looked
 * through once, by whoever reads it first. Knows no query.
 */
import type { ByteSearch } from '../scanner/byte-search.ts';
import type { OpenFile } from '../intake/evidence-files.ts';
import type { NextMatch } from './anchor.ts';
import { escapeMarks, type FileRecords } from './record-table.ts';
import type { SearchUnit } from './units.ts';

/** An escape is at most 12 bytes long, a pair of them. */
export const longestEscape = 12;

/** True where a unit was looked through: its first record tells for all of it, as a unit is marked when it is done. */
export function isNoted(table: FileRecords, unit: SearchUnit): boolean {
  return ((table.marks[unit.from] ?? 0) & escapeMarks.known) !== 0;
}

export function setNoted(table: FileRecords, unit: SearchUnit): void {
  for (let record = unit.from; record < unit.to; record++) table.marks[record] = (table.marks[record] ?? 0) | escapeMarks.known;
}

/** Looks through a unit for nothing else, before searches come. Gives false where it was stopped, or the file ended early. */
export function noteUnit(file: OpenFile, table: FileRecords, unit: SearchUnit, search: ByteSearch, stop: () => boolean): boolean {
  const end = table.ends[unit.to - 1] ?? 0;
  if (isNoted(table, unit)) return true;
  for (let at = table.starts[unit.from] ?? 0; at < end; ) {
    const got = stop() ? 0 : file.readInto(search.block.subarray(0, Math.min(search.block.length, end - at)), 0, at);
    if (got === 0) return false;
    noteEscapes(table, unit, search, got, at, () => {});
    at = at + got >= end ? end : at + Math.max(1, got - longestEscape + 1);
  }
  setNoted(table, unit);
  return true;
}

const anyEscape = escapeMarks.unicode | escapeMarks.slash | escapeMarks.half;

/** Marks the records of a chunk by the escapes they have, and tells of them. */
export function noteEscapes(table: FileRecords, unit: SearchUnit, search: ByteSearch, length: number, at: number, visit: (record: number, bits: number) => void): void {
  const next: NextMatch = (from) => search.nextEscape(from, length, anyEscape)?.at ?? -1;
  eachRecord(table, unit, length, at, next, (record, found) => {
    const to = Math.min(length, (table.ends[record] ?? 0) - at);
    let bits = 0;
    for (let one = search.nextEscape(found, to, anyEscape); one !== null; one = bits === anyEscape ? null : search.nextEscape(one.at, to, anyEscape & ~bits)) bits |= one.kind;
    table.marks[record] = (table.marks[record] ?? 0) | bits;
    visit(record, bits);
  });
}

/** Calls `visit` once for each record of the unit in which `next` finds something. */
export function eachRecord(table: FileRecords, unit: SearchUnit, length: number, at: number, next: NextMatch, visit: (record: number, found: number) => void): void {
  for (let from = 0; from < length; ) {
    const found = next(from);
    if (found < 0) return;
    const record = recordAt(table, unit, at + found);
    const end = record < 0 ? 0 : (table.ends[record] ?? 0);
    if (record >= 0 && at + found < end) {
      visit(record, found);
      from = Math.max(found + 1, end - at);
    } else {
      // Between records of calls and answers: prompts, and what else is not searched.
      const start = record + 1 < unit.to ? (table.starts[Math.max(record + 1, unit.from)] ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
      from = Math.max(found + 1, start - at);
    }
  }
}

/** The last record of the unit that starts at or before a byte; -1 where none does. */
export function recordAt(table: FileRecords, unit: SearchUnit, byte: number): number {
  let low = unit.from;
  let high = unit.to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((table.starts[middle] ?? 0) <= byte) low = middle + 1;
    else high = middle;
  }
  return low > unit.from ? low - 1 : -1;
}
