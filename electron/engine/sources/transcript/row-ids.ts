/** Row ids of one file as two 32-bit words each, and a lookup over them. Knows neither rows nor files. Pure. */
import { createColumn, uint32 } from '../../events/columns.ts';

/** Two words of an id: 64 of a uuid's random bits, or a hash of any other text. */
export interface IdWords {
  readonly a: number;
  readonly b: number;
}

/** FNV-1a over the UTF-16 units, twice with different starts: ids need not be uuids, and hostile ones may collide on one. */
export function idWords(id: string): IdWords {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let at = 0; at < id.length; at++) {
    const unit = id.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b) + at;
  }
  return { a: a >>> 0, b: b >>> 0 };
}

export interface RowIds {
  push(a: number, b: number): void;
  readonly length: number;
  /** Number of the last row so far with this id, or -1. */
  find(a: number, b: number): number;
  /** For the next file: a case has thousands, and what each would leave behind stays until memory is collected. */
  clear(): void;
}

/** A table with more places is not worth emptying for a file of usual size. */
const keptPlaces = 1 << 15;

export function createRowIds(): RowIds {
  const first = createColumn(uint32);
  const second = createColumn(uint32);
  // Open addressing: the number of a row plus one, 0 for an empty place. At most half full.
  let table = new Int32Array(64);
  const place = (a: number, b: number): number => {
    const mask = table.length - 1;
    for (let at = (a ^ Math.imul(b, 0x9e3779b1)) & mask; ; at = (at + 1) & mask) {
      const row = (table[at] ?? 0) - 1;
      if (row < 0 || (first.get(row) === a && second.get(row) === b)) return at;
    }
  };
  return {
    push(a, b) {
      if (first.length * 2 >= table.length) {
        table = new Int32Array(table.length * 2);
        for (let row = 0; row < first.length; row++) table[place(first.get(row), second.get(row))] = row + 1;
      }
      const at = place(a, b);
      first.push(a);
      second.push(b);
      table[at] = first.length;
    },
    get length() {
      return first.length;
    },
    find: (a, b) => (table[place(a, b)] ?? 0) - 1,
    clear() {
      first.clear();
      second.clear();
      if (table.length > keptPlaces) table = new Int32Array(64);
      else table.fill(0);
    },
  };
}
