/** Columns that grow: typed arrays, interned strings and a pool of text, all outside the heap of small objects. */

export type Typed = Float64Array | Uint32Array | Uint8Array;

/** A typed array that doubles when full. */
export interface Column {
  push(value: number): void;
  get(index: number): number;
  set(index: number, value: number): void;
  readonly length: number;
  /** The values as they are; not a copy. */
  values(): Typed;
  /** A copy in another order: position i of the result holds what stood at `order[i]`. */
  reordered(order: Uint32Array): Column;
}

type Make = (length: number) => Typed;
export const float64: Make = (length) => new Float64Array(length);
export const uint32: Make = (length) => new Uint32Array(length);
export const uint8: Make = (length) => new Uint8Array(length);

/** One column out of several, in their order. */
export function joinedColumn(make: Make, parts: readonly Typed[]): Typed {
  const joined = make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

export function createColumn(make: Make, from?: Typed): Column {
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
    values: () => values.subarray(0, length),
    reordered(order) {
      const result = make(order.length);
      for (let at = 0; at < order.length; at++) result[at] = values[order[at] ?? 0] ?? 0;
      return createColumn(make, result);
    },
  };
}

/** Strings that occur again and again, each kept once. Number 0 stands for null. */
export interface StringTable {
  number(text: string | null): number;
  text(number: number): string | null;
  readonly size: number;
  /** Every string by its number; the first is null. */
  list(): readonly (string | null)[];
}

export function createStringTable(): StringTable {
  const numbers = new Map<string, number>();
  const texts: (string | null)[] = [null];
  return {
    number(text) {
      if (text === null) return 0;
      const known = numbers.get(text);
      if (known !== undefined) return known;
      // A slice of a parsed line would keep the whole line alive; a copy does not.
      const own = text.length > 12 ? Buffer.from(text, 'utf16le').toString('utf16le') : text;
      numbers.set(own, texts.length);
      texts.push(own);
      return texts.length - 1;
    },
    text: (number) => texts[number] ?? null,
    get size() {
      return texts.length;
    },
    list: () => texts,
  };
}

/** Texts that rarely repeat, as UTF-8 in large blocks. */
export interface TextPool {
  /** Keeps a text; the number gives it back. */
  add(text: string): number;
  text(number: number): string;
  readonly size: number;
  /** What it holds, as plain data for another thread. */
  blocks(): PooledTexts;
}

/** Where each text stands: its block, its first byte there, its length in bytes. */
export interface PooledTexts {
  readonly blocks: readonly Uint8Array[];
  readonly block: Typed;
  readonly start: Typed;
  readonly length: Typed;
}

const blockBytes = 1 << 20;

/** `from` joins the pools of other threads: texts keep their order, the second pool's numbers follow the first's. */
export function createTextPool(from: readonly PooledTexts[] = []): TextPool {
  const blocks: Buffer[] = [];
  const joined = joinedColumn(uint32, from.map((pool) => pool.block));
  let texts = 0;
  for (const pool of from) {
    const offset = blocks.length;
    for (const bytes of pool.blocks) blocks.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const behind = texts + pool.block.length;
    for (; texts < behind; texts++) joined[texts] = (joined[texts] ?? 0) + offset;
  }
  const block = createColumn(uint32, joined);
  const start = createColumn(uint32, joinedColumn(uint32, from.map((pool) => pool.start)));
  const length = createColumn(uint32, joinedColumn(uint32, from.map((pool) => pool.length)));
  let current = Buffer.alloc(0);
  let used = 0;
  return {
    add(text) {
      const most = text.length * 3;
      if (used + most > current.length) {
        current = Buffer.allocUnsafeSlow(Math.max(blockBytes, most));
        blocks.push(current);
        used = 0;
      }
      const written = current.write(text, used, 'utf8');
      block.push(blocks.length - 1);
      start.push(used);
      length.push(written);
      used += written;
      return block.length - 1;
    },
    text(number) {
      const first = start.get(number);
      return blocks[block.get(number)]?.toString('utf8', first, first + length.get(number)) ?? '';
    },
    get size() {
      return block.length;
    },
    blocks: () => ({ blocks, block: block.values(), start: start.values(), length: length.values() }),
  };
}
