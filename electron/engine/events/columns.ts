/** Columns that grow: typed arrays, outside the heap of small objects. */

export type Typed = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** Values of a column that follow each other: each is `least` plus what stands in `values`. Plain data for another thread. */
export interface Piece {
  readonly least: number;
  readonly values: Typed;
}

/** Numbers in the order in which they came. */
export interface Column {
  push(value: number): void;
  get(index: number): number;
  set(index: number, value: number): void;
  readonly length: number;
  /** The values as they are kept; not a copy. */
  pieces(): readonly Piece[];
}

/** Makes an array of a column's kind; `width` is the bytes of one value. */
export interface Make {
  (length: number): Typed;
  readonly width: number;
}
export const float64: Make = Object.assign((length: number) => new Float64Array(length), { width: 8 });
export const uint32: Make = Object.assign((length: number) => new Uint32Array(length), { width: 4 });
export const uint16: Make = Object.assign((length: number) => new Uint16Array(length), { width: 2 });
export const uint8: Make = Object.assign((length: number) => new Uint8Array(length), { width: 1 });

/** A column that can be filled anew, in the room that it has. */
export interface ReusedColumn extends Column {
  clear(): void;
}

/** One typed array, which grows by half when it is full. */
export function createColumn(make: Make, from?: Typed): ReusedColumn {
  let values = from ?? make(1024);
  let length = from?.length ?? 0;
  return {
    push(value) {
      if (length === values.length) {
        // By half: twice as much would leave up to half of a large column empty.
        const larger = make(Math.max(1024, length + (length >> 1)));
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    get: (index) => values[index] ?? 0,
    set(index, value) {
      values[index] = value;
    },
    get length() {
      return length;
    },
    pieces: () => [{ least: 0, values: values.subarray(0, length) }],
    clear() {
      length = 0;
    },
  };
}
