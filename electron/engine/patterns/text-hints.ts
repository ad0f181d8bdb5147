/**
 * Texts of which a path or a word must hold one, or a pattern cannot fit it: read from the pattern itself, so that one pass
 * over the text tells which patterns are worth trying. Pure; must not know rules.
 *
 * A text is looked at as `⊢/` + the text with small letters and `/` for `\` + `/⊣`: the beginning, the end, and a
 * separator at either are signs of their own.
 */

/** Before the first sign of a text, and behind the last. */
export const beginning = '\u0001';
export const ending = '\u0002';

/** What is known of a part of a pattern. */
interface Known {
  /** The texts that it fits, and no others; null where that is more than is worth listing. */
  readonly exact: readonly string[] | null;
  /** Each fit begins with one of these; null where nothing is certain. */
  readonly starts: readonly string[] | null;
  /** Each fit holds one of these; null where nothing is certain. */
  readonly holds: readonly string[] | null;
}

const maxTexts = 160;
/** A text of so many signs is rare enough. */
const telling = 6;
/** Of two lists of longer texts neither is better. */
const maxLength = 1000;
const nothing: Known = { exact: null, starts: null, holds: null };
const empty: Known = known(['']);

function known(texts: readonly string[]): Known {
  return { exact: texts, starts: texts, holds: texts };
}

/** The texts of which whatever the pattern fits holds at least one; null where the pattern does not say. */
export function textHints(pattern: RegExp): readonly string[] | null {
  if (/[muvy]/.test(pattern.flags)) return null;
  const reader = { source: pattern.source, at: 0 };
  const { holds } = alternatives(reader);
  return reader.at < reader.source.length || shortest(holds) === 0 ? null : holds;
}

interface Reader {
  readonly source: string;
  at: number;
}

function alternatives(reader: Reader): Known {
  let whole = sequence(reader);
  while (reader.source.charCodeAt(reader.at) === 124) {
    reader.at += 1;
    const next = sequence(reader);
    whole = { exact: both(whole.exact, next.exact), starts: both(whole.starts, next.starts), holds: both(whole.holds, next.holds) };
  }
  return whole;
}

function both(one: readonly string[] | null, other: readonly string[] | null): readonly string[] | null {
  return one === null || other === null || one.length + other.length > maxTexts ? null : [...one, ...other];
}

function sequence(reader: Reader): Known {
  let run: readonly string[] = [''];
  let starts: readonly string[] | null = null;
  let holds: readonly string[] | null = null;
  while (reader.at < reader.source.length && !endsSequence(reader.source.charCodeAt(reader.at))) {
    if (isBracket(reader.source.charCodeAt(reader.at)) && shortest(run) >= telling) {
      skipSequence(reader);
      return { exact: null, starts: starts ?? run, holds: run };
    }
    const text = plainText(reader);
    const item = text === '' ? repeated(reader, atom(reader)) : known([text]);
    const longer = product(run, item.exact);
    if (longer !== null) {
      run = longer;
      continue;
    }
    const begun = product(run, item.starts) ?? run;
    starts ??= begun;
    holds = better(better(holds, begun), item.holds);
    run = item.exact ?? [''];
  }
  holds = better(holds, run);
  return starts === null ? { exact: run, starts: run, holds: run } : { exact: null, starts, holds };
}

/** Each head with each tail; null where that is more than is worth listing. */
function product(heads: readonly string[], tails: readonly string[] | null): readonly string[] | null {
  if (tails === null || heads.length * tails.length > maxTexts) return null;
  const texts: string[] = [];
  for (const head of heads) for (const tail of tails) texts.push(head + tail);
  return texts;
}

/** `|` and `)`. */
function endsSequence(code: number): boolean {
  return code === 124 || code === 41;
}

/** `(` and `[`. */
function isBracket(code: number): boolean {
  return code === 40 || code === 91;
}

const between = /(?:[^\\()[|]|\\.|\[(?:\\.|[^\]\\])*\])+/y;

/** Passes over what stands in this alternative still. */
function skipSequence(reader: Reader): void {
  const { source } = reader;
  for (let depth = 0; reader.at < source.length; reader.at++) {
    between.lastIndex = reader.at;
    if (between.test(source)) reader.at = between.lastIndex;
    const code = source.charCodeAt(reader.at);
    if (depth === 0 && endsSequence(code)) return;
    if (code === 40) depth++;
    else if (code === 41) depth--;
  }
}

