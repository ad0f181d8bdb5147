/**
 * What to look for in the bytes of a transcript, so that no record that holds the query is passed over: the query as JSON
 * writes it. Text that JSON need not escape but that is escaped all the same (`\u0061`, `\/`) is found by the escape
 * itself, as such records are few. Finds candidates only; the decoded text decides. Pure.
 */
import { requiredTexts } from './required-text.ts';
import type { SearchQuery } from './query.ts';

export interface Anchor {
  /** Length in bytes that a match can have at most; chunks overlap by it. */
  readonly longest: number;
  /** Looks into one chunk: gives the offset of the first match at or after an offset, or -1. */
  within(bytes: Buffer): (from: number) => number;
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
  const anchor = query.caseSensitive ? exactAnchor(text) : foldedAnchor(text);
  return anchor && query.caseSensitive ? { ...anchor, hasSlash: anchor.hasSlash || others.some((each) => each.includes('/')), also: others.map(jsonBytes) } : anchor;
}

/** The text inside a JSON string, as every usual writer has it. */
function jsonBytes(text: string): Buffer {
  return Buffer.from(JSON.stringify(text).slice(1, -1), 'utf8');
}

function exactAnchor(text: string): Anchor | null {
  const needle = jsonBytes(text);
  if (needle.length < leastBytes) return null;
  return { longest: needle.length, also: [], hasSlash: text.includes('/'), within: rarestByteFirst(needle) };
}

/** ASCII from rare to common, as transcripts have it. Measured; only the speed depends on it. */
const rareFirst = '#%@^`?~|$;()*&XzJKYCLQHDVAGjOW+MFPZSBIT!<EN[]q.U_}{ykb=>\'98R563-hg7,1v420xwmful:p/dic\\oa"srnte ';
/**
 * Up to so many bytes the platform looks for the first byte with the processor's widest instructions and compares; for
 * more it steps through tables, which is three times slower. Measured on Node 20.
 */
const quickBytes = 7;
/** A piece that stands nearer together than this in all but the needle is no help. */
const bytesBetween = 256;

/** Looks for a short piece of the needle that begins with its rarest byte, and compares the rest there. */
function rarestByteFirst(needle: Buffer): Anchor['within'] {
  const rank = (byte: number): number => (byte > 0x7e ? rareFirst.length / 2 : Math.max(0, rareFirst.indexOf(String.fromCharCode(byte))));
  // Some bytes must follow, so that the piece is rarer than its first byte.
  const lastPlace = Math.max(0, needle.length - 4);
  let place = 0;
  for (let at = 1; at <= lastPlace; at++) if (rank(needle[at] ?? 0) < rank(needle[place] ?? 0)) place = at;
  const piece = needle.subarray(place, place + quickBytes);
  let common = false;
  return (bytes) => {
    let misses = 0;
    return (start) => {
      let from = start;
      while (!common) {
        const found = bytes.indexOf(piece, from + place);
        if (found < 0) return -1;
        if (stands(bytes, found - place, needle)) return found - place;
        from = found - place + 1;
        misses += 1;
        if (misses * bytesBetween > bytes.length) common = true;
      }
      return bytes.indexOf(needle, from);
    };
  };
}

function stands(bytes: Buffer, at: number, needle: Buffer): boolean {
  if (at + needle.length > bytes.length) return false;
  for (let offset = 0; offset < needle.length; offset++) if (bytes[at + offset] !== needle[offset]) return false;
  return true;
}

/** The two ASCII letters with a third form under simple case folding: the Kelvin sign and the long s, here as UTF-8. */
const thirdForms: ReadonlyMap<string, string> = new Map([['k', '\xe2\x84\xaa'], ['s', '\xc5\xbf']]);

/** The longest stretch whose forms are known: ASCII, and characters without case. No search for it takes more than linear time. */
function foldedAnchor(text: string): Anchor | null {
  let best: string[] = [];
  let stretch: string[] = [];
  for (const character of text) {
    if (character <= '\u007f' || isCaseless(character)) stretch.push(character);
    else stretch = [];
    if (stretch.length > best.length) best = [...stretch];
  }
  if (best.length === 0 || jsonBytes(best.join('')).length < leastBytes) return null;
  if (best.every((character) => !/[a-z]/i.test(character))) return exactAnchor(best.join(''));
  const forms = best.map(formsOf);
  const start = startOf(forms);
  return {
    longest: best.reduce((sum, character) => sum + Math.max(3, jsonBytes(character).length), 0),
    also: [],
    hasSlash: text.includes('/'),
    within: start === null ? byPattern(forms) : byPieces(forms, start),
  };
}

/** Where no stretch stands at a known place: looks for the whole as a pattern over bytes. */
function byPattern(forms: readonly (readonly string[])[]): Anchor['within'] {
  const pattern = new RegExp(forms.map((each) => `(?:${each.map((form) => [...form].map((sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')).join('|')})`).join(''), 'g');
  return (bytes) => {
    // Latin-1 gives each byte its own character: positions stay byte offsets.
    const text = bytes.toString('latin1');
    return (from) => {
      pattern.lastIndex = from;
      return pattern.exec(text)?.index ?? -1;
    };
  };
}

interface Start {
  /** Bytes of the whole before the pieces. */
  readonly offset: number;
  /** Each way in which a short stretch can be written; one of them stands in each match. */
  readonly pieces: readonly Buffer[];
}

