/**
 * Shortens the long texts of a record in which a query stands to what is shown of them, and counts its matches there: reading
 * a record whole to show a few words of it took an eighth of a search. Where it is not sure it gives up, and the whole is read.
 */
import { randomBytes } from 'node:crypto';
import type { ByteSearch } from '../scanner/byte-search.ts';
import { occurrenceCap } from './matcher.ts';

/** A record whose long texts were cut. Each one begins with a mark that no evidence can know. */
export interface CutRecord {
  /** JSON; its UTF-8 stands byte by byte, as Latin-1. */
  readonly json: string;
  /** What a text that was cut shows, and how often the query stands in all of it; null for a text that was not. */
  cutText(text: string): { readonly shown: string; readonly occurrences: number } | null;
}

/** Cuts the record that stands in `from` to `to` of the block. Null where nothing is to be cut. */
export type RecordCutter = (from: number, to: number) => CutRecord | null;

/** Shorter texts are not worth it. */
const leastBytes = 2048;
/** More than is shown before and after a match, where each character takes as many bytes as one can: `\u001b`. */
const bytesBefore = 486;
const bytesBehind = 726;
/** Texts with these names say nothing about the record. It is enough to know the names of most long texts. */
const names = ['content', 'text', 'stdout', 'stderr', 'originalFile', 'output'].map((name) => Buffer.from(`"${name}":`));

interface Cut {
  readonly open: number;
  readonly close: number;
  readonly mark: string;
}

/** For queries that a search finds whole, `length` bytes long each; `seek` was called. */
export function recordCutter(search: ByteSearch, length: number): RecordCutter {
  const secret = randomBytes(16).toString('hex');
  const markOf = (number: number): string => `${secret}${String(number).padStart(6, '0')}`;
  const { block } = search;
  return (from, to) => {
    const cuts: Cut[] = [];
    const occurrences = new Map<string, number>();
    let json = '';
    let copied = from;
    for (let hit = search.next(from, to); hit >= 0; ) {
      const string = search.stringAround(hit, from, to);
      if (string === null) return null;
      const { open, close } = string;
      const matches = close - open < leastBytes || !isNamed(block, open, from) ? null : matchesIn(search, hit, open, close, length);
      if (matches !== null) {
        // The client keeps a copy of an answer beside it: the same text gets the same mark.
        const same = cuts.find((cut) => block.compare(block, cut.open, cut.close, open, close) === 0);
        const mark = same?.mark ?? markOf(cuts.length);
        if (same === undefined) cuts.push({ open, close, mark });
        occurrences.set(mark, Math.min(matches.occurrences, occurrenceCap));
        let begin = Math.max(open + 1, matches.first - bytesBefore);
        while (begin < matches.first && isInside(block, begin, open)) begin += 1;
        let end = Math.min(close, matches.first + length + bytesBehind);
        while (end < close && isInside(block, end, open)) end -= 1;
        json += `${block.toString('latin1', copied, open + 1)}${mark}${block.toString('latin1', begin, end)}`;
        copied = close;
      }
      hit = search.next(close, to);
    }
    if (cuts.length === 0) return null;
    json += block.toString('latin1', copied, to);
    return {
      json,
      cutText(text) {
        const count = text.startsWith(secret) ? occurrences.get(text.slice(0, markOf(0).length)) : undefined;
        return count === undefined ? null : { shown: text.slice(markOf(0).length), occurrences: count };
      },
    };
  };
}

/** The matches in a string, without overlap; null where its escapes only look like one. */
function matchesIn(search: ByteSearch, hit: number, open: number, close: number, length: number): { readonly first: number; readonly occurrences: number } | null {
  let first = -1;
  let occurrences = 0;
  for (let at = hit; at >= 0; ) {
    const inside = isInside(search.block, at, open);
    if (!inside) {
      if (first < 0) first = at;
      occurrences += 1;
    }
    at = search.next(inside ? at + 1 : at + length, close);
  }
  return first < 0 ? null : { first, occurrences };
}

/** True where the quote at `open` begins the value of a name that is known. */
function isNamed(block: Buffer, open: number, from: number): boolean {
  return names.some((name) => open - name.length >= from && block.compare(name, 0, name.length, open - name.length, open) === 0);
}

const backslash = 0x5c;
/** Signs of the longest escape behind its backslash. */
const escapeSigns = 5;

/** True where a character or an escape began before `at` and goes on there. */
function isInside(block: Buffer, at: number, open: number): boolean {
  const byte = block[at] ?? 0;
  if (byte >= 0x80 && byte < 0xc0) return true;
  for (let sign = at - 1; sign > open && sign >= at - escapeSigns; sign--) {
    if (block[sign] !== backslash) continue;
    let run = 1;
    while (sign - run > open && block[sign - run] === backslash) run += 1;
    return run % 2 === 1 && (at === sign + 1 || block[sign + 1] === 0x75);
  }
  return false;
}