/** The list whose shortest text is longer: it is found less often. A list with an empty text says nothing. */
function better(one: readonly string[] | null, other: readonly string[] | null): readonly string[] | null {
  return shortest(one) >= shortest(other) ? one : other;
}

/** The signs of the text itself: a beginning and an end stand in each. */
function weightOf(text: string): number {
  return text.length - (text.startsWith(beginning) ? 2 : 0) - (text.endsWith(ending) ? 2 : 0);
}

function shortest(texts: readonly string[] | null): number {
  if (texts === null || texts.length === 0) return 0;
  let least = maxLength;
  for (const text of texts) least = Math.min(least, weightOf(text));
  return least;
}

const plain = /(?:[\w :@#-]|\\[^\w~])+/y;

/** Signs that stand for themselves, without the last where a quantifier follows it. */
function plainText(reader: Reader): string {
  const { source, at } = reader;
  plain.lastIndex = at;
  if (!plain.test(source)) return '';
  let end = plain.lastIndex;
  if (isQuantifier(source.charCodeAt(end))) end -= source.charCodeAt(end - 2) === 92 ? 2 : 1;
  if (end <= at) return '';
  reader.at = end;
  return source.slice(at, end).replaceAll(/\\(.)/g, '$1').toLowerCase().replaceAll('\\', '/');
}

/** `*`, `+`, `?`, `{`. */
function isQuantifier(code: number): boolean {
  return code === 42 || code === 43 || code === 63 || code === 123;
}

function repeated(reader: Reader, item: Known): Known {
  if (!isQuantifier(reader.source.charCodeAt(reader.at))) return item;
  const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at));
  if (quantifier === null) return item;
  reader.at += quantifier[0].length;
  if (quantifier[0].startsWith('?')) return item.exact === null ? nothing : known(['', ...item.exact]);
  const once = quantifier[0].startsWith('+') || Number(quantifier[1] ?? 0) > 0;
  return once ? { ...item, exact: null } : nothing;
}

function atom(reader: Reader): Known {
  const sign = reader.source[reader.at] ?? '';
  reader.at += 1;
  switch (sign) {
    case '^':
      return known([`${beginning}/`]);
    case '$':
      return known([`/${ending}`]);
    case '.':
      return nothing;
    case '(':
      return group(reader);
    case '[':
      return signClass(reader);
    case '\\':
      return escaped(reader);
    default:
      return literal(sign);
  }
}

function group(reader: Reader): Known {
  const head = /^\?(?::|<?[=!]|<\w+>)/.exec(reader.source.slice(reader.at))?.[0] ?? '';
  reader.at += head.length;
  const from = reader.at;
  const inner = alternatives(reader);
  const text = reader.source.slice(from, reader.at);
  reader.at += 1;
  // What stands around a place takes up no signs.
  if (/[=!]$/.test(head)) return empty;
  // The separators that a text is looked at with stand for either form.
  return text === '^|\\/' || text === '\\/|$' ? known(['/']) : inner;
}

function signClass(reader: Reader): Known {
  const end = /^(?:\\.|[^\]\\])*/.exec(reader.source.slice(reader.at))?.[0].length ?? 0;
  const inside = reader.source.slice(reader.at, reader.at + end);
  reader.at += end + 1;
  const signs = [...inside];
  if (signs.length > 6 || /\\|.-./.test(inside) || inside.startsWith('^')) return nothing;
  const each = signs.map((sign) => literal(sign).exact);
  return each.includes(null) ? nothing : known(each.flatMap((text) => text ?? []));
}

function escaped(reader: Reader): Known {
  const sign = reader.source[reader.at] ?? '';
  reader.at += 1;
  if (sign === 'b' || sign === 'B') return empty;
  return /\w/.test(sign) ? unread(reader, sign) : literal(sign);
}

/** A class, a code or a reference: it says nothing, and its digits are no text. */
function unread(reader: Reader, sign: string): Known {
  const rest = reader.source.slice(reader.at);
  const digits = sign === 'x' ? /^[\dA-Fa-f]{2}/ : sign === 'u' ? /^[\dA-Fa-f]{4}/ : sign === 'c' ? /^[A-Za-z]/ : sign === 'k' ? /^<\w+>/ : /\d/.test(sign) ? /^\d*/ : /^/;
  reader.at += digits.exec(rest)?.[0].length ?? 0;
  return nothing;
}

/** The home folder may be written out where a path is looked at, so `~` says nothing. */
function literal(sign: string): Known {
  if (sign === '~' || sign > '\u007e' || sign < ' ') return nothing;
  return known([sign === '\\' ? '/' : sign.toLowerCase()]);
}
