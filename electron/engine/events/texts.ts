/** Interned strings and a pool of text, outside the heap of small objects. */
import { type Column, createColumn, type Piece, uint32 } from './columns.ts';
import { createPackedColumn, lengthOf, unpacked } from './packed-column.ts';
import { createRoom } from './room.ts';

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
  /** The number of the same text where it was added lately, as paths and short commands are again and again; else as `add`. */
  addOnce(text: string): number;
  /** Keeps the first `count` texts that stand in `bytes` as UTF-8, one behind the other; they have the next numbers. */
  addMany(bytes: Buffer, lengths: Uint32Array, count: number): void;
  text(number: number): string;
  readonly size: number;
  /** What it holds, as plain data for another thread. */
  blocks(): PooledTexts;
}

/** Where each text stands: its block, its first byte there, its length in bytes. */
export interface PooledTexts {
  readonly blocks: readonly Uint8Array[];
  readonly block: readonly Piece[];
  readonly start: readonly Piece[];
  readonly length: readonly Piece[];
}

const blockBytes = 1 << 20;
/** Texts that were added lately are found by a hash; a new one takes the place of another. Long ones hardly repeat. */
const recentPlaces = 1 << 15;
const recentLength = 200;

/** `from` joins the pools of other threads: texts keep their order, the second pool's numbers follow the first's. */
export function createTextPool(from: readonly PooledTexts[] = []): TextPool {
  return poolOver(joinedPools(from));
}

/** A pool over texts that were kept: its numbers stay, and nothing is copied. */
export function createKeptPool({ blocks, block, start, length }: PooledTexts): TextPool {
  const kept = (pieces: readonly Piece[]): Column => createColumn(uint32, unpacked(uint32, [pieces]));
  return poolOver({ blocks: blocks.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)), block: kept(block), start: kept(start), length: kept(length) });
}

interface PoolColumns {
  readonly blocks: Buffer[];
  readonly block: Column;
  readonly start: Column;
  readonly length: Column;
}

function joinedPools(from: readonly PooledTexts[]): PoolColumns {
  const room = createRoom();
  const blocks: Buffer[] = [];
  const block = unpacked(uint32, from.map((pool) => pool.block));
  let behind = 0;
  for (const pool of from) {
    const first = behind;
    behind += lengthOf(pool.block);
    for (let text = first; text < behind; text++) block[text] = (block[text] ?? 0) + blocks.length;
    for (const bytes of pool.blocks) blocks.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
  const joined = (of: (pool: PooledTexts) => readonly Piece[]): Column => createPackedColumn(uint32, room, unpacked(uint32, from.map(of)));
  return { blocks, block: createPackedColumn(uint32, room, block), start: joined((pool) => pool.start), length: joined((pool) => pool.length) };
}

function poolOver({ blocks, block, start, length }: PoolColumns): TextPool {
  const room = createRoom();
  let current = Buffer.alloc(0);
  let used = 0;
  let recent = new Uint32Array(0);

  const makeRoom = (most: number): void => {
    if (used + most <= current.length) return;
    const bytes = Math.max(blockBytes, most);
    const { buffer, offset } = room.take(bytes);
    current = Buffer.from(buffer, offset, bytes);
    blocks.push(current);
    used = 0;
  };
  const written = (bytes: number): number => {
    block.push(blocks.length - 1);
    start.push(used);
    length.push(bytes);
    used += bytes;
    return block.length - 1;
  };
  const add = (text: string): number => {
    makeRoom(text.length * 3);
    return written(current.write(text, used, 'utf8'));
  };
  const textOf = (number: number): string => {
    const first = start.get(number);
    return blocks[block.get(number)]?.toString('utf8', first, first + length.get(number)) ?? '';
  };
  return {
    add,
    addMany(bytes, lengths, count) {
      let at = 0;
      for (let next = 0; next < count; ) {
        const begin = at;
        makeRoom(lengths[next] ?? 0);
        const into = used;
        // Those that fit into the block are copied together.
        for (; next < count && used + (lengths[next] ?? 0) <= current.length; next++) {
          at += lengths[next] ?? 0;
          written(lengths[next] ?? 0);
        }
        bytes.copy(current, into, begin, at);
      }
    },
    addOnce(text) {
      if (text.length > recentLength) return add(text);
      if (recent.length === 0) recent = new Uint32Array(recentPlaces);
      const place = placeOf(text);
      const known = (recent[place] ?? 0) - 1;
      // A text has at least as many bytes as characters, and at most three times as many.
      if (known >= 0 && length.get(known) >= text.length && length.get(known) <= text.length * 3 && textOf(known) === text) return known;
      const number = add(text);
      recent[place] = number + 1;
      return number;
    },
    text: textOf,
    get size() {
      return block.length;
    },
    blocks: () => ({ blocks, block: block.pieces(), start: start.pieces(), length: length.pieces() }),
  };
}

function placeOf(text: string): number {
  let hash = text.length;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) & (recentPlaces - 1);
}
