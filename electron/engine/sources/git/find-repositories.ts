/** Finds every repository in the evidence by names alone, and follows `.git` files only inside it. Parses no refs. */
import { append } from '../../../../shared/append.ts';
import type { EvidenceEntry, EvidenceFiles } from '../../intake/evidence-files.ts';
import { below, insideRoot, isAbsoluteAnywhere, isBelow, parentOf, partsOf, resolveInside, sharedEnd } from './evidence-path.ts';
import type { Pace } from '../../intake/pace.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import type { FoundRepository, RepositoryKind } from './repository.ts';
import { smallText } from './small-file.ts';

const marks = ['HEAD', 'objects', 'refs', 'config', 'commondir', 'logs', 'packed-refs', 'index', 'reftable'] as const;

/** More git directories of one name than this are not told apart. */
const maxCandidates = 1000;

interface GitDir {
  readonly path: string;
  kind: RepositoryKind;
  readonly commonDir: string;
  readonly problems: ProblemList;
  workTree: string | null;
  sourceWorkTree: string | null;
}

/** All repositories in bytewise order of their git directories. A `.git` file that leads out is one too, with its problem. */
export async function findRepositories(files: EvidenceFiles, pace: Pace): Promise<readonly FoundRepository[]> {
  const dirs = new Map<string, GitDir>();
  const gitFiles: EvidenceEntry[] = [];
  const add = (path: string, kind: RepositoryKind, commonDir: string, workTree: string | null): void => {
    if (!dirs.has(path)) dirs.set(path, { path, kind, commonDir, workTree, sourceWorkTree: null, problems: createProblemList() });
  };
  // The evidence folder itself may be a bare repository, or a `.git` folder that was copied alone.
  if (['HEAD', 'objects', 'refs'].every((name) => files.entries.has(name))) add('', 'bare', '', null);
  for (const entry of files.entries.values()) {
    if (pace.due()) await pace.breathe();
    if (entry.name !== '.git' && entry.kind !== 'directory') continue;
    if (entry.kind === 'directory') {
      const has = (name: string): boolean => files.entries.has(below(entry.path, name));
      if (entry.name === '.git' && marks.some(has)) add(entry.path, 'work-tree', entry.path, parentOf(entry.path));
      else if (has('HEAD') && has('objects') && has('refs')) add(entry.path, 'bare', entry.path, null);
    } else if (entry.name === '.git') {
      gitFiles.push(entry);
    }
  }
  for (const dir of dirs.values()) if (dir.kind === 'bare' && ownerOf(dir.path, dirs) !== null) dir.kind = 'submodule';
  for (const main of [...dirs.values()]) addLinkedWorktrees(files, main, add);
  for (const dir of dirs.values()) {
    if (pace.due()) await pace.breathe();
    checkCommonDir(files, dir);
  }
  const byEnd = groupByEnd(dirs.values());
  const loose: FoundRepository[] = [];
  for (const entry of gitFiles) {
    if (pace.due()) await pace.breathe();
    append(loose, placeGitFile(files, entry, dirs, byEnd));
  }
  const trees = new Set([...dirs.values()].flatMap((dir) => (dir.workTree === null ? [] : [dir.workTree])));
  const found = [...dirs.values()].map((dir) => finish(dir, trees));
  return [...found, ...loose].sort((left, right) => (left.gitDir < right.gitDir ? -1 : left.gitDir > right.gitDir ? 1 : 0));
}

/** The git directory whose `modules` folder holds the path, or null. */
function ownerOf(path: string, dirs: ReadonlyMap<string, GitDir>): string | null {
  if (path.startsWith('modules/') && dirs.has('')) return '';
  for (let at = path.indexOf('/modules/'); at >= 0; at = path.indexOf('/modules/', at + 1)) {
    const owner = path.slice(0, at);
    if (dirs.has(owner)) return owner;
  }
  return null;
}

/** Git directories by the last two parts of their paths: those that a copied `.git` file may mean. */
function groupByEnd(dirs: Iterable<GitDir>): ReadonlyMap<string, readonly GitDir[]> {
  const groups = new Map<string, GitDir[]>();
  for (const dir of dirs) {
    if (dir.kind === 'work-tree') continue;
    const key = endOf(partsOf(dir.path));
    const group = groups.get(key);
    if (group) group.push(dir);
    else groups.set(key, [dir]);
  }
  return groups;
}

function endOf(parts: readonly string[]): string {
  return parts.slice(-2).join('/');
}

function addLinkedWorktrees(files: EvidenceFiles, main: GitDir, add: (path: string, kind: RepositoryKind, common: string, tree: null) => void): void {
  const folder = below(main.path, 'worktrees');
  const entry = files.entries.get(folder);
  if (!entry) return;
  if (entry.kind !== 'directory') {
    main.problems.add(folder, `a ${entry.kind} where the folder of linked worktrees should stand: not followed`);
    return;
  }
  for (const child of files.list(folder)) {
    if (child.kind === 'directory') add(child.path, 'linked-worktree', main.path, null);
    else main.problems.add(child.path, `a ${child.kind} where a linked worktree should stand: not followed`);
  }
}

