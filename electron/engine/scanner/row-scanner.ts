/**
 * The compiled scanner of rows with its memory: fills the tables that it looks words and keywords up in. What it does is
 * told in `wasm/`. One for each part of a case; rows are read into its block.
 */
import {
  argumentWordsAt, blockAt, blockRoom, exactKeyword, fieldsAt, headCount, keywordFilter, keywordLists, maxRuns, maxWords, namedKeyword, namesAt, partsAt, providersAt, rowRuns, runsAt, wordBytes, wordKeyword, wordSlots, wordSlotsAt,
  wordTextsAt,
} from './layout.ts';
import { type IdsOfCalls, type IdsOfRows, idsOfCalls, idsOfRows, offered, type SeenIds, seenIds } from './remembered-rows.ts';
import { mostPages, pages, toolNumbersAt, walkAt } from './walk-layout.ts';
import { base64 } from './wasm/row-scanner.wasm?shared';
import * as words from './words.ts';

/** A text beside which a secret may be. */
export interface Keyword {
  /** In lower case, unless `exact`. */
  readonly text: string;
  /** Only a name: it says nothing unless a value is given to it, by `=`, `:` or the like. */
  readonly named?: boolean;
  /** It counts only where it begins a word. */
  readonly word?: boolean;
  /** It counts only in its own upper and lower case. */
  readonly exact?: boolean;
}

/** What tells that a secret may be near; a secret without one of these beside it is not looked for. */
export interface SecretKeywords {
  /** Of providers' own shapes. */
  readonly providers: readonly Keyword[];
  /** Of values that only a name, an address or an option beside them makes secret. */
  readonly names: readonly Keyword[];
}

export interface RowScanner {
  /** What rows are read into; a row elsewhere can not be scanned. */
  readonly block: Buffer;
  /** True where the row `block[start..end)` was read; it must be valid UTF-8. What was found stands in `fields`. */
  scan(start: number, end: number): boolean;
  /**
   * Where in the row scanned last secrets are to be looked for, four numbers for each run of signs: the text it stands in and
   * the run itself, each by its first byte and the one behind. No run for the block of a key. Null for anywhere.
   */
  runs(): readonly number[] | null;
  /** The same for any record in the block, whether or not it can be scanned. */
  runsIn(start: number, end: number): readonly number[] | null;
  /** Takes rows of the block from `start` on, up to `end`, which lies behind a line feed. Gives why it stopped; see `walk-layout.ts`. */
  walk(start: number, end: number): number;
  /** What a walk is told and tells, four bytes each but for doubles. */
  readonly walked: DataView;
  /** A new view of all of the memory: what is remembered of rows may have grown. */
  view(): ArrayBufferLike;
  /** Says which words' values make a tool's argument, 0 for none, and its number in the store, by the known number of its name. Forgotten together with known texts. */
  tellTool(known: number, first: number, second: number, number: number): void;
  readonly seen: SeenIds;
  readonly rows: IdsOfRows;
  readonly calls: IdsOfCalls;
  /** Four bytes each, least first; see `layout.ts`. A view, since reading it can not give undefined. */
  readonly fields: DataView;
}

/** Number of the first field of the first part, in `fields`. */
export const firstPart = (partsAt - fieldsAt) / 4;
const noRuns: readonly number[] = [];

let compiled: WebAssembly.Module | undefined;

