/** Tells in one pass over a path which of many patterns may fit it. Pure; must not know rules. */
import { beginning, ending, pathHints } from './path-hints.ts';

/** Patterns with the number of whoever looks for them. */
export interface Watched {
  readonly number: number;
  readonly patterns: readonly RegExp[];
}

export interface PathWatch {
  /** Whose patterns do not say what to look for: to them each path may matter. */
  readonly unseen: readonly number[];
  /** Sets the bits of the others' numbers in `into` where the path may fit one of their patterns. */
  look(path: string, into: Int32Array): void;
}

const deepest = 12;

interface Node {
  readonly next: Map<number, Node>;
  readonly numbers: Set<number>;
  readonly index: number;
}

/** Reads the patterns once; looking is a step a sign. */
export function createPathWatch(watched: readonly Watched[]): PathWatch {
  const unseen: number[] = [];
  const texts: [string, number][] = [];
  for (const { number, patterns } of watched) {
    const hints = patterns.map(pathHints);
    if (hints.includes(null)) unseen.push(number);
    // The head of a long text is enough to know it by.
    else for (const hint of hints.flatMap((each) => each ?? [])) texts.push([hint.slice(0, deepest), number]);
  }
  return { unseen, look: lookFor(texts) };
}

/** The automaton of Aho and Corasick, as one table: a row a state, a column a sign that occurs in a text. */
function lookFor(texts: readonly (readonly [string, number])[]): (path: string, into: Int32Array) => void {
  const column = new Uint8Array(128);
  let columns = 1;
  for (const [text] of texts) for (let at = 0; at < text.length; at++) if (column[text.charCodeAt(at)] === 0) column[text.charCodeAt(at)] = columns++;
  const root: Node = { next: new Map(), numbers: new Set(), index: 0 };
  const nodes = [root];
  for (const [text, number] of texts) {
    let node = root;
    for (let at = 0; at < text.length; at++) {
      const sign = column[text.charCodeAt(at)] ?? 0;
      let next = node.next.get(sign);
      if (next === undefined) {
        next = { next: new Map(), numbers: new Set(), index: nodes.length };
        nodes.push(next);
        node.next.set(sign, next);
      }
      node = next;
    }
    node.numbers.add(number);
  }
  const table = new Uint16Array(nodes.length * columns);
  const found: (Int32Array | null)[] = [null];
  const foundAt = new Uint16Array(nodes.length);
  const waiting: (readonly [Node, number])[] = [[root, 0]];
  for (let at = 0; at < waiting.length; at++) {
    const entry = waiting[at];
    if (entry === undefined) break;
    const [node, fallback] = entry;
    for (let sign = 0; sign < columns; sign++) table[node.index * columns + sign] = node.index === 0 ? 0 : (table[fallback * columns + sign] ?? 0);
    const behind = found[foundAt[fallback] ?? 0];
    const numbers = node.index === 0 ? [...node.numbers] : [...node.numbers, ...(behind ?? [])];
    if (numbers.length > 0) {
      foundAt[node.index] = found.length;
      found.push(Int32Array.from(new Set(numbers)));
    }
    for (const [sign, next] of node.next) {
      waiting.push([next, node.index === 0 ? 0 : (table[fallback * columns + sign] ?? 0)]);
      table[node.index * columns + sign] = next.index;
    }
  }
  // Columns of signs as they stand in paths: letters of either case alike, `\` as `/`.
  const signs = new Uint8Array(128);
  for (let code = 0; code < 128; code++) signs[code] = column[code === 92 ? 47 : code >= 65 && code <= 90 ? code + 32 : code] ?? 0;
  signs[1] = 0;
  signs[2] = 0;
  const step = (state: number, sign: number): number => table[state * columns + sign] ?? 0;
  const start = step(step(0, column[beginning.charCodeAt(0)] ?? 0), column[47] ?? 0);
  const endSign = column[ending.charCodeAt(0)] ?? 0;
  const note = (state: number, into: Int32Array): void => {
    for (const number of found[foundAt[state] ?? 0] ?? []) into[number >>> 5] = (into[number >>> 5] ?? 0) | (1 << (number & 31));
  };
  return (path, into) => {
    let state = start;
    if (foundAt[state] !== 0) note(state, into);
    for (let at = 0; at < path.length; at++) {
      const code = path.charCodeAt(at);
      state = table[state * columns + (code < 128 ? (signs[code] ?? 0) : 0)] ?? 0;
      if (foundAt[state] !== 0) note(state, into);
    }
    state = step(state, column[47] ?? 0);
    if (foundAt[state] !== 0) note(state, into);
    state = step(state, endSign);
    if (foundAt[state] !== 0) note(state, into);
  };
}
