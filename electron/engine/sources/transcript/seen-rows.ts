/** Which rows were read before, by their uuid: exact, about 28 bytes a row, so that gigabytes of transcripts fit; see `scanner/wasm/seen-rows.ts`. */
import type { Steps } from '../../intake/steps.ts';
import type { RowScanner } from '../../scanner/row-scanner.ts';
import { pageBytes, pagesOfSheet } from '../../scanner/walk-layout.ts';

/** Value of each hexadecimal digit in lower case; 16 for any other character below 128. */
const hexValue = new Uint8Array(128).fill(16);
for (let digit = 0; digit < 16; digit++) hexValue[digit.toString(16).charCodeAt(0)] = digit;

/** Eight digits of a uuid as a number, from `at` on, over the dash at `dash`; -1 where one is no digit. */
function word(id: string, at: number, dash: number): number {
  let value = 0;
  for (let read = 0, next = at; read < 8; next++) {
    if (next === dash) continue;
    const digit = hexValue[id.charCodeAt(next)] ?? 16;
    if (digit === 16) return -1;
    value = value * 16 + digit;
    read += 1;
  }
  return value;
}

/** True for the usual form of a uuid, as far as its dashes tell. */
function isUsual(id: string): boolean {
  return id.length === 36 && id.charCodeAt(8) === 45 && id.charCodeAt(13) === 45 && id.charCodeAt(18) === 45 && id.charCodeAt(23) === 45;
}

export interface SeenRows {
  /** True where the id was added before. */
  add(id: string): boolean;
  /** What it knows, as plain data for another thread. */
  rows(): SeenTable;
}

/**
 * The ids: four words each, in pages of one size; and as they are those that are no uuid. A hash leads to the page by its high
 * bits, over the directory. A page that fills up is split in two, so nothing is moved but half a page, and no room is left over.
 */
export interface SeenTable {
  /** How many bits of a hash the directory looks at. */
  readonly depth: number;
  /** Numbers of pages. */
  readonly directory: Uint32Array;
  /** Pages, many in one array. */
  readonly sheets: readonly Int32Array[];
  readonly others: ReadonlySet<string>;
}

const slots = 64;
const pageWords = pageBytes / 4;

/** True where a row with this id was read. */
export function holdsRow(seen: SeenTable, id: string): boolean {
  if (seen.others.has(id)) return true;
  if (!isUsual(id)) return false;
  const [a, b, c, d] = [word(id, 0, -1), word(id, 9, 13), word(id, 19, 23), word(id, 28, -1)];
  return a >= 0 && b >= 0 && c >= 0 && d >= 0 && a + b + c + d > 0 && find(seen, a | 0, b | 0, c | 0, d | 0) >= 0;
}

/** True where an id stands in both. */
export function* shareRows(one: SeenTable, two: SeenTable): Steps<boolean> {
  for (const id of one.others) if (holdsRow(two, id)) return true;
  for (const id of two.others) if (holdsRow(one, id)) return true;
  const [small, large] = one.sheets.length < two.sheets.length ? [one, two] : [two, one];
  for (const sheet of small.sheets) {
    for (let base = 0; base < sheet.length; base += 4) {
      const a = sheet[base] ?? 0;
      const b = sheet[base + 1] ?? 0;
      const c = sheet[base + 2] ?? 0;
      const d = sheet[base + 3] ?? 0;
      if ((a | b | c | d) !== 0 && find(large, a, b, c, d) >= 0) return true;
    }
    yield;
  }
  return false;
}

/** Words and hash are signed: so they are small integers, of which a million make no garbage. */
function hashOf(a: number, b: number, c: number, d: number): number {
  const mixed = Math.imul(a ^ c, 0x9e3779b1) ^ Math.imul(b ^ d, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
}

function pageOf({ depth, directory }: Pick<SeenTable, 'depth' | 'directory'>, hash: number): number {
  return directory[depth === 0 ? 0 : hash >>> (32 - depth)] ?? 0;
}

/** Index of the words in their sheet, or -1 - the index of the empty place where they belong. */
function find(seen: Pick<SeenTable, 'depth' | 'directory' | 'sheets'>, a: number, b: number, c: number, d: number): number {
  const hash = hashOf(a, b, c, d);
  const page = pageOf(seen, hash);
  const sheet = seen.sheets[Math.floor(page / pagesOfSheet)];
  const first = (page % pagesOfSheet) * pageWords;
  if (sheet === undefined) return -1 - first;
  for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const base = first + slot * 4;
    const empty = ((sheet[base] ?? 0) | (sheet[base + 1] ?? 0) | (sheet[base + 2] ?? 0) | (sheet[base + 3] ?? 0)) === 0;
    if (empty) return -base - 1;
    if (sheet[base] === a && sheet[base + 1] === b && sheet[base + 2] === c && sheet[base + 3] === d) return base;
  }
}

/** Over the scanner's own table, which the rows that it takes go to as well; a scanner has one. */
export function createSeenRows({ seen }: Pick<RowScanner, 'seen'>): SeenRows {
  const others = new Set<string>();
  const addAsItIs = (id: string): boolean => {
    const known = others.has(id);
    others.add(id);
    return known;
  };
  return {
    rows: () => ({ ...seen.table(), others }),
    add(id) {
      if (!isUsual(id)) return addAsItIs(id);
      const [a, b, c, d] = [word(id, 0, -1), word(id, 9, 13), word(id, 19, 23), word(id, 28, -1)];
      const added = a < 0 || b < 0 || c < 0 || d < 0 ? -1 : seen.add(a | 0, b | 0, c | 0, d | 0);
      return added < 0 ? addAsItIs(id) : added === 1;
    },
  };
}
