/**
 * The import law as data, and how a file is held against it. A path says where code runs; who is in no row may import
 * nothing, and a package in no row is a breach. Knows nothing of what the files do.
 */
import { dirname, join, posix } from 'node:path';

/** The parts of the product, and the rule for each. */
interface Part {
  readonly name: string;
  /** The first row that fits a path counts. */
  readonly files: RegExp;
  /** Paths inside the repository that may be imported. */
  readonly may: readonly RegExp[];
  /** Packages that may be imported, Node's modules among them. */
  readonly packages: readonly RegExp[];
  /** Only the types of these. */
  readonly types?: readonly RegExp[];
}

const exactly = (...names: readonly string[]) => names.map((name) => new RegExp(`^${name.replaceAll(/[.*/]/g, '\\$&')}$`));
const shared = /^shared\//;

/** What each part may import. A new package enters here, with its reason in the README's table. */
export const parts: readonly Part[] = [
  {
    name: 'test',
    files: /\.test\.tsx?$|^scripts\/.*\.ts$|\/(drawn-[a-z-]+|rule-examples)\.ts$/,
    // A test sees what its own folder sees, the drawing of evidence, and whatever Node has.
    may: [shared, /^(electron\/(main|preload|engine)|renderer|scripts)\//, /^electron\/output-file\.ts$/, /^e2e\/draw-(evidence|git|git-script|repository)\.ts$/, /^package\.json$/],
    packages: [/^node:/, /^vitest$/, /^fast-check$/, /^valibot$/, /^yaml$/, /^(tar-stream|unbash|tldts|ipaddr\.js|picomatch|re2js|diff|jsonc-parser)$/, /^react$/, /^react-dom(\/|$)/],
    types: [/^electron(\/|$)/],
  },
  { name: 'shared', files: shared, may: [shared], packages: exactly('valibot') },
  { name: 'output-file', files: /^electron\/output-file\.ts$/, may: [], packages: exactly('node:crypto', 'node:fs', 'node:path') },
  {
    name: 'main',
    files: /^electron\/main\//,
    may: [shared, /^electron\/main\//, /^electron\/output-file\.ts$/],
    packages: [...exactly('electron/main', 'electron/common', 'valibot', 'tar-stream'), ...exactly('node:crypto', 'node:fs', 'node:path', 'node:stream', 'node:url', 'node:zlib')],
  },
  { name: 'preload', files: /^electron\/preload\//, may: [shared, /^electron\/preload\//], packages: exactly('electron/renderer', 'valibot') },
  {
    name: 'engine command line',
    files: /^electron\/engine\/cli\.ts$/,
    may: [shared, /^electron\/engine\//, /^electron\/output-file\.ts$/],
    packages: exactly('node:fs', 'node:path', 'node:process', 'node:url', 'node:util', 'valibot'),
  },
  {
    name: 'sources',
    files: /^electron\/engine\/sources\//,
    may: [shared, /^electron\/engine\/(?!analysis\/|cli\.ts|engine\.ts|drawn-|analysis\/rule-examples\.ts)/],
    packages: exactly('node:buffer', 'node:crypto', 'node:fs', 'node:path', 'node:util', 'node:zlib', 'valibot', 'yaml', 'jsonc-parser'),
    types: [/^electron\/engine\/analysis\/examined-call\.ts$/],
  },
  {
    name: 'analysis',
    files: /^electron\/engine\/analysis\//,
    may: [shared, /^electron\/engine\/(?!sources\/|cli\.ts|engine\.ts|drawn-|analysis\/rule-examples\.ts)/],
    packages: exactly('valibot', 'unbash', 'tldts', 'ipaddr.js', 'picomatch', 're2js', 'diff'),
    types: [/^electron\/engine\/sources\//],
  },
  {
    name: 'index store',
    // The one part of the engine's process that writes: its own index, below the user's folder of this program.
    files: /^electron\/engine\/index-store\//,
    may: [shared, /^electron\/engine\/(?!cli\.ts|engine\.ts|drawn-|analysis\/rule-examples\.ts)/, /^electron\/output-file\.ts$/],
    packages: exactly('node:crypto', 'node:fs', 'node:path', 'node:url', 'node:v8', 'valibot'),
  },
  {
    name: 'engine',
    files: /^electron\/engine\//,
    may: [shared, /^electron\/engine\/(?!cli\.ts|engine\.ts|drawn-|analysis\/rule-examples\.ts)/],
    packages: exactly(
      ...['node:buffer', 'node:crypto', 'node:fs', 'node:os', 'node:path', 'node:url', 'node:util', 'node:v8', 'node:worker_threads', 'node:zlib'],
      ...['valibot', 'unbash', 'tldts', 'ipaddr.js', 'picomatch', 're2js', 'yaml', 'jsonc-parser', 'diff', 'tar-stream', 'yauzl'],
    ),
    types: [/^electron\/utility$/],
  },
  {
    name: 'renderer',
    files: /^renderer\//,
    may: [shared, /^renderer\//],
    packages: [...exactly('react', 'react-dom', 'react-dom/client', 'zustand', 'zustand/vanilla', '@tanstack/react-table', 'd3-scale', 'valibot'), /^@base-ui\/react(\/|$)/, /^@fontsource\//],
  },
  {
    name: 'e2e',
    files: /^e2e\//,
    may: [shared, /^e2e\//],
    packages: [/^node:/, /^playwright\/test$/, /^@axe-core\/playwright$/],
  },
];

/** Names that stand for a danger, and where alone they may appear. Looked for in code, not in strings and comments. */
export const banned: readonly { readonly name: RegExp; readonly except: RegExp; readonly why: string }[] = [
  { name: /\bdangerouslySetInnerHTML\b/, except: /^$/, why: 'evidence never becomes markup' },
  { name: /\.(innerHTML|outerHTML)\b|\binsertAdjacentHTML\b|\bDOMParser\b|\bsrcdoc\b|\bdocument\.write\b/, except: /^e2e\//, why: 'evidence never becomes markup' },
  { name: /\beval\s*\(|\bnew Function\b/, except: /^$/, why: 'no code from strings' },
  { name: /\bopenExternal\b|\bshell\s*\.\s*openPath\b/, except: /^$/, why: 'an address in evidence is text' },
  { name: /\bprocess\s*\.\s*(binding|dlopen)\b|\bgetBuiltinModule\b|\bcreateRequire\b/, except: /^e2e\//, why: 'goes round the import law' },
  { name: /\bipcMain\b/, except: /^electron\/main\/desktop-calls\.ts$/, why: 'one file checks who sends' },
  { name: /\bipcRenderer\b/, except: /^electron\/preload\/preload\.ts$/, why: 'one file talks to main' },
  { name: /\bcaseApi\b/, except: /^(renderer\/api\.ts|electron\/preload\/preload\.ts|shared\/case-api\.ts|e2e\/)/, why: 'one file calls the engine and main' },
  { name: /\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(/, except: /^e2e\//, why: 'no network' },
  {
    name: /\b(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|writeSync|rename|renameSync|unlink|unlinkSync|rm|rmSync|rmdir|rmdirSync|mkdir|mkdirSync|mkdtemp|mkdtempSync|truncate|truncateSync|ftruncate|utimes|utimesSync|futimes|chmod|chmodSync|chown|chownSync|symlink|symlinkSync|link|linkSync|copyFile|copyFileSync|cp|cpSync)\s*\((?!\?)/,
    except: /^(scripts|e2e)\/|^electron\/output-file\.ts$|^renderer\/|^shared\/|^vite\.config\.ts$/,
    why: 'only output-file.ts writes',
  },
  { name: /\b(experimentalFeatures|enableBlinkFeatures|allowRunningInsecureContent|bypassCSP|allowServiceWorkers)\b/, except: /^$/, why: 'weakens the page’s walls' },
];

export interface Import {
  readonly name: string;
  readonly typeOnly: boolean;
}

const statement = /(?:^|[;\n}])\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s*)?['"]([^'"\n]+)['"]/g;
const call = /\b(?:import|require)\s*\(\s*['"]([^'"\n]+)['"]\s*\)/g;

const stringsAndComments = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*/g;

/** The source without comments, and of its strings those alone that can name a module: others may quote code. */
function withModuleNames(source: string): string {
  return source.replaceAll(stringsAndComments, (all) => (/^['"`][\w@./:-]+['"`]$/.test(all) ? all : all.startsWith('/') ? ' ' : "''"));
}

/** The source without comments and plain strings. Templates stay: code may stand in them. */
function codeOf(source: string): string {
  return source.replaceAll(stringsAndComments, (_all, text?: string, template?: string) => (text === undefined ? (template ?? ' ') : "''"));
}

/** What a file imports. `import { type A } from` counts as an import at run time. */
export function importsOf(source: string): readonly Import[] {
  const text = withModuleNames(source);
  const found: Import[] = [];
  for (const match of text.matchAll(statement)) if (match[2] !== undefined) found.push({ name: match[2], typeOnly: match[1] !== undefined });
  for (const match of text.matchAll(call)) if (match[1] !== undefined) found.push({ name: match[1], typeOnly: false });
  return found;
}

/** The repository path that a relative import leads to. */
export function resolved(from: string, name: string): string {
  return posix.normalize(join(dirname(from), name).replaceAll('\\', '/'));
}

/** What in one file breaks the law, in words. */
export function breachesOf(path: string, source: string): readonly string[] {
  const part = parts.find((row) => row.files.test(path));
  if (!part) return [`${path}: this folder is in no row of the import law`];
  const breaches: string[] = [];
  for (const { name, typeOnly } of importsOf(source)) {
    const relative = name.startsWith('.');
    const target = relative ? resolved(path, name) : name;
    if (relative && /\.(css|woff2|svg)$/.test(target) && part.name === 'renderer') continue;
    const rows = relative ? part.may : part.packages;
    const allowed = rows.some((row) => row.test(target)) || (typeOnly && (part.types ?? []).some((row) => row.test(target)));
    if (!allowed) breaches.push(`${path}: ${part.name} may not import ${target}`);
  }
  if (/\.test\.tsx?$/.test(path) || /^scripts\//.test(path)) return breaches;
  const text = codeOf(source);
  for (const { name, except, why } of banned) {
    const found = except.test(path) ? null : name.exec(text);
    if (found) breaches.push(`${path}: ${found[0].trim()} (${why})`);
  }
  return breaches;
}

/** Circles among imports at run time, each as the way round. */
export function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const way: string[] = [];
  const visit = (node: string) => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      found.push([...way.slice(way.indexOf(node)), node].join(' > '));
      return;
    }
    state.set(node, 'open');
    way.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    way.pop();
    state.set(node, 'done');
  };
  for (const node of graph.keys()) visit(node);
  return found;
}
