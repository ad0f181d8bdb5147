/** Compares HEAD, the index and the copied files: what was staged, changed or deleted when the copy was made. Runs no filter. */
import crypto from 'node:crypto';
import type { CancelSignal } from '../../../../shared/cancel.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { createPace, type Pace } from '../../intake/pace.ts';
import { textFromBytes } from './bytes.ts';
import { below, isBelow } from './evidence-path.ts';
import { type IndexEntry, readIndex } from './index-file.ts';
import type { ObjectReader, TreeFile } from './objects/object-reader.ts';
import { isSubmoduleMode, isTreeMode } from './objects/tree.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import type { RepositoryRead } from './repository.ts';
import { smallFile } from './small-file.ts';

const maxIndexBytes = 1024 * 1024 * 1024;
const maxHashedBytes = 64 * 1024 * 1024;
const maxUntracked = 10_000;

export interface StagedChange {
  readonly path: string;
  readonly status: 'added' | 'deleted' | 'modified' | 'type-changed';
}

export interface WorkTreeChange {
  readonly path: string;
  readonly status: 'modified' | 'deleted' | 'type-changed' | 'unreadable';
}

export interface WorkTreeRead {
  /** Null where the copy has no index or it cannot be read. */
  readonly tracked: number | null;
  /** How the index differs from HEAD. */
  readonly staged: readonly StagedChange[];
  /** How the files differ from the index; empty where the copy has no files to compare, see `filesCopied`. */
  readonly unstaged: readonly WorkTreeChange[];
  readonly filesCopied: boolean;
  /** Files that the index does not know, ignore rules not applied; the first ten thousand. */
  readonly untracked: readonly string[];
  readonly untrackedCount: number;
  /** Paths with a merge that was not finished. */
  readonly conflicts: readonly string[];
  /** Paths that git was told not to look at. */
  readonly hidden: readonly string[];
  readonly problems: readonly ReadProblem[];
}

/** Compares one repository. Contents are compared by their hash: times in a copy prove nothing. */
export async function compareWorkTree(files: EvidenceFiles, repository: RepositoryRead, objects: ObjectReader, signal?: CancelSignal): Promise<WorkTreeRead> {
  const problems = createProblemList();
  const pace = createPace(signal);
  const nothing = { tracked: null, staged: [], unstaged: [], filesCopied: false, untracked: [], untrackedCount: 0, conflicts: [], hidden: [] };
  const path = below(repository.gitDir, 'index');
  const bytes = smallFile(files, path, problems, maxIndexBytes);
  if (bytes === null) return { ...nothing, problems: problems.all() };
  const idBytes = repository.objectFormat === 'sha1' ? 20 : 32;
  const index = readIndex(bytes, idBytes);
  for (const problem of index.problems) problems.add(path, problem.reason, problem.place);
  if (index.splitFrom !== null) problems.add(path, 'a split index: entries of the shared part are not compared');
  const entries = index.entries.filter((entry) => entry.stage === 0);
  const conflicts = [...new Set(index.entries.filter((entry) => entry.stage > 0).map((entry) => entry.path))];
  const whole = index.problems.length === 0 && index.splitFrom === null;
  const staged = whole ? await compareWithHead(files, repository, entries, new Set(conflicts), objects, problems, signal) : [];
  const tree = repository.workTree;
  const known = new Set(index.entries.map((entry) => entry.path));
  const unstaged: WorkTreeChange[] = [];
  let filesCopied = false;
  if (tree !== null) {
    filesCopied = entries.some((entry) => files.entries.has(below(tree, entry.path)));
    for (const entry of filesCopied ? entries : []) {
      if (pace.due()) await pace.breathe();
      const change = compareFile(files, below(tree, entry.path), entry, idBytes, objects, problems);
      if (change !== null) unstaged.push({ path: entry.path, status: change });
    }
  }
  const untracked = tree === null || !whole ? { paths: [], count: 0 } : await listUntracked(files, tree, known, repository, pace);
  return {
    tracked: entries.length,
    staged,
    unstaged,
    filesCopied,
    untracked: untracked.paths,
    untrackedCount: untracked.count,
    conflicts,
    hidden: entries.filter((entry) => entry.assumeValid || entry.skipWorktree).map((entry) => entry.path),
    problems: problems.all(),
  };
}

/** True where nothing was ever committed on the branch, as far as a whole copy can show it. */
function isNew(files: EvidenceFiles, repository: RepositoryRead): boolean {
  const refs = repository.refStorage === 'reftable' || files.entries.get(below(repository.commonDir, 'refs'))?.kind === 'directory';
  return refs && repository.head.state === 'unborn' && repository.reflogs.every((log) => log.entries.length === 0);
}

