/** Device policies as text: property lists of macOS and registry exports of Windows, as one tree of settings with places. */
import { readJsonTree, type Tree, type TreeRead } from './tree.ts';

const noEntries: ReadonlyMap<string, Tree> = new Map();
const noKeys: ReadonlyMap<string, number> = new Map();
const maxDepth = 32;
const maxNodes = 20_000;

/** A property list in XML: its first dictionary. A binary one is no text and is named by who reads it. */
export function readPlist(text: string): TreeRead {
  const tags = /<!--[\s\S]*?-->|<(\/?)(plist|dict|array|key|string|integer|real|true|false|date|data)\b[^>]*?(\/?)>/g;
  let nodes = 0;
  let cut = false;
  interface Open {
    readonly kind: 'map' | 'list';
    readonly start: number;
    readonly entries: Map<string, Tree>;
    readonly keys: Map<string, number>;
    readonly items: Tree[];
    key: { readonly name: string; readonly at: number } | null;
  }
  const stack: Open[] = [];
  const roots: Tree[] = [];
  const give = (tree: Tree): void => {
    nodes += 1;
    const here = stack.at(-1);
    if (nodes > maxNodes) cut = true;
    else if (here === undefined) roots.push(tree);
    else if (here.kind === 'list') here.items.push(tree);
    else if (here.key !== null) {
      here.entries.set(here.key.name, tree);
      here.keys.set(here.key.name, here.key.at);
      here.key = null;
    }
  };
  const leaf = (value: Tree['value'], start: number, end: number): Tree => ({ kind: 'value', value, start, end, entries: noEntries, keys: noKeys, items: [] });
  for (let match = tags.exec(text); match !== null; match = tags.exec(text)) {
    const [whole, closing, name, empty] = match;
    if (name === undefined || name === 'plist') continue;
    const start = match.index;
    const end = start + whole.length;
    if (name === 'dict' || name === 'array') {
      if (closing === '/') {
        const open = stack.pop();
        if (open !== undefined) give({ kind: open.kind, value: null, start: open.start, end, entries: open.entries, keys: open.keys, items: open.items });
      } else if (empty === '/') give({ kind: name === 'dict' ? 'map' : 'list', value: null, start, end, entries: noEntries, keys: noKeys, items: [] });
      else if (stack.length >= maxDepth) cut = true;
      else stack.push({ kind: name === 'dict' ? 'map' : 'list', start, entries: new Map(), keys: new Map(), items: [], key: null });
      continue;
    }
    if (closing === '/') continue;
    if (name === 'true' || name === 'false') {
      give(leaf(name === 'true', start, end));
      continue;
    }
    const close = empty === '/' ? start : text.indexOf(`</${name}>`, end);
    if (close < 0) return { roots, problem: `<${name}> at character ${start} has no end` };
    const body = unescaped(empty === '/' ? '' : text.slice(end, close));
    if (name === 'key') {
      const here = stack.at(-1);
      if (here?.kind === 'map') here.key = { name: body, at: start };
    } else give(leaf(name === 'integer' || name === 'real' ? Number(body) : body, start, close));
  }
  return { roots, problem: cut ? 'deeper or larger than a policy is; the rest was left out' : stack.length > 0 ? 'it ends inside a dictionary' : null };
}

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|amp|quot|apos);/g, (sign) => ({ '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" })[sign] ?? sign);
}

/** The policy of one hive in a registry export (`.reg`): the JSON in `Settings` below the client's key. Null where there is none. */
export function readRegistryPolicy(text: string, hive: 'HKLM' | 'HKCU'): TreeRead | null {
  const name = hive === 'HKLM' ? '(?:HKEY_LOCAL_MACHINE|HKLM)' : '(?:HKEY_CURRENT_USER|HKCU|HKEY_USERS\\\\[^\\]\\\\]+)';
  const key = new RegExp(`^\\[${name}\\\\SOFTWARE\\\\Policies\\\\ClaudeCode\\]\\s*$`, 'im').exec(text);
  if (key === null) return null;
  const from = key.index + key[0].length;
  const next = text.slice(from).search(/^\[/m);
  const body = text.slice(from, next < 0 ? text.length : from + next);
  const value = /^"Settings"="((?:[^"\\\r\n]|\\.)*)"/im.exec(body);
  if (value?.[1] !== undefined) return placed(readJsonTree(value[1].replace(/\\(["\\])/g, '$1')), from + value.index);
  const wide = /^"Settings"=hex\(2\):([0-9a-f,\\\s]+)/im.exec(body);
  if (wide?.[1] !== undefined) return placed(readJsonTree(Buffer.from(wide[1].replace(/[\\\s]/g, '').split(',').map((each) => Number.parseInt(each, 16))).toString('utf16le').replace(/\0+$/, '')), from + wide.index);
  return { roots: [], problem: 'its key has no value Settings that is text' };
}

/** The values of a text inside another: each has the place of the value that holds it. */
function placed(read: TreeRead, start: number): TreeRead {
  const move = (tree: Tree): Tree => ({ ...tree, start, end: start, keys: new Map([...tree.keys.keys()].map((name) => [name, start])), entries: new Map([...tree.entries].map(([name, each]) => [name, move(each)])), items: tree.items.map(move) });
  return { ...read, roots: read.roots.map(move) };
}