/** Joins a `.git` file to the git directory it names; where there is none in the evidence, an own row with the reason. */
function placeGitFile(
  files: EvidenceFiles,
  entry: EvidenceEntry,
  dirs: ReadonlyMap<string, GitDir>,
  byEnd: ReadonlyMap<string, readonly GitDir[]>,
): readonly FoundRepository[] {
  const problems = createProblemList();
  const tree = parentOf(entry.path);
  const place = { line: 1, byteOffset: 0 };
  const text = smallText(files, entry.path, problems);
  const literal = text === null ? undefined : /^gitdir: ?(.+)$/s.exec(text)?.[1];
  if (text !== null && literal === undefined) problems.add(entry.path, 'a .git file that does not say `gitdir:`', place);
  const target = literal === undefined ? null : resolveGitDir(files, entry.path, literal, dirs, byEnd, problems);
  const dir = target === null ? undefined : dirs.get(target);
  if (dir && dir.workTree === null) {
    dir.workTree = tree;
    return [];
  }
  if (dir) problems.add(entry.path, `names the git directory ${dir.path}, which already has the work tree ${dir.workTree || '(root)'}`, place);
  return [
    { kind: 'unknown', gitDir: entry.path, commonDir: entry.path, workTree: tree, sourceWorkTree: null, embedded: false, problems: problems.all() },
  ];
}

function resolveGitDir(
  files: EvidenceFiles,
  path: string,
  literal: string,
  dirs: ReadonlyMap<string, GitDir>,
  byEnd: ReadonlyMap<string, readonly GitDir[]>,
  problems: ProblemList,
): string | null {
  const place = { line: 1, byteOffset: 0 };
  if (!isAbsoluteAnywhere(literal)) {
    const inside = resolveInside(parentOf(path), literal);
    if (inside === null) problems.add(path, `leads out of the evidence: gitdir ${literal}. Not followed`, place);
    else if (!dirs.has(inside)) problems.add(path, `names a git directory that is not in the evidence: ${literal}`, place);
    return inside;
  }
  const exact = insideRoot(files.root, literal);
  if (exact !== null && dirs.has(exact)) return exact;
  const matches = matchBySuffix(path, literal, byEnd);
  if (matches.length === 1) return matches[0] ?? null;
  if (matches.length > 1) problems.add(path, `several git directories fit the end of ${literal}: none is taken`, place);
  else problems.add(path, `names a git directory outside of the evidence: ${literal}. Not followed`, place);
  return null;
}

/**
 * A copied worktree names the source machine's absolute path. Taken is the git directory whose path ends alike in two
 * parts or more (`worktrees/<name>`) and whose own `gitdir` file points back alike; the literal path is never opened. A
 * `.git` folder never fits: its work tree is the folder beside it.
 */
function matchBySuffix(path: string, literal: string, byEnd: ReadonlyMap<string, readonly GitDir[]>): readonly string[] {
  const wanted = partsOf(literal);
  const here = partsOf(path);
  let best = 0;
  let matches: string[] = [];
  for (const dir of (byEnd.get(endOf(wanted)) ?? []).slice(0, maxCandidates)) {
    const back = dir.sourceWorkTree === null ? 0 : sharedEnd(partsOf(dir.sourceWorkTree), here.slice(0, -1));
    const score = sharedEnd(wanted, partsOf(dir.path)) * 2 + back;
    if (score > best) matches = [];
    if (score >= best) matches.push(dir.path);
    best = Math.max(best, score);
  }
  return wanted.length < 2 ? [] : matches;
}

/** Records what `commondir` and `gitdir` say where it is not what the folders show; they are never followed out. */
function checkCommonDir(files: EvidenceFiles, dir: GitDir): void {
  const path = below(dir.path, 'commondir');
  const text = smallText(files, path, dir.problems);
  if (text !== null) {
    const inside = isAbsoluteAnywhere(text) ? insideRoot(files.root, text) : resolveInside(dir.path, text);
    const place = { line: 1, byteOffset: 0 };
    if (inside === null) dir.problems.add(path, `leads out of the evidence: ${text}. Not followed`, place);
    else if (inside !== dir.commonDir) dir.problems.add(path, `names ${text}, which is not the repository it belongs to. Not followed`, place);
  }
  if (dir.kind === 'linked-worktree') {
    const back = smallText(files, below(dir.path, 'gitdir'), dir.problems);
    if (back !== null) dir.sourceWorkTree = parentOf(back);
  }
}

function finish(dir: GitDir, trees: ReadonlySet<string>): FoundRepository {
  const embedded = dir.kind === 'bare' && dir.workTree === null && isBelow(dir.path, trees);
  if (embedded) dir.problems.add(dir.path, 'a bare repository stands inside a work tree: git would obey its config');
  return {
    // A git directory of its own place that a `.git` file names: `git init --separate-git-dir`.
    kind: dir.kind === 'bare' && dir.workTree !== null ? 'work-tree' : dir.kind,
    gitDir: dir.path,
    commonDir: dir.commonDir,
    workTree: dir.workTree,
    sourceWorkTree: dir.sourceWorkTree,
    embedded,
    problems: dir.problems.all(),
  };
}
