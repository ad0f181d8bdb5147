/**
 * Reads single records, asks the matcher, and gathers what one unit gives. A record that is plain UTF-8 is matched byte by
 * byte, and only what is shown of it is decoded: decoding costs more than finding. Knows neither events nor ports.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { asObject, type Json } from '../events/json.ts';
import type { OpenFile } from '../intake/evidence-files.ts';
import type { Match, Matcher } from './matcher.ts';
import type { MatchSpan } from './query.ts';
import type { FileRecords } from './record-table.ts';
import { recordTexts } from './record-texts.ts';

export interface UnitHit {
  readonly record: number;
  readonly owner: { readonly part: 'input'; readonly block: number } | { readonly part: 'output'; readonly toolUseId: string | null };
  readonly field: string;
  readonly occurrences: number;
  readonly snippet: string;
  readonly match: MatchSpan;
}

/** A record that could not be searched, with the reason. */
export interface UnitProblem {
  readonly record: number;
  readonly reason: string;
}

/** A unit tells of so many problems. */
const problemsKept = 20;

export interface Gatherer {
  readonly hits: readonly UnitHit[];
  readonly problems: readonly UnitProblem[];
  note(problem: UnitProblem): void;
  /** Searches a record whose bytes are `bytes`. `plain`: it has no escape that JSON does not ask for. */
  take(record: number, bytes: Buffer, plain: boolean): void;
}

export function createGatherer(table: FileRecords, matcher: Matcher): Gatherer {
  const hits: UnitHit[] = [];
  const problems: UnitProblem[] = [];
  const note = (problem: UnitProblem): void => {
    if (problems.length < problemsKept) problems.push(problem);
  };
  return {
    hits,
    problems,
    note,
    take(record, bytes, plain) {
      if (table.plain) {
        const text = bytes.toString('utf8');
        const match = matcher.find(text);
        if (match) hits.push({ record, owner: { part: 'output', toolUseId: null }, field: 'the whole result', occurrences: match.occurrences, ...snippetOf(text, match.first) });
        return;
      }
      const undecoded = plain && isUtf8(bytes) ? matcher.undecoded : null;
      const row = parsedRow(bytes, undecoded !== null);
      if (row === null) {
        note({ record, reason: 'The record is no longer what was read.' });
        return;
      }
      const find = undecoded ?? matcher.find;
      const decoded = undecoded === null ? asIs : decodedBytes;
      for (const { texts, ...owner } of recordTexts(row)) {
        const found: (Match & { readonly name: string; readonly text: string })[] = [];
        for (const { name, text } of texts) {
          const match = find(text);
          if (match) found.push({ ...match, name, text });
        }
        const [first] = found;
        if (!first) continue;
        const occurrences = found.reduce((sum, each) => sum + each.occurrences, 0);
        const shown = undecoded === null ? snippetOf(first.text, first.first) : undecodedSnippet(first.text, first.first);
        hits.push({ record, owner: owner.part === 'input' ? owner : { ...owner, toolUseId: owner.toolUseId === null ? null : decoded(owner.toolUseId) }, field: decoded(first.name).slice(0, 300), occurrences, ...shown });
      }
    },
  };
}

/** The bytes of a record of an open file; fewer where the file is shorter now. */
export function recordBytes(file: OpenFile, table: FileRecords, record: number): Buffer {
  const start = table.starts[record] ?? 0;
  const bytes = file.read(start, (table.ends[record] ?? 0) - start);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function parsedRow(bytes: Buffer, undecoded: boolean): ReturnType<typeof asObject> {
  try {
    // What is ASCII needs no decoding.
    const text = undecoded || isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
    const mark = undecoded ? '\xef\xbb\xbf' : '\ufeff';
    const value: Json = JSON.parse(text.startsWith(mark) ? text.slice(mark.length) : text);
    return asObject(value);
  } catch {
    return null;
  }
}

const asIs = (text: string): string => text;

/** What bytes that stand as Latin-1 say in UTF-8. What is no byte came out of an escape: half a character. */
function decodedBytes(text: string): string {
  return text.replaceAll(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));
}

const before = 80;
const shownMatch = 200;
const after = 120;

/** The match with what stands around it; the span is that of the match in the snippet, cut where it is long. */
export function snippetOf(text: string, match: MatchSpan): { snippet: string; match: MatchSpan } {
  let from = Math.max(0, match.start - before);
  // Half a surrogate pair at the edge would show as damage that is not there.
  if (from > 0 && /[\udc00-\udfff]/.test(text[from] ?? '')) from -= 1;
  const shownEnd = Math.min(match.end, match.start + shownMatch);
  let to = Math.min(text.length, shownEnd + after);
  if (to < text.length && /[\udc00-\udfff]/.test(text[to] ?? '')) to -= 1;
  return { snippet: text.slice(from, to), match: { start: match.start - from, end: shownEnd - from } };
}

/** A character that is shown takes at most so many bytes; one more on each side tells where a character was cut. */
const bytesEach = 4;

/** The same of a text whose bytes stand as Latin-1. */
function undecodedSnippet(text: string, match: MatchSpan): { snippet: string; match: MatchSpan } {
  let from = Math.max(0, match.start - (before + 1) * bytesEach);
  while (from < match.start && continues(text, from)) from += 1;
  let to = Math.min(text.length, match.end + (after + 1) * bytesEach);
  while (to < text.length && to > match.end && continues(text, to)) to -= 1;
  const head = decodedBytes(text.slice(from, match.start));
  const shown = decodedBytes(text.slice(match.start, match.end));
  return snippetOf(`${head}${shown}${decodedBytes(text.slice(match.end, to))}`, { start: head.length, end: head.length + shown.length });
}

function continues(text: string, at: number): boolean {
  const byte = text.charCodeAt(at);
  return byte >= 0x80 && byte < 0xc0;
}
