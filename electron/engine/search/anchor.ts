/**
 * What to look for in the bytes of a transcript, so that no record that holds the query is passed over: the query as JSON
 * writes it. Text that JSON need not escape but that is escaped all the same (`\u0061`, `\/`) is found by the escape
 * itself, as such records are few. Finds candidates only; the decoded text decides. Pure.
 */
import type { ByteSearch, Stretch } from '../scanner/byte-search.ts';
import { byteText, formsOf } from './letter-forms.ts';
import type { SearchQuery } from './query.ts';
import { type Cell, type ChosenStretch, chosenStretch } from './rare-pairs.ts';
import { requiredTexts } from './required-text.ts';

/** Gives the offset of a byte of the next match whose looked-for bytes begin at or after an offset, or -1. */
export type NextMatch = (from: number) => number;

export interface Anchor {
  /** Length in bytes that a match can have at most; chunks overlap by it. */
  readonly longest: number;
  /** Makes ready to look through what is read into the block. */
  finder(search: ByteSearch): (length: number) => NextMatch;
  /** True where what `finder` gives is the first byte of a match that needs no more than its bytes. */
  readonly whole: boolean;
  /** What else the record must hold, as bytes, unless it has escapes that JSON does not ask for. */
  readonly also: readonly Buffer[];
  /** True where a `/` of the text could stand as `\/`. */
  readonly hasSlash: boolean;
}

/** Shorter texts would be found nearly everywhere. */
const leastBytes = 2;

/** Null where every record must be decoded to know. */
export function anchorOf(query: SearchQuery): Anchor | null {
  // U+FFFD is what bytes that are no UTF-8 decode to.
  const [text, ...others] = (query.kind === 'literal' ? [query.text] : requiredTexts(query.text)).filter((each) => !each.includes('\ufffd'));
  if (text === undefined) return null;
  return query.caseSensitive ? exactAnchor(text, others) : foldedAnchor(text);
}

/** The text inside a JSON string, as every usual writer has it; a character for each byte. */
function jsonBytes(text: string): string {
  return byteText(JSON.stringify(text).slice(1, -1));
}

function exactAnchor(text: string, others: readonly string[]): Anchor | null {
  const bytes = jsonBytes(text);
  const hasSlash = [text, ...others].some((each) => each.includes('/'));
  return bytes.length < leastBytes ? null : anchorFor([...bytes].map((byte) => [byte]), hasSlash, others.map((each) => Buffer.from(jsonBytes(each), 'latin1')));
}

/** The longest stretch whose forms are known: ASCII, and characters without case. No search for it takes more than linear time. */
function foldedAnchor(text: string): Anchor | null {
  let best: (readonly string[])[] = [];
  let run: (readonly string[])[] = [];
  for (const character of text) {
    const forms = formsOf(character)?.map(jsonBytes);
    // A character of one form is as many bytes as it has, one behind the other.
    if (forms === undefined) run = [];
    else if (forms.length > 1) run.push(forms);
    else run.push(...[...(forms[0] ?? '')].map((byte) => [byte]));
    if (run.length > best.length) best = [...run];
  }
  return best.length < leastBytes ? null : anchorFor(best, text.includes('/'), []);
}

/** `forms` has for each place what can stand there, as bytes. */
function anchorFor(forms: readonly (readonly string[])[], hasSlash: boolean, also: readonly Buffer[]): Anchor {
  const known = bestRun(forms);
  return {
    whole: known !== null && known.stretch.bytes.length === forms.length,
    longest: forms.reduce((sum, each) => sum + Math.max(...each.map((form) => form.length)), 0),
    also,
    hasSlash,
    finder: known === null ? byPattern(forms) : byStretch(forms, known),
  };
}

/** The bytes of known place that are rarest; null where each place has forms of several lengths. */
function bestRun(forms: readonly (readonly string[])[]): ChosenStretch | null {
  let best: ChosenStretch | null = null;
  let cells: Cell[] = [];
  for (let at = 0; at <= forms.length; at++) {
    const cell = cellOf(forms[at] ?? []);
    if (cell !== null) cells.push(cell);
    else if (cells.length > 0) {
      const chosen = chosenStretch(cells);
      if (best === null || chosen.share < best.share) best = { ...chosen, from: at - cells.length + chosen.from };
      cells = [];
    }
  }
  return best;
}

function cellOf([form = '', ...others]: readonly string[]): Cell | null {
  return form.length !== 1 || others.length > 1 ? null : { byte: form.charCodeAt(0), fold: others.length === 1 };
}

/** Fewer misses than one in so many bytes cost nothing that counts. */
const bytesAMiss = 4096;

/** Looks for the stretch, by the pair of its bytes that is rarest in what is read, and compares the rest around it. */
function byStretch(forms: readonly (readonly string[])[], { from, stretch }: ChosenStretch): Anchor['finder'] {
  const before = forms.slice(0, from).reverse();
  const after = forms.slice(from + stretch.bytes.length);
  return (search) => {
    const pairs = createPairChoice(search, stretch);
    return (length) => {
      pairs.chunk(length);
      return (start) => {
        for (let at = search.next(start, length); at >= 0; at = search.next(at + 1, length)) {
          if (before.length === 0 && after.length === 0) return at;
          if (standsBefore(search.block, at, before) && standsBehind(search.block, at + stretch.bytes.length, length, after)) return at;
        }
        return -1;
      };
    };
  };
}

/** Bytes of one word come together: what pair is rare shows only in the evidence. Tries each on one chunk until one is good enough. */
function createPairChoice(search: ByteSearch, stretch: Stretch) {
  const costs: number[] = [];
  let pair = 0;
  let looked = 0;
  let settled = false;
  search.seek(stretch, pair);
  return {
    /** A chunk of so many bytes will be looked through. */
    chunk(length: number): void {
      if (!settled && looked > 0) {
        const cost = search.missed() / looked;
        costs.push(cost);
        settled = cost * bytesAMiss < 1 || costs.length === stretch.rare.length;
        if (!settled) pair = costs.length;
        else pair = costs.indexOf(Math.min(...costs));
        search.seek(stretch, pair);
      }
      looked = length;
    },
  };
}

function standsBehind(bytes: Buffer, at: number, to: number, forms: readonly (readonly string[])[]): boolean {
  let place = at;
  for (const each of forms) {
    const form = each.find((one) => standsAt(bytes, place, one));
    if (form === undefined) return false;
    place += form.length;
  }
  return place <= to;
}

/** `forms` from the last to the first. */
function standsBefore(bytes: Buffer, at: number, forms: readonly (readonly string[])[]): boolean {
  let place = at;
  for (const each of forms) {
    const form = each.find((one) => standsAt(bytes, place - one.length, one));
    if (form === undefined) return false;
    place -= form.length;
  }
  return true;
}

function standsAt(bytes: Buffer, at: number, form: string): boolean {
  if (at < 0) return false;
  for (let offset = 0; offset < form.length; offset++) if (bytes[at + offset] !== form.charCodeAt(offset)) return false;
  return true;
}

/** Where no byte stands at a known place: looks for the whole as a pattern over bytes. */
function byPattern(forms: readonly (readonly string[])[]): Anchor['finder'] {
  const pattern = new RegExp(forms.map((each) => `(?:${each.map((form) => [...form].map((sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')).join('|')})`).join(''), 'g');
  return ({ block }) => (length) => {
    // Latin-1 gives each byte its own character: positions stay byte offsets.
    const text = block.toString('latin1', 0, length);
    return (from) => {
      pattern.lastIndex = from;
      return pattern.exec(text)?.index ?? -1;
    };
  };
}
