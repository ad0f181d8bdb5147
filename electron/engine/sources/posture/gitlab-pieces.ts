/** GitLab's pipelines: jobs with what they extend, over the file and those that it includes, each script with its job's variables. */
import { append } from '../../../../shared/append.ts';
import { exportedBy } from '../../shell/handed-variables.ts';
import { gitlabParallel } from './ci-matrix.ts';
import { ciPieces, type Env, merged } from './ci-run.ts';
import { dotenvGiven } from './gitlab-dotenv.ts';
import type { Piece, Pieces } from './piece.ts';
import { at, environmentOf, readYamlTree, textOf, textsOf, type Tree } from './tree.ts';

const notJobs = new Set(['stages', 'variables', 'default', 'include', 'workflow', 'image', 'services', 'before_script', 'after_script', 'cache', 'spec']);
const maxExtends = 10;

/** `around`: texts of the file that includes this one, and of the others it includes: their jobs and variables count here too. */
export function gitlabPieces(text: string, around: readonly string[] = []): Pieces {
  const { roots, problem } = readYamlTree(text);
  const all = [...around.flatMap((each) => readYamlTree(each).roots), ...roots];
  const own = new Set<Tree>();
  for (const root of roots) collect(root, own, 0);
  const jobs = new Map<string, Tree>();
  for (const root of all) for (const [name, tree] of root.entries) if (!notJobs.has(name) && tree.kind === 'map') jobs.set(name, tree);
  const extended = new Set([...jobs.values()].flatMap((tree) => [...textsOf(at(tree, 'extends')), ...referenced(tree)]));
  const outer = merged(...all.map((root) => environmentOf(at(root, 'variables'))), ...all.map((root) => environmentOf(at(root, 'default', 'variables'))));
  const given = dotenvGiven(new Map([...jobs].map(([name, tree]) => [name, { key: keyOf(lineOf(tree, jobs)), scripts: bodiesOf(lineOf(tree, jobs), all, jobs) }])), textsOf(all.map((root) => at(root, 'stages')).findLast((found) => found !== undefined)));
  const pieces: Piece[] = [];
  for (const [name, tree] of jobs) {
    // A job that begins with a dot runs only as part of those that extend it.
    if (name.startsWith('.') && extended.has(name)) continue;
    append(pieces, jobPieces(name, lineOf(tree, jobs), all, { outer, given: given(name) }, jobs).filter(({ tree: script }) => own.has(script)).flatMap((each) => each.pieces));
  }
  return { pieces, direct: [], problem };
}

function collect(tree: Tree, found: Set<Tree>, depth: number): void {
  if (depth > 64 || found.has(tree)) return;
  found.add(tree);
  for (const each of [...tree.entries.values(), ...tree.items]) collect(each, found, depth + 1);
}

/** The job and what it extends, nearest first. */
function lineOf(tree: Tree, jobs: ReadonlyMap<string, Tree>): readonly Tree[] {
  const line: Tree[] = [tree];
  for (let index = 0; index < line.length && line.length < maxExtends; index++) {
    // Of several names the last one wins.
    for (const name of [...textsOf(at(line[index], 'extends'))].reverse()) {
      const parent = jobs.get(name);
      if (parent !== undefined && !line.includes(parent)) line.push(parent);
    }
  }
  return line;
}

/** Names in `!reference [.base, script]`, which the parser gives as a list that begins with a name. */
function referenced(tree: Tree): readonly string[] {
  return ['before_script', 'script', 'after_script'].flatMap((key) => (at(tree, key)?.items ?? []).flatMap((item) => (item.kind === 'list' ? (textOf(item.items[0]) ?? []) : [])));
}

function jobPieces(name: string, line: readonly Tree[], all: readonly Tree[], { outer, given }: { readonly outer: Env; readonly given: Env }, jobs: ReadonlyMap<string, Tree>): readonly { readonly tree: Tree; readonly pieces: readonly Piece[] }[] {
  const first = keyOf(line);
  const shared = sharedIn(all);
  const size = gitlabParallel(first('parallel'));
  const reach = size === null ? `each run of job ${name}, times a matrix made at run time` : size > 1 ? `each run of job ${name}, ${size} times` : `each run of job ${name}`;
  const container = first('image') !== undefined || shared('image') !== undefined;
  // What earlier jobs reported goes before the job's own variables.
  const env = merged(outer, ...[...line].reverse().map((tree) => environmentOf(at(tree, 'variables'))), given);
  const found: { tree: Tree; pieces: readonly Piece[] }[] = [];
  // `before_script` and `script` run in one shell: what the first exports holds in the second. `after_script` is a shell of its own.
  let exported: Env = new Map();
  for (const key of ['before_script', 'script', 'after_script']) {
    if (key === 'after_script') exported = new Map();
    for (const each of scriptsOf(first(key) ?? (key === 'script' ? undefined : shared(key)), jobs)) {
      found.push({ tree: each, pieces: ciPieces(each, { env: merged(env, exported), reach, container }) });
      const body = textOf(each) ?? '';
      if (body.includes('export') || /set -\w*a/.test(body)) exported = merged(exported, exportedBy(body));
    }
  }
  return found;
}

function keyOf(line: readonly Tree[]): (...names: readonly string[]) => Tree | undefined {
  return (...names) => line.map((tree) => at(tree, ...names)).find((found) => found !== undefined);
}

/** A key that holds for jobs which do not have it themselves. */
function sharedIn(all: readonly Tree[]): (key: string) => Tree | undefined {
  return (key) => all.map((root) => at(root, 'default', key) ?? at(root, key)).find((found) => found !== undefined);
}

function bodiesOf(line: readonly Tree[], all: readonly Tree[], jobs: ReadonlyMap<string, Tree>): readonly string[] {
  return ['before_script', 'script', 'after_script'].flatMap((key) => scriptsOf(keyOf(line)(key) ?? (key === 'script' ? undefined : sharedIn(all)(key)), jobs)).flatMap((tree) => textOf(tree) ?? []);
}

function scriptsOf(tree: Tree | undefined, jobs: ReadonlyMap<string, Tree>): readonly Tree[] {
  if (tree === undefined) return [];
  if (tree.kind !== 'list') return [tree];
  return tree.items.flatMap((item) => {
    if (item.kind !== 'list') return [item];
    const [job, key] = [textOf(item.items[0]), textOf(item.items[1])];
    const named = job === null || key === null ? undefined : at(jobs.get(job), key);
    return named === undefined ? item.items : named.kind === 'list' ? named.items : [named];
  });
}

/** Files of the copy that a pipeline includes, as paths of its repository; `*` stands for any name. */
export function gitlabIncludes(text: string): readonly string[] {
  return readYamlTree(text).roots.flatMap((root) => {
    const tree = at(root, 'include');
    const list = tree === undefined ? [] : tree.kind === 'list' ? tree.items : [tree];
    return list.flatMap((each) => {
      const path = textOf(each) ?? textOf(at(each, 'local'));
      return path === null || /^[a-z]+:\/\//i.test(path) ? [] : [path.replace(/^\/+/, '')];
    });
  }).slice(0, 200);
}
