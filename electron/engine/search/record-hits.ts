/**
 * Reads single records, asks the matcher, and gathers what one unit gives. A record that is plain UTF-8 is matched byte by
 * byte, and only what is shown of it is decoded: decoding costs more than finding. Knows neither events nor ports.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { asObject, type Json, ownText } from '../events/json.ts';
import type { OpenFile } from '../intake/evidence-files.ts';
import type { CutRecord } from './cut-record.ts';
import type { Find, Match, Matcher } from './matcher.ts';
import type { MatchSpan } from './query.ts';
import type { FileRecords } from './record-table.ts';
import { type NamedText, type RecordTexts, recordTexts } from './record-texts.ts';

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
  /** Searches a record whose bytes are `bytes`. */
  take(record: number, bytes: Buffer, about?: AboutRecord): void;
}

/** What is known of a record's bytes. */
export interface AboutRecord {
  /** It has no escape `\u…` that JSON does not ask for, and no half of a character. */
  readonly plain: boolean;
  /** Cuts its long texts; left out where they can not be cut. */
  readonly cut: (() => CutRecord | null) | null;
}

const unknown: AboutRecord = { plain: false, cut: null };

export function createGatherer(table: FileRecords, matcher: Matcher): Gatherer {
  const hits: UnitHit[] = [];
  const problems: UnitProblem[] = [];
  const note = (problem: UnitProblem): void => {
    if (problems.length < problemsKept) problems.push(problem);
  };
  const takeText = (record: number, text: string): void => {
    const match = matcher.find(text);
    if (match) hits.push({ record, owner: { part: 'output', toolUseId: null }, field: 'the whole result', occurrences: match.occurrences, ...snippetOf(text, match.first) });
  };
  const takeDecoded = (record: number, text: string): void => {
    const row = parsedRow(text, '\ufeff');
    if (row === null) note({ record, reason: 'The record is no longer what was read.' });
    else for (const texts of recordTexts(row)) push(record, texts, foundIn(texts.texts, matcher.find), asIs, snippetOf);
  };
  const takeUndecoded = (record: number, text: string, find: Find): void => {
    const row = parsedRow(text, byteMark);
    if (row === null) note({ record, reason: 'The record is no longer what was read.' });
    else for (const texts of recordTexts(row)) push(record, texts, foundIn(texts.texts, find), decodedBytes, undecodedSnippet);
  };
  /** False where only the whole record tells what is to be known. */
  const takeCut = (record: number, cut: CutRecord, find: Find): boolean => {
    const row = parsedRow(cut.json, byteMark);
    // Of other rows more is read than their texts.
    if (row === null || ownText(row, 'type') !== 'user') return false;
    const hitTexts: { readonly texts: RecordTexts; readonly first: Found }[] = [];
    for (const texts of recordTexts(row)) {
      const found = foundIn(texts.texts, find);
      // Where the query stands in two texts, only the whole texts tell whether one is a copy of the other.
      if (found.length > 1) for (const { text } of found) if (cut.cutText(text) !== null) return false;
      if (found[0] !== undefined) hitTexts.push({ texts, first: found[0] });
    }
    for (const { texts, first } of hitTexts) {
      const { shown, occurrences } = cut.cutText(first.text) ?? { shown: first.text, occurrences: first.occurrences };
      const [match] = foundIn([{ name: first.name, text: shown }], find);
      if (match === undefined) return false;
      push(record, texts, [{ ...match, occurrences }], decodedBytes, undecodedSnippet);
    }
    return true;
  };
  const push = (record: number, { texts: _, ...owner }: RecordTexts, found: readonly Found[], decoded: (text: string) => string, snippet: typeof snippetOf): void => {
    const [first] = found;
    if (first === undefined) return;
    const occurrences = found.reduce((sum, each) => sum + each.occurrences, 0);
    const named = owner.part === 'input' || owner.toolUseId === null ? owner : { ...owner, toolUseId: decoded(owner.toolUseId) };
    hits.push({ record, owner: named, field: decoded(first.name).slice(0, 300), occurrences, ...snippet(first.text, first.first) });
  };
  return {
    hits,
    problems,
    note,
    take(record, bytes, { plain, cut } = unknown) {
      const undecoded = !table.plain && plain && isUtf8(bytes) ? matcher.undecoded : null;
      if (table.plain) takeText(record, bytes.toString('utf8'));
      // What is ASCII needs no decoding.
      else if (undecoded === null) takeDecoded(record, isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8'));
      else {
        const shortened = cut?.() ?? null;
        if (shortened === null || !takeCut(record, shortened, undecoded)) takeUndecoded(record, bytes.toString('latin1'), undecoded);
      }
    },
  };
}

interface Found extends Match, NamedText {}

function foundIn(texts: readonly NamedText[], find: Find): readonly Found[] {
  const found: Found[] = [];
  for (const { name, text } of texts) {
    const match = find(text);
    if (match) found.push({ ...match, name, text });
  }
  return found;
}

/** The bytes of a record of an open file; fewer where the file is shorter now. */
export function recordBytes(file: OpenFile, table: FileRecords, record: number): Buffer {
  const start = table.starts[record] ?? 0;
  const bytes = file.read(start, (table.ends[record] ?? 0) - start);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The mark that some programs begin a file with, as its bytes. */
const byteMark = '\xef\xbb\xbf';

function parsedRow(text: string, mark: string): ReturnType<typeof asObject> {
  try {
    const value: Json = JSON.parse(text.startsWith(mark) ? text.slice(mark.length) : text);
    return asObject(value);
  } catch {
    return null;
  }
}

const asIs = (text: string): string => text;

/** What bytes that stand as Latin-1 say in UTF-8. */
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
