/**
 * Texts of which a path must hold one, or a pattern cannot fit it: read from the pattern itself, so that one pass over a
 * path tells which patterns are worth trying. Pure; must not know rules.
 *
 * A path is looked at as `⊢/` + the path with small letters and `/` between parts + `/⊣`: the beginning, the end, and a
 * separator at either are signs of their own.
 */

/** Before the first sign of a path, and behind the last. No path holds them. */
export const beginning = '\u0001';
export const ending = '\u0002';

/** What is known of a part of a pattern. */
interface Known {
  /** The texts that it fits, and no others; null where that is more than is worth listing. */
  readonly exact: readonly string[] | null;
  /** Each fit holds one of these; null where nothing is certain. */
  readonly holds: readonly string[] | null;
}

const maxTexts = 160;
/** Of two lists of longer texts neither is better. */
const maxLength = 1000;
const nothing: Known = { exact: null, holds: null };
const empty: Known = { exact: [''], holds: null };

/** The texts, of which each fitting path holds at least one; null where the pattern does not say. */
export function pathHints(pattern: RegExp): readonly string[] | null {
  if (/[muvy]/.test(pattern.flags)) return null;
  const reader = { source: pattern.source, at: 0 };
  const { exact, holds } = alternatives(reader);
  return reader.at < reader.source.length ? null : better(exact, holds);
}

interface Reader {
  readonly source: string;
  at: number;
}

function alternatives(reader: Reader): Known {
  let exact: readonly string[] | null = [];
  let holds: readonly string[] | null = [];
  for (;;) {
    const one = sequence(reader);
    exact = exact === null || one.exact === null || exact.length + one.exact.length > maxTexts ? null : [...exact, ...one.exact];
    const needed = better(one.exact, one.holds);
    holds = holds === null || needed === null ? null : [...holds, ...needed];
    if (reader.source[reader.at] !== '|') return { exact, holds };
    reader.at += 1;
  }
}

function sequence(reader: Reader): Known {
  let run: readonly string[] = [''];
  let holds: readonly string[] | null = null;
  let whole = true;
  while (reader.at < reader.source.length && reader.source[reader.at] !== '|' && reader.source[reader.at] !== ')') {
    const plain = plainText(reader);
    const item = plain === '' ? repeated(reader, atom(reader)) : { exact: [plain], holds: null };
    if (item.exact !== null && run.length * item.exact.length <= maxTexts) {
      const before: readonly string[] = run;
      run = item.exact.flatMap((text) => before.map((head) => head + text));
      continue;
    }
    whole = false;
    holds = better(better(holds, run), item.holds);
    run = item.exact ?? [''];
  }
  return whole ? { exact: run, holds: null } : { exact: null, holds: better(holds, run) };
}

/** Letters and digits that stand for themselves, without the last where a quantifier follows it. */
function plainText(reader: Reader): string {
  const { source, at } = reader;
  let end = at;
  while (end < source.length && isPlain(source.charCodeAt(end))) end++;
  if (isQuantifier(source.charCodeAt(end))) end--;
  if (end <= at) return '';
  reader.at = end;
  return source.slice(at, end).toLowerCase();
}

function isPlain(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 95 || (code >= 65 && code <= 90);
}

/** `*`, `+`, `?`, `{`. */
function isQuantifier(code: number): boolean {
  return code === 42 || code === 43 || code === 63 || code === 123;
}

/** The list whose shortest text is longer: it is found in fewer paths. A list with an empty text says nothing. */
function better(one: readonly string[] | null, other: readonly string[] | null): readonly string[] | null {
  const [first, second] = [shortest(one), shortest(other)];
  return first === 0 && second === 0 ? null : first >= second ? one : other;
}

function shortest(texts: readonly string[] | null): number {
  if (texts === null) return 0;
  let least = texts.length === 0 ? 0 : maxLength;
  for (const text of texts) least = Math.min(least, text.length);
  return least;
}

function repeated(reader: Reader, item: Known): Known {
  if (!isQuantifier(reader.source.charCodeAt(reader.at))) return item;
  const quantifier = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at));
  if (quantifier === null) return item;
  reader.at += quantifier[0].length;
  if (quantifier[0].startsWith('?')) return item.exact === null ? nothing : { exact: ['', ...item.exact], holds: null };
  const once = quantifier[0].startsWith('+') || Number(quantifier[1] ?? 0) > 0;
  return once ? { exact: null, holds: better(item.exact, item.holds) } : nothing;
}

function atom(reader: Reader): Known {
  const sign = reader.source[reader.at] ?? '';
  reader.at += 1;
  switch (sign) {
    case '^':
      return { exact: [`${beginning}/`], holds: null };
    case '$':
      return { exact: [`/${ending}`], holds: null };
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
  // The separators that a path is looked at with stand for either form.
  return text === '^|\\/' || text === '\\/|$' ? { exact: ['/'], holds: null } : inner;
}

function signClass(reader: Reader): Known {
  const end = /^(?:\\.|[^\]\\])*/.exec(reader.source.slice(reader.at))?.[0].length ?? 0;
  const inside = reader.source.slice(reader.at, reader.at + end);
  reader.at += end + 1;
  const signs = [...inside];
  if (signs.length > 6 || /\\|.-./.test(inside) || inside.startsWith('^')) return nothing;
  const each = signs.map((sign) => literal(sign).exact);
  return each.includes(null) ? nothing : { exact: each.flatMap((text) => text ?? []), holds: null };
}

function escaped(reader: Reader): Known {
  const sign = reader.source[reader.at] ?? '';
  reader.at += 1;
  if (sign === 'b' || sign === 'B') return empty;
  return isPlain(sign.charCodeAt(0)) && sign !== '-' ? unread(reader, sign) : literal(sign);
}

/** A class, a code or a reference: it says nothing, and its digits are no text. */
function unread(reader: Reader, sign: string): Known {
  const rest = reader.source.slice(reader.at);
  const digits = sign === 'x' ? /^[\dA-Fa-f]{2}/ : sign === 'u' ? /^[\dA-Fa-f]{4}/ : sign === 'c' ? /^[A-Za-z]/ : sign === 'k' ? /^<\w+>/ : /\d/.test(sign) ? /^\d*/ : /^/;
  reader.at += digits.exec(rest)?.[0].length ?? 0;
  return nothing;
}

/** The home folder is written out where a path is looked at, so `~` says nothing. */
function literal(sign: string): Known {
  if (sign === '~' || sign > '\u007e' || sign < ' ') return nothing;
  return { exact: [sign === '\\' ? '/' : sign.toLowerCase()], holds: null };
}
