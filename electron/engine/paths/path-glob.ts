/**
 * Patterns of an ignore file against paths, in time linear in both: `*` and `?` stay inside one name, `**` as a whole name takes
 * any number of folders, `[a-z]` is one sign. Patterns come from evidence, and a regular expression built of one can run for
 * hours on a path made for it; so can each kept library for globs, as they build one. Pure.
 */

type Sign = { readonly kind: 'star' } | { readonly kind: 'any' } | { readonly kind: 'one'; readonly takes: (code: number) => boolean };
type Name = 'folders' | readonly Sign[];

/** Tells whether a path without a slash at either end fits the pattern, which has none either. */
export function pathGlob(pattern: string): (path: string) => boolean {
  const names = pattern.split('/').map((name): Name => (name === '**' ? 'folders' : signsOf(name)));
  return (path) => {
    const parts = path.split('/');
    return walked(names, parts, (name) => name === 'folders', (name, part) => name !== 'folders' && fits(name, part));
  };
}

function fits(signs: readonly Sign[], part: string): boolean {
  const codes = Array.from(part, (sign) => sign.codePointAt(0) ?? 0);
  return walked(signs, codes, (sign) => sign.kind === 'star', (sign, code) => sign.kind === 'any' || (sign.kind === 'one' && sign.takes(code)));
}

/** Walks along both lists; what stretches takes as little as it can, and only the last of those is ever tried again. */
function walked<Pattern, Item>(pattern: readonly Pattern[], items: readonly Item[], stretches: (each: Pattern) => boolean, takes: (each: Pattern, item: Item) => boolean): boolean {
  let at = 0;
  let item = 0;
  let again = -1;
  let from = 0;
  while (item < items.length) {
    const each = pattern[at];
    const here = items[item];
    if (each !== undefined && stretches(each)) {
      again = at;
      from = item;
      at += 1;
    } else if (each !== undefined && here !== undefined && takes(each, here)) {
      at += 1;
      item += 1;
    } else if (again >= 0) {
      from += 1;
      item = from;
      at = again + 1;
    } else return false;
  }
  while (at < pattern.length) {
    const each = pattern[at];
    if (each === undefined || !stretches(each)) return false;
    at += 1;
  }
  return true;
}

function signsOf(name: string): readonly Sign[] {
  const signs: Sign[] = [];
  for (let at = 0; at < name.length; ) {
    const sign = String.fromCodePoint(name.codePointAt(at) ?? 0);
    const close = sign === '[' ? name.indexOf(']', at + 2) : -1;
    if (sign === '*') {
      if (signs.at(-1)?.kind !== 'star') signs.push({ kind: 'star' });
      at += 1;
    } else if (sign === '?') {
      signs.push({ kind: 'any' });
      at += 1;
    } else if (close > 0) {
      signs.push({ kind: 'one', takes: classOf(name.slice(at + 1, close)) });
      at = close + 1;
    } else {
      const literal = sign === '\\' && at + 1 < name.length ? String.fromCodePoint(name.codePointAt(at + 1) ?? 0) : sign;
      const wanted = literal.codePointAt(0) ?? 0;
      signs.push({ kind: 'one', takes: (code) => code === wanted });
      at += literal === sign ? sign.length : 1 + literal.length;
    }
  }
  return signs;
}

/** `a-z`, `!a`, `^0-9`: what stands between brackets. */
function classOf(written: string): (code: number) => boolean {
  const other = written.startsWith('!') || written.startsWith('^');
  const codes = Array.from(other ? written.slice(1) : written, (sign) => sign.codePointAt(0) ?? 0);
  const ranges: (readonly [number, number])[] = [];
  for (let at = 0; at < codes.length; at++) {
    const first = codes[at] ?? 0;
    const last = codes[at + 2];
    const range = codes[at + 1] === 0x2d && last !== undefined;
    ranges.push([first, range ? last : first]);
    if (range) at += 2;
  }
  return (code) => ranges.some(([first, last]) => code >= first && code <= last) !== other;
}
