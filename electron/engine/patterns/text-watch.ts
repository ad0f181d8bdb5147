/** Tells in one pass over a path or a word which of many patterns may fit it. Pure; must not know rules. */
import { beginning, ending, textHints } from './text-hints.ts';

/** Patterns with the number of whoever looks for them. */
export interface Watched {
  readonly number: number;
  readonly patterns: readonly RegExp[];
}

export interface TextWatch {
  /** Whose patterns do not say what to look for: to them each text may matter. */
  readonly unseen: readonly number[];
  /** Sets the bits of the others' numbers in `into` where the text may fit one of their patterns. */
  look(text: string, into: Int32Array): void;
}

/** The head of a long text is enough to know it by. */
const deepest = 12;
/** So many separators, and a text's head is worth keeping: `/home/dev/work/shop/`. */
const headParts = 5;

/** Reads the patterns once; looking is a step a sign. */
export function createTextWatch(watched: readonly Watched[]): TextWatch {
  const unseen: number[] = [];
  const numbersOf = new Map<string, number[]>();
  // Several look for the same patterns.
  const read = new Map<RegExp, readonly string[] | null>();
  const hintsOf = (pattern: RegExp): readonly string[] | null => {
    const known = read.get(pattern);
    if (known !== undefined) return known;
    const hints = textHints(pattern);
    read.set(pattern, hints);
    return hints;
  };
  for (const { number, patterns } of watched) {
    const hints = patterns.map(hintsOf);
    if (hints.includes(null)) {
      unseen.push(number);
      continue;
    }
    for (const hint of hints.flatMap((each) => each ?? [])) {
      const text = hint.slice(0, deepest);
      const known = numbersOf.get(text);
      if (known === undefined) numbersOf.set(text, [number]);
      else if (!known.includes(number)) known.push(number);
    }
  }
  return { unseen, look: lookFor(numbersOf) };
}

/** The automaton of Aho and Corasick as one table: a row a state, a column a sign that occurs in a text. */
function lookFor(numbersOf: ReadonlyMap<string, readonly number[]>): TextWatch['look'] {
  const texts = [...numbersOf.keys()].sort();
  const column = new Uint8Array(128);
  let columns = 1;
  // States in the order of the texts: where one goes on from the text before it is known by comparing the two.
  const above = [0];
  const sign = [0];
  const depth = [0];
  const numbers: (readonly number[])[] = [[]];
  const way = [0];
  let before = '';
  for (const text of texts) {
    let at = 0;
    while (at < text.length && text.charCodeAt(at) === before.charCodeAt(at)) at++;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (column[code] === 0) column[code] = columns++;
      above.push(way[at] ?? 0);
      sign.push(column[code] ?? 0);
      depth.push(at + 1);
      way[at + 1] = above.length - 1;
      numbers.push(at === text.length - 1 ? (numbersOf.get(text) ?? []) : []);
    }
    before = text;
  }
  const states = above.length;
  const table = new Uint16Array(states * columns);
  const fallback = new Uint16Array(states);
  /** What was found where a state is reached, as a place in `lists`; 0 for nothing. */
  const found = new Uint16Array(states);
  const lists: (readonly number[])[] = [[]];
  const levels: number[][] = Array.from({ length: deepest + 1 }, () => []);
  for (let state = 1; state < states; state++) levels[depth[state] ?? 0]?.push(state);
  for (const level of levels) {
    for (const state of level) {
      const parent = above[state] ?? 0;
      fallback[state] = parent === 0 ? 0 : (table[(fallback[parent] ?? 0) * columns + (sign[state] ?? 0)] ?? 0);
      table[parent * columns + (sign[state] ?? 0)] = state;
    }
    for (const state of level) {
      const back = fallback[state] ?? 0;
      // Its own ways come with the next level.
      table.copyWithin(state * columns, back * columns, (back + 1) * columns);
      const own = numbers[state] ?? [];
      found[state] = found[back] ?? 0;
      if (own.length === 0) continue;
      found[state] = lists.length;
      lists.push([...own, ...(lists[found[back] ?? 0] ?? [])]);
    }
  }
  // Columns of signs as they stand in texts: letters of either case alike, `\` as `/`.
  const columnOf = new Uint8Array(128);
  for (let code = 32; code < 128; code++) columnOf[code] = column[code === 92 ? 47 : code >= 65 && code <= 90 ? code + 32 : code] ?? 0;
  const step = (state: number, code: number): number => table[state * columns + (column[code] ?? 0)] ?? 0;
  const start = step(step(0, beginning.charCodeAt(0)), 47);
  const note = (state: number, into: Int32Array): void => {
    for (const number of lists[found[state] ?? 0] ?? []) into[number >>> 5] = (into[number >>> 5] ?? 0) | (1 << (number & 31));
  };
  // Text after text begins with the same folders: what they lead to is kept where nothing was found in them.
  let head = '';
  let headState = start;
  return (text, into) => {
    let state = start;
    let at = 0;
    let plain = found[start] === 0;
    if (!plain) note(start, into);
    else if (text.startsWith(head)) {
      state = headState;
      at = head.length;
    }
    for (let parts = at === 0 ? 0 : headParts; at < text.length; at++) {
      const code = text.charCodeAt(at);
      state = table[state * columns + (code < 128 ? (columnOf[code] ?? 0) : 0)] ?? 0;
      if (found[state] !== 0) {
        note(state, into);
        plain = false;
      }
      if (code === 47 && ++parts === headParts && plain) {
        head = text.slice(0, at + 1);
        headState = state;
      }
    }
    const last = step(state, 47);
    if (found[last] !== 0) note(last, into);
    const end = step(last, ending.charCodeAt(0));
    if (found[end] !== 0) note(end, into);
  };
}
