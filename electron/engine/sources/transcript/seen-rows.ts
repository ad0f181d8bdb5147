/** Which rows were read before, by their uuid: exact, about 24 bytes a row, so that gigabytes of transcripts fit. */
import { createColumn, uint8 } from '../../events/columns.ts';
import { createRoom } from '../../events/room.ts';

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
  /** True where the id was added before. `given`: its four words, where the reader has them. */
  add(id: string, given?: Int32Array): boolean;
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
const pageWords = slots * 4;
const pagesOfSheet = 256;
/** A page that is full to the last place would be searched from end to end. */
const mostInPage = 58;
/** Ids made to share a hash would double the directory for ever; what finds no place is kept as it is. */
const deepest = 21;

/** True where a row with this id was read. */
export function holdsRow(seen: SeenTable, id: string): boolean {
  if (seen.others.has(id)) return true;
  if (!isUsual(id)) return false;
  const [a, b, c, d] = [word(id, 0, -1), word(id, 9, 13), word(id, 19, 23), word(id, 28, -1)];
  return a >= 0 && b >= 0 && c >= 0 && d >= 0 && a + b + c + d > 0 && find(seen, a | 0, b | 0, c | 0, d | 0) >= 0;
}

/** True where an id stands in both. */
export function shareRows(one: SeenTable, two: SeenTable): boolean {
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

export function createSeenRows(): SeenRows {
  const room = createRoom();
  const others = new Set<string>();
  const sheets: Int32Array[] = [];
  /** By page: how many ids it holds, and how many bits of a hash its ids share. */
  const used = createColumn(uint8);
  const shared = createColumn(uint8);
  const table = { depth: 0, directory: new Uint32Array(1), sheets };

  const newPage = (depth: number): number => {
    if (used.length % pagesOfSheet === 0) {
      const { buffer, offset } = room.take(pagesOfSheet * pageWords * 4);
      sheets.push(new Int32Array(buffer, offset, pagesOfSheet * pageWords));
    }
    used.push(0);
    shared.push(depth);
    return used.length - 1;
  };
  newPage(0);

  /** Moves the ids whose next bit is set out of the page of a hash into a new one. False where the directory can't grow any more. */
  const split = (hash: number): boolean => {
    const page = pageOf(table, hash);
    const bits = shared.get(page);
    if (bits >= deepest) return false;
    if (bits === table.depth) {
      const { directory } = table;
      table.directory = Uint32Array.from({ length: directory.length * 2 }, (_, at) => directory[at >>> 1] ?? 0);
      table.depth += 1;
    }
    const next = newPage(bits + 1);
    shared.set(page, bits + 1);
    const step = 2 ** (table.depth - bits - 1);
    const { directory } = table;
    const from = Math.floor((hash >>> (32 - table.depth)) / (2 * step)) * 2 * step;
    directory.fill(next, from + step, from + 2 * step);
    const sheet = sheets[Math.floor(page / pagesOfSheet)];
    const first = (page % pagesOfSheet) * pageWords;
    const held = sheet?.slice(first, first + pageWords) ?? new Int32Array();
    sheet?.fill(0, first, first + pageWords);
    used.set(page, 0);
    for (let base = 0; base < held.length; base += 4) {
      const [a, b, c, d] = [held[base] ?? 0, held[base + 1] ?? 0, held[base + 2] ?? 0, held[base + 3] ?? 0];
      if ((a | b | c | d) !== 0) put(a, b, c, d);
    }
    return true;
  };
  /** The words are not there yet, and there is a place for them in their page. */
  const put = (a: number, b: number, c: number, d: number): void => {
    const page = pageOf(table, hashOf(a, b, c, d));
    const base = -find(table, a, b, c, d) - 1;
    const sheet = sheets[Math.floor(page / pagesOfSheet)];
    if (sheet === undefined) return;
    sheet[base] = a;
    sheet[base + 1] = b;
    sheet[base + 2] = c;
    sheet[base + 3] = d;
    used.set(page, used.get(page) + 1);
  };
  const addAsItIs = (id: string): boolean => {
    const known = others.has(id);
    others.add(id);
    return known;
  };
  const addWords = (id: string, a: number, b: number, c: number, d: number): boolean => {
    // Four zero words mark an empty place.
    if ((a | b | c | d) === 0) return addAsItIs(id);
    if (find(table, a, b, c, d) >= 0) return true;
    const hash = hashOf(a, b, c, d);
    while (used.get(pageOf(table, hash)) >= mostInPage) if (!split(hash)) return addAsItIs(id);
    put(a, b, c, d);
    return false;
  };
  return {
    rows: () => ({ ...table, others }),
    add(id, given) {
      if (given !== undefined) return addWords(id, given[0] ?? 0, given[1] ?? 0, given[2] ?? 0, given[3] ?? 0);
      if (!isUsual(id)) return addAsItIs(id);
      const [a, b, c, d] = [word(id, 0, -1), word(id, 9, 13), word(id, 19, 23), word(id, 28, -1)];
      return a < 0 || b < 0 || c < 0 || d < 0 ? addAsItIs(id) : addWords(id, a | 0, b | 0, c | 0, d | 0);
    },
  };
}