async function compareWithHead(
  files: EvidenceFiles,
  repository: RepositoryRead,
  entries: readonly IndexEntry[],
  conflicts: ReadonlySet<string>,
  objects: ObjectReader,
  problems: ProblemList,
  signal?: CancelSignal,
): Promise<readonly StagedChange[]> {
  const head = new Map<string, TreeFile>();
  if (repository.head.oid === null && !isNew(files, repository)) {
    problems.add(below(repository.gitDir, 'HEAD'), 'what HEAD leads to is not known, so the index is not compared with it');
    return [];
  }
  if (repository.head.oid !== null) {
    const tree = await objects.treeFiles(repository.head.oid, signal);
    if (!tree.ok) {
      problems.take([tree.problem]);
      return [];
    }
    if (tree.value.incomplete !== null) problems.add(repository.gitDir, `HEAD cannot be compared with the index: ${tree.value.incomplete}`);
    if (tree.value.incomplete !== null) return [];
    for (const file of tree.value.files) head.set(file.path, file);
  }
  // A sparse index holds a whole folder as one entry, where the folder is as HEAD has it.
  const folders = new Set(entries.filter((entry) => isTreeMode(entry.mode)).map((entry) => entry.path.replace(/\/$/, '')));
  if (folders.size > 0) for (const path of [...head.keys()]) if (isBelow(path, folders)) head.delete(path);
  const staged: StagedChange[] = [];
  for (const entry of entries) {
    if (isTreeMode(entry.mode)) continue;
    const file = head.get(entry.path);
    head.delete(entry.path);
    if (entry.intentToAdd) continue;
    if (!file) staged.push({ path: entry.path, status: 'added' });
    else if (file.mode >> 12 !== entry.mode >> 12) staged.push({ path: entry.path, status: 'type-changed' });
    else if (file.oid !== entry.oid || file.mode !== entry.mode) staged.push({ path: entry.path, status: 'modified' });
  }
  for (const path of head.keys()) if (!conflicts.has(path)) staged.push({ path, status: 'deleted' });
  return staged.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function compareFile(
  files: EvidenceFiles,
  path: string,
  entry: IndexEntry,
  idBytes: 20 | 32,
  objects: ObjectReader,
  problems: ProblemList,
): WorkTreeChange['status'] | null {
  if (entry.skipWorktree || isSubmoduleMode(entry.mode) || isTreeMode(entry.mode)) return null;
  const file = files.entries.get(path);
  if (!file) return 'deleted';
  const isLink = entry.mode >> 12 === 0o12;
  if (file.kind === 'link') {
    if (!isLink) return 'type-changed';
    return blobId(Buffer.from(file.linkTarget ?? '', 'utf8'), idBytes) === entry.oid ? null : 'modified';
  }
  if (file.kind === 'unreadable') return 'unreadable';
  if (file.kind !== 'file' || isLink) return 'type-changed';
  const read = files.readWhole(path, maxHashedBytes);
  if (!read.ok) {
    problems.take([read.problem]);
    return 'unreadable';
  }
  if (blobId(read.value, idBytes) === entry.oid) return null;
  // A checkout may write CRLF where the repository has LF; that alone is no change.
  if (read.value.includes(13) && blobId(withoutReturns(read.value), idBytes) === entry.oid) return null;
  return isPointerTo(read.value, entry.oid, objects) ? null : 'modified';
}

/** True where the repository holds a large-file pointer that names exactly this content by its SHA-256. */
function isPointerTo(content: Uint8Array, oid: string, objects: ObjectReader): boolean {
  const pointer = objects.blob(oid, 1024);
  const text = pointer.ok ? textFromBytes(pointer.value) : '';
  const named = text.startsWith('version ') ? /^oid sha256:([0-9a-f]{64})$/m.exec(text) : null;
  return named?.[1] !== undefined && crypto.createHash('sha256').update(content).digest('hex') === named[1];
}

function blobId(bytes: Uint8Array, idBytes: 20 | 32): string {
  return crypto.createHash(idBytes === 20 ? 'sha1' : 'sha256').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function withoutReturns(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 13 && bytes[at + 1] === 10) continue;
    kept[length] = bytes[at] ?? 0;
    length += 1;
  }
  return kept.subarray(0, length);
}

function isRepository(files: EvidenceFiles, folder: string): boolean {
  const has = (name: string): boolean => files.entries.has(below(folder, name));
  return has('.git') || (has('HEAD') && has('objects') && has('refs'));
}

/** Names below the work tree that the index does not have; other repositories in it count as their own. */
async function listUntracked(
  files: EvidenceFiles, tree: string, known: ReadonlySet<string>, repository: RepositoryRead, pace: Pace,
): Promise<{ readonly paths: readonly string[]; readonly count: number }> {
  const paths: string[] = [];
  let count = 0;
  const folders = [tree];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of files.list(folder)) {
      if (pace.due()) await pace.breathe();
      if (entry.name === '.git' || entry.path === repository.gitDir) continue;
      const relative = tree === '' ? entry.path : entry.path.slice(tree.length + 1);
      if (entry.kind === 'directory') {
        if (!isRepository(files, entry.path)) folders.push(entry.path);
      } else if (!known.has(relative)) {
        count += 1;
        if (paths.length < maxUntracked) paths.push(relative);
      }
    }
  }
  return { paths: paths.sort(), count };
}
