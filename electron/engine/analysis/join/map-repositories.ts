/**
 * Which repository of the copy a directory of the source machine belongs to, and how that is known. Pure. A place that two
 * repositories could be is said to be open, and none is taken.
 */
import type { MappedPath } from '../../../../shared/case.ts';

export interface MappedRepository {
  /** The repository's git directory in the evidence: its name everywhere. */
  readonly gitDir: string;
  /** Where its work tree may have stood on the source machine, as its own files and the copy's layout tell; none for a bare one. */
  readonly workTrees: readonly string[];
  /** The same for a repository and its linked worktrees. */
  readonly family: string;
  /** Addresses of its remotes. */
  readonly remotes: readonly string[];
}

/** What calls in a directory printed that names a repository. */
export interface PathClues {
  /** Ids of commits, often only their beginnings, lower case. */
  readonly ids: readonly string[];
  /** Addresses of remotes. */
  readonly remotes: readonly string[];
}

/**
 * `analyst`: chosen by a person. `path`: the copy holds the very path. `worktree`: a recorded call made it a worktree, and the
 * copy does not hold it. `commit-ids`, `remote`: what calls there printed, or the client
 * noted of the folder, fits that repository alone. `ending`: only the ends of the paths agree. `ambiguous`: several fit alike, none is taken.
 */
export type MappingWay = MappedPath['how'];

export interface PathMapping {
  /** The folder on the source machine that stands for the repository's root; the directory itself where none is taken. */
  readonly path: string;
  readonly repository: string | null;
  readonly how: MappingWay;
  /** One sentence for the analyst. */
  readonly says: string;
  /** The folder itself is in the copy, as far as its path tells; false where other signs led to the repository. */
  readonly placed: boolean;
  /** Repositories that were considered, those that fit best first. */
  readonly candidates: readonly string[];
}

export interface MapInput {
  readonly repositories: readonly MappedRepository[];
  /** What was printed by calls in a folder and below it; asked for once, and only where the path does not decide. */
  readonly cluesOf?: (folder: string) => PathClues;
  /** Whether a repository holds a commit whose id begins so. */
  readonly holds?: (gitDir: string, id: string) => boolean;
  /** Addresses of remotes that the client noted for folders of the source machine, by folder. */
  readonly noted?: ReadonlyMap<string, readonly string[]>;
  /** Folders that recorded calls made worktrees, each with the folder in which that call ran. */
  readonly worktrees?: ReadonlyMap<string, string>;
  /** Repositories, by git directory, that the analyst chose for folders of the source machine. An empty text: none of them. */
  readonly choices?: ReadonlyMap<string, string>;
}

export interface RepositoryMap {
  readonly repositoryOf: (directory: string) => string | null;
  readonly mappingOf: (directory: string) => PathMapping;
}

const noClues: PathClues = { ids: [], remotes: [] };
const maxCandidates = 16;

/** Decides for each directory when it is first asked for: by choice, by its full path, by what was printed there, by its end. */
export function createRepositoryMap(input: MapInput): RepositoryMap {
  const known = new Map<string, PathMapping>();
  const trees = input.repositories.flatMap((repository) => [...new Set(repository.workTrees)].map((workTree) => ({ ...repository, workTree, parts: partsOf(workTree) })));
  const decided = new Map<string, PathMapping>();
  const choices = [...(input.choices ?? [])].map(([path, gitDir]) => ({ path, gitDir, parts: partsOf(path) })).sort((one, other) => other.parts.length - one.parts.length);
  const mappingOf = (directory: string): PathMapping => {
    const remembered = known.get(directory);
    if (remembered !== undefined) return remembered;
    const parts = partsOf(directory);
    const chosen = byChoice(parts, choices, input.repositories);
    const held = byPath(directory, parts, trees);
    // A choice speaks for the folders below it, but not for a repository that the copy holds at the very path of one of them.
    const inner = chosen !== null && held?.how === 'path' && partsOf(held.path).length > partsOf(chosen.path).length ? held : null;
    const mapping = inner ?? chosen ?? held ?? byWorktree(parts, mappingOf) ?? byEnd(directory, parts);
    known.set(directory, mapping);
    return mapping;
  };
  const worktrees = [...(input.worktrees ?? [])].map(([path, from]) => ({ path, from, parts: partsOf(path) }));
  const byWorktree = (parts: readonly string[], decide: (directory: string) => PathMapping): PathMapping | null => {
    const made = worktrees.find((worktree) => around(worktree.parts, parts) && !around(worktree.parts, partsOf(worktree.from)));
    const main = made === undefined ? null : decide(made.from);
    if (made === undefined || main === null || main.repository === null) return null;
    return { path: made.path, repository: input.repositories.find((each) => each.gitDir === main.repository)?.family ?? main.repository, how: 'worktree', placed: false, says: 'A recorded git worktree add made it a worktree of this repository; the copy does not hold it.', candidates: main.candidates };
  };
  const noted = [...(input.noted ?? [])].map(([path, remotes]) => ({ path, remotes, parts: partsOf(path) })).filter(({ parts }) => parts.length > 0).sort((one, other) => other.parts.length - one.parts.length);
  const byEnd = (directory: string, parts: readonly string[]): PathMapping => {
    const ends = byEnding(parts, trees);
    const note = noted.find((each) => around(each.parts, parts));
    const root = note?.path ?? ends.path ?? directory;
    const before = decided.get(root);
    if (before !== undefined) return before;
    const mapping = byClues(root, ends, input, note?.remotes ?? []);
    decided.set(root, mapping);
    return mapping;
  };
  return { mappingOf, repositoryOf: (directory) => mappingOf(directory).repository };
}

