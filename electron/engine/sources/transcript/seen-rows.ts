/** Which rows were read before, by their uuid: exact, 16 bytes a row, so that a gigabyte of transcripts fits. */

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

/** The ids: four words each in an open-addressing table, and those that are no uuid as they are. */
export interface SeenTable {
  readonly table: Uint32Array;
  readonly others: ReadonlySet<string>;
}

/** True where a row with this id was read. */
export function holdsRow({ table, others }: SeenTable, id: string): boolean {
  if (!isUsual(id)) return others.has(id);
  const [a, b, c, d] = [word(id, 0, -1), word(id, 9, 13), word(id, 19, 23), word(id, 28, -1)];
  return a < 0 || b < 0 || c < 0 || d < 0 || a + b + c + d === 0 ? others.has(id) : find(table, a, b, c, d) >= 0;
}

/** True where an id stands in both tables. */
export function shareRows(a: SeenTable, b: SeenTable): boolean {
  const [small, large] = a.table.length < b.table.length ? [a, b] : [b, a];
  for (const id of small.others) if (large.others.has(id)) return true;
  const { table } = small;
  for (let at = 0; at < table.length; at += 4) {
    const [w, x, y, z] = [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0, table[at + 3] ?? 0];
    if ((w | x | y | z) !== 0 && find(large.table, w, x, y, z) >= 0) return true;
  }
  return false;
}

/** Index of the words in a table, or -1 - the index of the empty place where they belong. */
function find(table: Uint32Array, a: number, b: number, c: number, d: number): number {
  const last = table.length / 4 - 1;
  let at = (Math.imul(a ^ c, 0x9e3779b1) ^ Math.imul(b ^ d, 0x85ebca6b)) >>> 0;
  for (;;) {
    at &= last;
    const base = at * 4;
    const empty = ((table[base] ?? 0) | (table[base + 1] ?? 0) | (table[base + 2] ?? 0) | (table[base + 3] ?? 0)) === 0;
    if (empty || (table[base] === a && table[base + 1] === b && table[base + 2] === c && table[base + 3] === d)) return empty ? -base - 1 : base;
    at += 1;
  }
}

export function createSeenRows(): SeenRows {
  const others = new Set<string>();
  let slots = 1 << 12;
  let table = new Uint32Array(slots * 4);
  let used = 0;

  const put = (into: Uint32Array, a: number, b: number, c: number, d: number): boolean => {
    const at = find(into, a, b, c, d);
    if (at >= 0) return true;
    into.set([a, b, c, d], -at - 1);
    return false;
  };
  return {
    rows: () => ({ table, others }),
    add(id) {
      const usual = isUsual(id);
      const a = usual ? word(id, 0, -1) : -1;
      const b = usual ? word(id, 9, 13) : -1;
      const c = usual ? word(id, 19, 23) : -1;
      const d = usual ? word(id, 28, -1) : -1;
      // Four zero words mark an empty place in the table.
      if (a < 0 || b < 0 || c < 0 || d < 0 || a + b + c + d === 0) {
        const known = others.has(id);
        others.add(id);
        return known;
      }
      if (used * 2 > slots) {
        const larger = new Uint32Array(slots * 8);
        for (let at = 0; at < table.length; at += 4) {
          const [w, x, y, z] = [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0, table[at + 3] ?? 0];
          if ((w | x | y | z) !== 0) put(larger, w, x, y, z);
        }
        slots *= 2;
        table = larger;
      }
      const known = put(table, a, b, c, d);
      if (!known) used += 1;
      return known;
    },
  };
}
