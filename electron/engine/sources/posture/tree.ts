/** YAML and JSON files as one bounded tree with places: comments, anchors and trailing commas read, bombs cut. Knows no file. */
import { type Node as JsonNode, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';

/** A value with its place in the text. A map's keys are data: they stand in a `Map`, not on an object. */
export interface Tree {
  readonly kind: 'map' | 'list' | 'value';
  readonly value: string | number | boolean | null;
  readonly start: number;
  readonly end: number;
  readonly entries: ReadonlyMap<string, Tree>;
  /** Where each key begins. */
  readonly keys: ReadonlyMap<string, number>;
  readonly items: readonly Tree[];
}

export interface TreeRead {
  readonly roots: readonly Tree[];
  /** What was not read, in words; null where all was. */
  readonly problem: string | null;
}

const maxNodes = 50_000;
const maxDepth = 64;
const noEntries: ReadonlyMap<string, Tree> = new Map();
const noKeys: ReadonlyMap<string, number> = new Map();

function leaf(value: Tree['value'], start: number, end: number): Tree {
  return { kind: 'value', value, start, end, entries: noEntries, keys: noKeys, items: [] };
}

/** Reads JSON as editors write it: with comments and trailing commas. What can be read of a broken file is kept. */
export function readJsonTree(text: string): TreeRead {
  const errors: ParseError[] = [];
  const shift = text.startsWith('\ufeff') ? 1 : 0;
  if (depthOf(text) > 200) return { roots: [], problem: 'nested deeper than 200 levels' };
  const root = parseTree(shift === 1 ? text.slice(1) : text, errors, { allowTrailingComma: true, disallowComments: false });
  let nodes = 0;
  const convert = (node: JsonNode, depth: number): Tree => {
    nodes += 1;
    const start = node.offset + shift;
    const end = start + node.length;
    if (nodes > maxNodes || depth > maxDepth) return leaf(null, start, end);
    if (node.type === 'array') return { ...leaf(null, start, end), kind: 'list', items: (node.children ?? []).map((child) => convert(child, depth + 1)) };
    if (node.type === 'object') {
      const entries = new Map<string, Tree>();
      const keys = new Map<string, number>();
      for (const property of node.children ?? []) {
        const [key, value] = property.children ?? [];
        if (key === undefined || value === undefined || typeof key.value !== 'string') continue;
        entries.set(key.value, convert(value, depth + 1));
        keys.set(key.value, key.offset + shift);
      }
      return { ...leaf(null, start, end), kind: 'map', entries, keys };
    }
    const value: unknown = node.value;
    return leaf(typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null, start, end);
  };
  const roots = root === undefined ? [] : [convert(root, 0)];
  const [first] = errors;
  const bound = nodes > maxNodes ? `more than ${maxNodes} values` : null;
  return { roots, problem: bound ?? (first === undefined ? null : `${printParseErrorCode(first.error)} at character ${first.offset + shift}`) };
}

/** The parser recurses: a text that is nested without end is refused before it. Braces inside strings count too; that only refuses earlier. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}

/** Reads YAML. Anchors are followed within a bound on the number of values, so that a bomb ends as a named problem. */
export function readYamlTree(text: string): TreeRead {
  if (depthOf(text) > 200) return { roots: [], problem: 'nested deeper than 200 levels' };
  let nodes = 0;
  let cut = false;
  let problem: string | null = null;
  const roots: Tree[] = [];
  const documents = parseAllDocuments(text, { keepSourceTokens: false, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' });
  for (const document of Array.isArray(documents) ? documents : []) {
    const [error] = document.errors;
    if (error !== undefined) problem ??= `${error.code} at character ${error.pos[0]}`;
    const convert = (node: unknown, depth: number, at: number): Tree => {
      nodes += 1;
      if (nodes > maxNodes || depth > maxDepth) {
        cut = true;
        return leaf(null, at, at);
      }
      if (isAlias(node)) {
        const target = node.resolve(document);
        return target === undefined ? leaf(null, at, at) : convert(target, depth + 1, at);
      }
      if (isMap(node)) {
        const entries = new Map<string, Tree>();
        const keys = new Map<string, number>();
        for (const pair of node.items) {
          const key = isScalar(pair.key) ? String(pair.key.value) : null;
          if (key === null) continue;
          const from = isScalar(pair.key) ? (pair.key.range?.[0] ?? at) : at;
          const value = convert(pair.value, depth + 1, from);
          if (key === '<<') {
            for (const merged of value.kind === 'list' ? value.items : [value]) for (const [name, each] of merged.entries) if (!entries.has(name)) entries.set(name, each);
            continue;
          }
          entries.set(key, value);
          keys.set(key, from);
        }
        return { ...leaf(null, node.range?.[0] ?? at, node.range?.[1] ?? at), kind: 'map', entries, keys };
      }
      if (isSeq(node)) return { ...leaf(null, node.range?.[0] ?? at, node.range?.[1] ?? at), kind: 'list', items: node.items.map((item) => convert(item, depth + 1, at)) };
      if (isScalar(node)) {
        const { value } = node;
        const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : typeof value === 'bigint' ? String(value) : null;
        return leaf(plain, node.range?.[0] ?? at, node.range?.[1] ?? at);
      }
      return leaf(null, at, at);
    };
    if (document.contents !== null) roots.push(convert(document.contents, 0, 0));
  }
  return { roots, problem: cut ? `it expands to more than ${maxNodes} values or ${maxDepth} levels; the rest was left out` : problem };
}

/** The value at a way of keys; undefined where there is none. */
export function at(tree: Tree | undefined, ...way: readonly string[]): Tree | undefined {
  let here = tree;
  for (const key of way) here = here?.entries.get(key);
  return here;
}

/** A value as text; null for maps, lists and nothing. */
export function textOf(tree: Tree | undefined): string | null {
  if (tree === undefined || tree.kind !== 'value' || tree.value === null) return null;
  return String(tree.value);
}

/** A list's texts, or the one text as a list. */
export function textsOf(tree: Tree | undefined): readonly string[] {
  if (tree === undefined) return [];
  if (tree.kind === 'list') return tree.items.flatMap((item) => textOf(item) ?? []);
  const own = textOf(tree);
  return own === null ? [] : [own];
}

/** `{A: 1}` or `["A=1", "B"]` as variables; null where a value is known only at run time. `asWritten` keeps those as they stand. */
export function environmentOf(tree: Tree | undefined, asWritten = false): ReadonlyMap<string, string | null> {
  const env = new Map<string, string | null>();
  const taken = asWritten ? (value: string | null): string | null => value : atRunTime;
  if (tree?.kind === 'map') for (const [name, value] of tree.entries) env.set(name, taken(value.kind === 'map' ? textOf(at(value, 'value')) : textOf(value)));
  else if (tree?.kind === 'list') {
    for (const item of tree.items) {
      // GitLab and Kubernetes write lists of `{name, value}`; compose writes `NAME=value`.
      const name = textOf(at(item, 'name'));
      if (name !== null) env.set(name, taken(textOf(at(item, 'value'))));
      const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(textOf(item) ?? '');
      if (match?.[1] !== undefined) env.set(match[1], taken(match[2] ?? ''));
      // A name alone hands on what the caller has.
      else if (/^[A-Za-z_]\w*$/.test(textOf(item) ?? '')) env.set(textOf(item) ?? '', null);
    }
  }
  return env;
}

function atRunTime(value: string | null): string | null {
  return value === null || /\$[{A-Za-z(]/.test(value) ? null : value;
}