/** How often a byte stands in a transcript, as a share; only the speed depends on it. */
function shareOfByte(sign: string): number {
  const rank = rareFirst.indexOf(sign);
  return 0.1 * 2 ** (((rank < 0 ? rareFirst.length / 2 : rank) - rareFirst.length) / 10);
}

const longestStart = 3;

/** The stretch of up to three characters that costs least to look for in each of its forms; null where none has a known place. */
function startOf(forms: readonly (readonly string[])[]): Start | null {
  let best: (Start & { readonly cost: number }) | null = null;
  let offset = 0;
  for (const [at, first] of forms.entries()) {
    let pieces: readonly string[] = [''];
    let chance = 1;
    for (let length = 0; length < longestStart; length++) {
      const next = forms[at + length];
      // A character of three forms has no one length.
      if (next === undefined || next.length > 2) break;
      pieces = pieces.flatMap((piece) => next.map((form) => piece + form));
      chance *= next.reduce((sum, form) => sum + shareOfByte(form[0] ?? ''), 0);
      // Looking for each piece costs once over the bytes and at each of its first bytes; each find costs much more.
      const cost = pieces.reduce((sum, piece) => sum + 1 + 30 * shareOfByte(piece[0] ?? ''), 0) + 400 * chance;
      if (best === null || cost < best.cost) best = { offset, pieces: pieces.map((piece) => Buffer.from(piece, 'latin1')), cost };
    }
    if (first.length > 2) break;
    offset += first[0]?.length ?? 0;
  }
  return best;
}

/** Looks for the pieces and compares the rest where one is found. */
function byPieces(forms: readonly (readonly string[])[], { offset, pieces }: Start): Anchor['within'] {
  return (bytes) => {
    /** Where each piece stands next; -1 where it does not any more. */
    const next = pieces.map(() => -2);
    return (from) => {
      for (;;) {
        let found = -1;
        for (const [at, piece] of pieces.entries()) {
          let place = next[at] ?? -1;
          if (place === -2 || (place >= 0 && place < from + offset)) {
            place = bytes.indexOf(piece, from + offset);
            next[at] = place;
          }
          if (place >= 0 && (found < 0 || place < found)) found = place;
        }
        if (found < 0) return -1;
        if (standsInForms(bytes, found - offset, forms)) return found - offset;
        from = found - offset + 1;
      }
    };
  };
}

function standsInForms(bytes: Buffer, start: number, forms: readonly (readonly string[])[]): boolean {
  let at = start;
  for (const each of forms) {
    const form = each.find((one) => standsAt(bytes, at, one));
    if (form === undefined) return false;
    at += form.length;
  }
  return true;
}

function standsAt(bytes: Buffer, at: number, form: string): boolean {
  for (let offset = 0; offset < form.length; offset++) if (bytes[at + offset] !== form.charCodeAt(offset)) return false;
  return true;
}

/** The forms of a character, each as bytes written in Latin-1. No form is the start of another. */
function formsOf(character: string): readonly string[] {
  const lower = character.toLowerCase();
  if (/[a-z]/.test(lower) && character <= '\u007f') {
    const third = thirdForms.get(lower);
    return third === undefined ? [lower, lower.toUpperCase()] : [lower, lower.toUpperCase(), third];
  }
  return [jsonBytes(character).toString('latin1')];
}

function isCaseless(character: string): boolean {
  return character.toLowerCase() === character && character.toUpperCase() === character;
}

const backslash = 0x5c;
const unicodeEscape = Buffer.from('\\u');
const slashEscape = Buffer.from('\\/');

export type OddKind = 'unicode' | 'slash';

/**
 * Offset of the next escape that JSON does not ask for, or -1: `\u0061` for `a`, a pair of surrogates, `\/`. What usual
 * writers do escape, controls and lone surrogates in lower case, is none.
 */
export function nextOddEscape(bytes: Buffer, from: number, kind: OddKind): number {
  const mark = kind === 'slash' ? slashEscape : unicodeEscape;
  for (let at = bytes.indexOf(mark, from); at !== -1; at = bytes.indexOf(mark, at + 2)) {
    if (isSecondHalf(bytes, at)) continue;
    if (kind === 'slash' || isOddUnicode(bytes.toString('latin1', at + 2, at + 12))) return at;
  }
  return -1;
}

/** True where the backslash at `at` surely is the second half of `\\`; a run cut by the start of what was read leaves it open. */
function isSecondHalf(bytes: Buffer, at: number): boolean {
  let run = 0;
  while (at - run - 1 >= 0 && bytes[at - run - 1] === backslash) run += 1;
  return run % 2 === 1 && run < at;
}

/** `hex` begins with the four digits of the escape; what follows tells a pair from a lone half. */
function isOddUnicode(hex: string): boolean {
  if (/^00(0[0-7bef]|1[0-9a-f])/.test(hex)) return false;
  if (/^d[c-f][0-9a-f]{2}/.test(hex)) return false;
  // A high half without its low half; at the end of what was read, the next chunk shows the pair as a whole.
  if (/^d[89ab][0-9a-f]{2}/.test(hex)) return /^.{4}\\u[dD][c-fC-F]/.test(hex);
  return true;
}