type Tree = MappedRepository & { readonly workTree: string; readonly parts: readonly string[] };

function partsOf(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((part) => part !== '');
}

function around(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.length <= inner.length && outer.every((part, at) => part === inner[at]);
}

function byChoice(parts: readonly string[], choices: readonly { readonly path: string; readonly gitDir: string; readonly parts: readonly string[] }[], repositories: readonly MappedRepository[]): PathMapping | null {
  const chosen = choices.find((choice) => around(choice.parts, parts));
  if (chosen === undefined) return null;
  const there = repositories.some((repository) => repository.gitDir === chosen.gitDir);
  const says = there ? 'The analyst chose this repository for the folder.' : chosen.gitDir === '' ? 'The analyst chose none of the repositories for the folder.' : `The analyst chose ${chosen.gitDir}, which is not in this copy.`;
  return { path: chosen.path, repository: there ? chosen.gitDir : null, how: 'analyst', placed: true, says, candidates: there ? [chosen.gitDir] : [] };
}

function byPath(directory: string, parts: readonly string[], trees: readonly Tree[]): PathMapping | null {
  const fitting = trees.filter((tree) => around(tree.parts, parts));
  const most = fitting.reduce((length, tree) => Math.max(length, tree.parts.length), -1);
  const best = eachOnce(fitting.filter((tree) => tree.parts.length === most));
  const [one] = best;
  if (one === undefined) return null;
  if (best.length > 1) return open(directory, best, `${best.length} repositories of this copy stood at ${one.workTree}: none is taken.`);
  return { path: one.workTree, repository: one.gitDir, how: 'path', placed: true, says: 'The copy holds the repository at this very path.', candidates: [one.gitDir] };
}

/** For a copy that does not mirror the source's folders: `repos/shop` for `/Users/kim/work/shop/src`. */
function byClues(root: string, ends: Ends, { cluesOf, holds, repositories }: MapInput, noted: readonly string[]): PathMapping {
  if (repositories.length === 0) return { path: root, repository: null, how: 'none', placed: false, says: 'There is no repository in this copy.', candidates: [] };
  const { ids, remotes } = cluesOf?.(root) ?? noClues;
  const counted = holds === undefined ? [] : repositories.map((repository) => ({ repository, count: ids.filter((id) => holds(repository.gitDir, id)).length }));
  const most = counted.reduce((count, each) => Math.max(count, each.count), 0);
  const byIds = most === 0 ? [] : counted.filter(({ count }) => count === most).map(({ repository }) => repository);
  const withRemote = (addresses: ReadonlySet<string>): readonly MappedRepository[] => repositories.filter((repository) => repository.remotes.some((remote) => addresses.has(plainAddress(remote))));
  const named = withRemote(new Set(remotes.map(plainAddress)));
  // What a call printed is nearer to it than what the client noted once.
  const byRemote = named.length > 0 ? named : withRemote(new Set(noted.map(plainAddress)));
  const who = named.length > 0 ? 'Calls there name' : 'The client’s own notes (githubRepoPaths) name';
  const among = (list: readonly MappedRepository[]): readonly MappedRepository[] => list.filter((each) => ends.trees.some((tree) => tree.gitDir === each.gitDir));

  // Ids of commits say most; a clone holds the same ones, so the remote and the end of the path narrow them down.
  if (byIds.length > 0) {
    const narrowed = firstAlone(byIds, byIds.filter((each) => byRemote.includes(each)), among(byIds), mains(byIds));
    if (narrowed !== null) return taken({ path: root, ends, how: 'commit-ids' }, narrowed, `Calls there printed ${numbered(most, 'commit id')} that this repository holds.`, byIds);
    return open(root, byIds, `${byIds.length} repositories hold the commits whose ids calls there printed: none is taken.`);
  }
  const refuted = ids.length >= 2 && holds !== undefined;
  if (byRemote.length > 0) {
    const narrowed = firstAlone(byRemote, among(byRemote), mains(byRemote));
    if (narrowed !== null) return taken({ path: root, ends, how: 'remote' }, narrowed, `${who} a remote that is this repository’s${refuted ? '; the commit ids that they printed are not in it' : ''}.`, byRemote);
    return open(root, byRemote, `${who} a remote that ${byRemote.length} repositories have: none is taken.`);
  }
  if (ends.trees.length === 0) return { path: root, repository: null, how: 'none', placed: false, says: 'No repository of this copy has this path, its end, or the commits and remotes that calls there printed.', candidates: [] };
  if (refuted) return { path: root, repository: null, how: 'none', placed: false, says: `The end of the path fits, but none of the ${ids.length} commit ids that calls there printed is in it.`, candidates: ends.trees.map((tree) => tree.gitDir).slice(0, maxCandidates) };
  const [one] = ends.trees;
  if (one === undefined || ends.trees.length > 1) return open(root, ends.trees, `${ends.trees.length} repositories end like this path (${ends.shared}): none is taken.`);
  return taken({ path: root, ends, how: 'ending' }, one, `Only the end of the path agrees (${ends.shared}); the copy does not say where the repository stood.`, ends.trees);
}

