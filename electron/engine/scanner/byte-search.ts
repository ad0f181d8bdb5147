/**
 * The compiled search for bytes with its memory: files are read into its block and looked through there. One for each thread.
 * It knows bytes; what they mean, and which of them are rare, others know.
 */
import { blockAt, blockRoom, foldsAt, maxStretch, pages, stretchAt } from './byte-search-layout.ts';
import { base64 } from './wasm/byte-search.wasm';

/** Bytes that stand one behind the other. */
export interface Stretch {
  /** At most `maxStretch`. */
  readonly bytes: Uint8Array;
  /** For each byte 0x20 where it is a lower-case letter that may also stand in upper case, else 0. */
  readonly folds: Uint8Array;
  /** Pairs of places of bytes in it that are rare together, the rarest first. A place stands twice where it is alone. */
  readonly rare: readonly (readonly [number, number])[];
}

export interface ByteSearch {
  /** What is read into it can be looked through. */
  readonly block: Buffer;
  /** What `next` looks for from now on, by the rare pair of that number. */
  seek(stretch: Stretch, pair: number): void;
  /** Where the stretch stands next, whole in `from` to `to` of the block; -1 where it does not. */
  next(from: number, to: number): number;
  /** How often the pair stood alone since `seek`: what it costs. */
  missed(): number;
  /** Where an escape of `kinds`, bits of the layout, stands next, and which it is; null where none does. */
  nextEscape(from: number, to: number, kinds: number): { readonly at: number; readonly kind: number } | null;
  /** The string of the JSON in `from` to `to` that `at` lies in: the places of its quotes. Null where a quote is missing. */
  stringAround(at: number, from: number, to: number): { readonly open: number; readonly close: number } | null;
}

export function createByteSearch(): ByteSearch {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const bytes = Buffer.from(memory.buffer);
  const { seek, next, missed, nextOdd, kindFound, quoteBefore, quoteBehind } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(base64, 'base64')), { env: { memory, abort } }).exports;
  if (typeof seek !== 'function' || typeof next !== 'function' || typeof missed !== 'function' || typeof nextOdd !== 'function' || typeof kindFound !== 'function' || typeof quoteBefore !== 'function' || typeof quoteBehind !== 'function') throw new Error('The search for bytes is not the one that was built.');
  const place = (found: number): number => (found < 0 ? -1 : found - blockAt);
  return {
    block: bytes.subarray(blockAt, blockAt + blockRoom),
    seek(stretch, pair) {
      const rare = stretch.rare[pair];
      if (rare === undefined || stretch.bytes.length > maxStretch) throw new Error('The stretch has no place.');
      bytes.set(stretch.bytes, stretchAt);
      bytes.set(stretch.folds, foldsAt);
      seek(stretch.bytes.length, ...rare);
    },
    next: (from, to) => place(next(blockAt + from, blockAt + to)),
    missed: () => missed(),
    nextEscape(from, to, kinds) {
      const at = place(nextOdd(blockAt + from, blockAt + to, kinds));
      return at < 0 ? null : { at, kind: kindFound() };
    },
    stringAround(at, from, to) {
      const open = place(quoteBefore(blockAt + at, blockAt + from));
      const close = open < 0 ? -1 : place(quoteBehind(blockAt + at, blockAt + to, blockAt + from));
      return close < 0 ? null : { open, close };
    },
  };
}

function abort(): never {
  throw new Error('The search for bytes gave up.');
}
