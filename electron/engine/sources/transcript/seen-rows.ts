/** Which rows were read before, by their uuid: exact, about 24 bytes a row, so that gigabytes of transcripts fit. */

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

/** The ids: four words each in open-addressing tables, and those that are no uuid as they are. */
export interface SeenTable {
  readonly tables: readonly Uint32Array[];
  readonly others: ReadonlySet<string>;
}

/** Ids are spread over so many tables: one that grows is small, and none needs much room in reserve. */
const tableCount = 64;
const firstSlots = 16;
/** At most three quarters full, and a third larger when it is. */
const larger = (slots: number): number => Math.ceil((slots * 4) / 3);
const full = (used: number, slots: number): boolean => used * 4 >= slots * 3;

/** True where a row with this id was read. */
export function holdsRow({ tables, others }: SeenTable, id: string): boolean {
  if (!isUsual(id)) return others.has(id);
  const [a, b, c, d] = [word(id, 0, -1), word(id, 9, 13), word(id, 19, 23), word(id, 28, -1)];
  if (a < 0 || b < 0 || c < 0 || d < 0 || a + b + c + d === 0) return others.has(id);
  const hash = hashOf(a, b, c, d);
  const table = tables[hash % tableCount];
  return table !== undefined && find(table, hash, a, b, c, d) >= 0;
}

/** True where an id stands in both. */
export function shareRows(one: SeenTable, two: SeenTable): boolean {
  for (const id of one.others) if (two.others.has(id)) return true;
  for (const [at, table] of one.tables.entries()) {
    const other = two.tables[at];
    if (other === undefined) continue;
    const [small, large] = table.length < other.length ? [table, other] : [other, table];
    for (let base = 0; base < small.length; base += 4) {
      const [a, b, c, d] = [small[base] ?? 0, small[base + 1] ?? 0, small[base + 2] ?? 0, small[base + 3] ?? 0];
      if ((a | b | c | d) !== 0 && find(large, hashOf(a, b, c, d), a, b, c, d) >= 0) return true;
    }
  }
  return false;
}

function hashOf(a: number, b: number, c: number, d: number): number {
  const mixed = Math.imul(a ^ c, 0x9e3779b1) ^ Math.imul(b ^ d, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 0;
}

/** Index of the words in a table, or -1 - the index of the empty place where they belong. */
function find(table: Uint32Array, hash: number, a: number, b: number, c: number, d: number): number {
  // The table is chosen by the low bits of the hash, the place in it by the high ones.
  let base = Math.floor((hash / 2 ** 32) * (table.length / 4)) * 4;
  for (;;) {
    const empty = ((table[base] ?? 0) | (table[base + 1] ?? 0) | (table[base + 2] ?? 0) | (table[base + 3] ?? 0)) === 0;
    if (empty || (table[base] === a && table[base + 1] === b && table[base + 2] === c && table[base + 3] === d)) return empty ? -base - 1 : base;
    base += 4;
    if (base === table.length) base = 0;
  }
}

export function createSeenRows(): SeenRows {
  const others = new Set<string>();
  const tables = Array.from({ length: tableCount }, () => new Uint32Array(firstSlots * 4));
  const used = new Uint32Array(tableCount);

  const put = (into: Uint32Array, hash: number, a: number, b: number, c: number, d: number): boolean => {
    const at = find(into, hash, a, b, c, d);
    if (at >= 0) return true;
    const base = -at - 1;
    into[base] = a;
    into[base + 1] = b;
    into[base + 2] = c;
    into[base + 3] = d;
    return false;
  };
  const grown = (table: Uint32Array): Uint32Array<ArrayBuffer> => {
    const grownTable = new Uint32Array(larger(table.length / 4) * 4);
    for (let base = 0; base < table.length; base += 4) {
      const [a, b, c, d] = [table[base] ?? 0, table[base + 1] ?? 0, table[base + 2] ?? 0, table[base + 3] ?? 0];
      if ((a | b | c | d) !== 0) put(grownTable, hashOf(a, b, c, d), a, b, c, d);
    }
    return grownTable;
  };
  return {
    rows: () => ({ tables, others }),
    add(id) {
      const usual = isUsual(id);
      const a = usual ? word(id, 0, -1) : -1;
      const b = usual ? word(id, 9, 13) : -1;
      const c = usual ? word(id, 19, 23) : -1;
      const d = usual ? word(id, 28, -1) : -1;
      // Four zero words mark an empty place in a table.
      if (a < 0 || b < 0 || c < 0 || d < 0 || a + b + c + d === 0) {
        const known = others.has(id);
        others.add(id);
        return known;
      }
      const hash = hashOf(a, b, c, d);
      const number = hash % tableCount;
      let table = tables[number] ?? new Uint32Array(firstSlots * 4);
      const held = used[number] ?? 0;
      if (full(held, table.length / 4)) {
        table = grown(table);
        tables[number] = table;
      }
      const known = put(table, hash, a, b, c, d);
      if (!known) used[number] = held + 1;
      return known;
    },
  };
}