function eachOnce(trees: readonly Tree[]): readonly Tree[] {
  return trees.filter((tree, at) => trees.findIndex((other) => other.gitDir === tree.gitDir) === at);
}

/** The one of the first list that has one. */
function firstAlone(...lists: readonly (readonly MappedRepository[])[]): MappedRepository | null {
  for (const list of lists) if (list.length === 1) return list[0] ?? null;
  return null;
}

/** Of a repository and its worktrees the repository, where they are all of one family. */
function mains(list: readonly MappedRepository[]): readonly MappedRepository[] {
  return new Set(list.map((each) => each.family)).size === 1 ? list.filter((each) => each.gitDir === each.family) : [];
}

function taken({ path, ends, how }: { readonly path: string; readonly ends: Ends; readonly how: MappingWay }, { gitDir }: MappedRepository, says: string, considered: readonly MappedRepository[]): PathMapping {
  return { path, repository: gitDir, how, placed: ends.trees.some((tree) => tree.gitDir === gitDir), says, candidates: [gitDir, ...considered.map((each) => each.gitDir).filter((other) => other !== gitDir)].slice(0, maxCandidates) };
}

function open(path: string, considered: readonly MappedRepository[], says: string): PathMapping {
  return { path, repository: null, how: 'ambiguous', placed: false, says, candidates: considered.map((each) => each.gitDir).slice(0, maxCandidates) };
}

function numbered(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

interface Ends {
  readonly trees: readonly Tree[];
  /** The folder that ends as they do; null where none does. */
  readonly path: string | null;
  readonly shared: string;
}

/** Trees whose path ends as the directory, or a folder around it, does; those that share most parts. */
function byEnding(parts: readonly string[], trees: readonly Tree[]): Ends {
  let length = 0;
  let end = 0;
  let found: readonly Tree[] = [];
  for (let from = parts.length; from > 0; from--) {
    for (const tree of trees) {
      let same = 0;
      while (same < from && same < tree.parts.length && parts[from - 1 - same] === tree.parts[tree.parts.length - 1 - same]) same += 1;
      if (same === 0 || same < length) continue;
      if (same > length) {
        found = [tree];
        end = from;
      } else if (!found.includes(tree)) found = [...found, tree];
      length = same;
    }
  }
  const drive = /^[A-Za-z]:$/.test(parts[0] ?? '');
  return { trees: eachOnce(found), path: length === 0 ? null : `${drive ? '' : '/'}${parts.slice(0, end).join('/')}`, shared: parts.slice(end - length, end).join('/') };
}

/** `git@github.com:acme/shop.git` and `https://github.com/acme/shop` lead to one place. */
function plainAddress(url: string): string {
  const text = url.trim().replace(/\/+$/, '').replace(/\.git$/, '');
  const [, host, path] = /^(?:[a-z+]+:\/\/)(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(text) ?? /^(?:[^@/\s]+@)?([^/:\s]+):(?!\/\/)(.+)$/.exec(text) ?? [];
  if (host === undefined || path === undefined) return text;
  const place = path.replace(/^\/+/, '');
  // GitHub does not tell names apart by case, and its names are noted in either.
  return host.toLowerCase() === 'github.com' ? `github.com/${place.toLowerCase()}` : `${host.toLowerCase()}/${place}`;
}
