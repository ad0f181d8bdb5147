/** What the scanner remembers of rows, for the thread that runs it: which were read before, what they follow, which calls they make. */
import { longestId, pageBytes, pagesOfSheet, sheetHead, sheetsAt, walkAt } from './walk-layout.ts';

/** Ids of rows that were read, by the four words of a uuid; see `wasm/seen-rows.ts`. */
export interface SeenIds {
  /** 1 where it was added before, 0 where it is new, -1 where it has no place. */
  add(a: number, b: number, c: number, d: number): number;
  /** How many bits of a hash the directory looks at, the directory, and the pages, a sheet's in an array each. Views: a copy would stand beside it where memory is shortest. */
  table(): { readonly depth: number; readonly directory: Uint32Array; readonly sheets: readonly Int32Array[] };
}

/** Rows of the file under way that have an id; see `wasm/row-ids.ts`. */
export interface IdsOfRows {
  readonly count: number;
  find(a: number, b: number): number;
  /** `follows`: number of the row that it follows and one more; `prompt`: 1 for one. */
  push(a: number, b: number, follows: number, prompt: number): void;
  clear(): void;
  /** Four words for each row: its id's two, `follows` and `prompt`. Valid until a row is added. */
  words(): Int32Array;
}

/** Events of calls by their tool-use ids; see `wasm/call-ids.ts`. */
export interface IdsOfCalls {
  /** `id`: its text, where it is short and of ASCII alone. */
  add(a: number, b: number, event: number, id: string | null): void;
  /** The nth event under the hash of an id's words; -1 for none. */
  candidate(a: number, b: number, nth: number): number;
  /** Event plus one and hash of each place; copies. */
  table(): { readonly events: Uint32Array; readonly hashes: Uint32Array };
}

const sheetWords = (pagesOfSheet * pageBytes) / 4;
/** An id on its way in stands behind the block, where nothing else does. */
const idAt = walkAt - 0x1000;

/** The scanner's own table, over its memory and what it exports. */
export function seenIds(memory: WebAssembly.Memory, exports: WebAssembly.Exports): SeenIds {
  const [add, depth, directory, seenPages] = [offered(exports, 'addSeen'), offered(exports, 'seenDepth'), offered(exports, 'seenDirectory'), offered(exports, 'seenPages')];
  return {
    add: (a, b, c, d) => add(a, b, c, d),
    table() {
      const first = directory();
      const places = new Int32Array(memory.buffer, sheetsAt, Math.ceil(seenPages() / pagesOfSheet));
      return { depth: depth(), directory: new Uint32Array(memory.buffer, first, 2 ** depth()), sheets: Array.from(places, (place) => new Int32Array(memory.buffer, place + sheetHead, sheetWords)) };
    },
  };
}

/** The same for rows of the file under way. */
export function idsOfRows(memory: WebAssembly.Memory, exports: WebAssembly.Exports): IdsOfRows {
  const [count, find, push, clear, rowsAt] = [offered(exports, 'rowCount'), offered(exports, 'findRow'), offered(exports, 'pushRow'), offered(exports, 'clearRows'), offered(exports, 'rowsAt')];
  return {
    get count() {
      return count();
    },
    find: (a, b) => find(a, b),
    push: (a, b, follows, prompt) => void push(a, b, follows, prompt),
    clear: () => void clear(),
    words: () => new Int32Array(memory.buffer, rowsAt(), count() * 4),
  };
}

/** The same for calls; `bytes` is all of the memory that is laid out. */
export function idsOfCalls(memory: WebAssembly.Memory, bytes: Buffer, exports: WebAssembly.Exports): IdsOfCalls {
  const [add, candidate, places, tableAt] = [offered(exports, 'addCall'), offered(exports, 'callCandidate'), offered(exports, 'callPlaces'), offered(exports, 'callsTable')];
  return {
    add(a, b, event, id) {
      if (id === null || id.length > longestId) add(a, b, event, 0, 0);
      else add(a, b, event, idAt, idAt + bytes.write(id, idAt, 'latin1'));
    },
    candidate: (a, b, nth) => candidate(a, b, nth),
    table() {
      const length = places();
      // Whoever looks in a table ends at an empty place, so there is one.
      const [events, hashes] = [new Uint32Array(Math.max(1, length)), new Uint32Array(Math.max(1, length))];
      const words = new Uint32Array(memory.buffer, tableAt(), length * 4);
      for (let place = 0; place < length; place++) {
        events[place] = words[place * 4] ?? 0;
        hashes[place] = words[place * 4 + 1] ?? 0;
      }
      return { events, hashes };
    },
  };
}

/** What the compiled module exports under a name. */
export function offered(exports: WebAssembly.Exports, name: string): WebAssembly.Exported {
  const what = exports[name];
  if (what === undefined) throw new Error(`The row scanner offers no ${name}: it is not the one that was built.`);
  return what;
}
