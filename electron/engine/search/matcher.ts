/**
 * Finds a query in a decoded text. A literal goes through the platform's own search; a regular expression through re2js,
 * whose time is linear in the text whatever the pattern. Pure.
 */
import { RE2JS, RE2JSException } from 're2js';
import { byteText, formsOf } from './letter-forms.ts';
import type { MatchSpan, SearchQuery } from './query.ts';

/** How often a query occurs without overlap, and where first. */
export interface Match {
  readonly occurrences: number;
  readonly first: MatchSpan;
}

/** Null where the query does not occur. */
export type Find = (text: string) => Match | null;

export interface Matcher {
  readonly find: Find;
  /** The same in a text whose UTF-8 stands byte by byte, as Latin-1; null where only the decoded text tells. */
  readonly undecoded: Find | null;
}

/** Why a query can't be searched for, in words for the analyst. */
export class UnfitQuery extends Error {}

/** In one text no more than so many occurrences are counted. */
export const occurrenceCap = 100_000;

/** Throws `UnfitQuery` for an empty query, a broken surrogate pair, or a pattern that RE2 does not take. */
export function createMatcher(query: SearchQuery): Matcher {
  if (query.text === '') throw new UnfitQuery('The search text is empty.');
  if (!isWellFormed(query.text)) throw new UnfitQuery('The search text holds half of a character (a lone surrogate).');
  if (query.kind === 'regex') return regexMatcher(query);
  return query.caseSensitive ? exactMatcher(query.text) : foldedMatcher(query.text);
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

function exactMatcher(needle: string): Matcher {
  return { find: finderOf(needle), undecoded: finderOf(byteText(needle)) };
}

function finderOf(needle: string): Find {
  return (text) => {
    const start = text.indexOf(needle);
    if (start < 0) return null;
    let occurrences = 0;
    for (let at = start; at >= 0 && occurrences < occurrenceCap; at = text.indexOf(needle, at + needle.length)) occurrences += 1;
    return { occurrences, first: { start, end: start + needle.length } };
  };
}

/** Simple case folding as Unicode has it: one character for one. The patterns are literals, so their time is linear. */
function foldedMatcher(needle: string): Matcher {
  const forms = [...needle].map(formsOf);
  const bytes = forms.map((each) => each?.map((form) => escaped(byteText(form))).join('|') ?? null);
  return {
    find: patternFinder(new RegExp(escaped(needle), 'giu')),
    undecoded: bytes.includes(null) ? null : patternFinder(new RegExp(bytes.map((each) => `(?:${each})`).join(''), 'gu')),
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

function patternFinder(pattern: RegExp): Find {
  return (text) => {
    pattern.lastIndex = 0;
    const first = pattern.exec(text);
    if (first === null) return null;
    let occurrences = 1;
    while (occurrences < occurrenceCap && pattern.exec(text) !== null) occurrences += 1;
    return { occurrences, first: { start: first.index, end: first.index + first[0].length } };
  };
}

function regexMatcher(query: SearchQuery): Matcher {
  const pattern = compiled(query);
  return {
    undecoded: null,
    find(text) {
      // The yes-or-no test runs on an automaton and is many times faster than finding the place.
      if (!pattern.test(text)) return null;
      const matcher = pattern.matcher(text);
      let first: MatchSpan | null = null;
      let occurrences = 0;
      while (occurrences < occurrenceCap && matcher.find()) {
        // An empty match shows nothing; `a*` would else be found in every text.
        if (matcher.end() === matcher.start()) continue;
        first ??= { start: matcher.start(), end: matcher.end() };
        occurrences += 1;
      }
      return first && { occurrences, first };
    },
  };
}

function compiled({ text, caseSensitive }: SearchQuery): RE2JS {
  try {
    return RE2JS.compile(text, caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    if (error instanceof RE2JSException) throw new UnfitQuery(`The pattern is not understood: ${error.message}`.slice(0, 900));
    throw error;
  }
}