export function createRowScanner({ providers, names }: SecretKeywords): RowScanner {
  // Shared, since what is shared stays where it is when it grows: views of it hold.
  const memory = new WebAssembly.Memory({ initial: pages, maximum: mostPages, shared: true });
  const bytes = Buffer.from(memory.buffer);
  writeWords(bytes);
  writeKeywords(bytes, providersAt, providers);
  writeKeywords(bytes, namesAt, names);
  compiled ??= new WebAssembly.Module(Buffer.from(base64, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory, abort } });
  const [skimRow, searchRecord, walk] = [offered(exports, 'skimRow'), offered(exports, 'searchRecord'), offered(exports, 'walk')];
  const fields = new DataView(memory.buffer, fieldsAt, runsAt - fieldsAt);
  const found = new Int32Array(memory.buffer, runsAt, maxRuns * 4);
  const runs = (): readonly number[] | null => {
    const count = fields.getInt32(rowRuns * 4, true);
    return count === 0 ? noRuns : count > maxRuns ? null : Array.from(found.subarray(0, count * 4));
  };
  return {
    block: bytes.subarray(blockAt, blockAt + blockRoom),
    scan: (start, end) => skimRow(blockAt + start, blockAt + end) === 1,
    runs,
    runsIn(start, end) {
      searchRecord(blockAt + start, blockAt + end);
      return runs();
    },
    walk: (start, end) => walk(blockAt + start, blockAt + end),
    walked: new DataView(memory.buffer, walkAt, toolNumbersAt - walkAt),
    view: () => memory.buffer,
    tellTool(known, first, second, number) {
      bytes.writeUInt16LE(first | (second << 8), argumentWordsAt + known * 2);
      bytes.writeUInt32LE(number, toolNumbersAt + known * 4);
    },
    seen: seenIds(memory, exports),
    rows: idsOfRows(memory, exports),
    calls: idsOfCalls(memory, bytes, exports),
    fields,
  };
}

function abort(): never {
  throw new Error('The row scanner has no room for more rows: what it remembers of them is bounded at 2 GiB.');
}

function writeWords(bytes: Buffer): void {
  for (const [word, number] of Object.entries(words)) {
    const slot = (word.length + word.charCodeAt(0) * 4 + word.charCodeAt(word.length - 1) * 11) & (wordSlots - 1);
    if (bytes[wordSlotsAt + slot] !== 0 || number >= maxWords || word.length >= wordBytes) throw new Error(`The word ${word} has no place.`);
    bytes[wordSlotsAt + slot] = number;
    bytes[wordTextsAt + number * wordBytes] = word.length;
    bytes.write(word, wordTextsAt + number * wordBytes + 1, 'latin1');
  }
}

/** Keywords of two signs stand under each third one. In a list the longest comes first: it says most. */
function writeKeywords(bytes: Buffer, at: number, keywords: readonly Keyword[]): void {
  const lists = new Map<number, Keyword[]>();
  for (const keyword of keywords) {
    const [first, second, third] = [0, 1, 2].map((sign) => keyword.text.charCodeAt(sign) & 31);
    const thirds = keyword.text.length > 2 ? [third ?? 0] : Array.from({ length: 32 }, (_, sign) => sign);
    for (const last of thirds) {
      const head = ((first ?? 0) << 10) | ((second ?? 0) << 5) | last;
      const list = lists.get(head);
      if (list === undefined) lists.set(head, [keyword]);
      else list.push(keyword);
    }
  }
  // The first byte stays free: place 0 stands for no list.
  let next = at + headCount * 2 + 1;
  for (const [head, list] of lists) {
    bytes.writeUInt16LE(next - at - headCount * 2, at + head * 2);
    bytes[next++] = list.length;
    for (const { text, named, word, exact } of list.sort((one, other) => other.text.length - one.text.length)) {
      bytes[next++] = (named === true ? namedKeyword : 0) | (word === true ? wordKeyword : 0) | (exact === true ? exactKeyword : 0);
      bytes[next++] = text.length;
      next += bytes.write(text, next, 'latin1');
    }
    if (next > at + headCount * 2 + keywordLists) throw new Error('There are more keywords than have a place.');
  }
  const filter = at + headCount * 2 + keywordLists;
  for (const [number, keyword] of keywords.entries()) writeFilter(bytes.subarray(filter, filter + keywordFilter), 1 << (number & 7), keyword);
}

/** Sets the keyword's bit for both halves of each byte that one of its first three signs can be. */
function writeFilter(filter: Buffer, bit: number, { text, exact }: Keyword): void {
  for (const sign of [0, 1, 2]) {
    const code = text.charCodeAt(sign);
    const cased = exact !== true && code >= 0x61 && code <= 0x7a ? [code, code - 0x20] : [code];
    // A keyword of two signs has any third one.
    for (const byte of sign < text.length ? cased : Array.from({ length: 256 }, (_, any) => any)) {
      for (const place of [sign * 32 + (byte & 15), sign * 32 + 16 + (byte >> 4)]) filter[place] = (filter[place] ?? 0) | bit;
    }
  }
}
