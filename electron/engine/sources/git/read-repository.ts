/** Reads one repository of the evidence: config for display, HEAD, refs, reflogs, remnants. Opens no objects. */
import type { CancelSignal } from '../../../../shared/cancel.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { pathText } from '../../intake/path-text.ts';
import { readAlternates } from './alternates.ts';
import { configValue, maxConfigBytes, parseConfig } from './config.ts';
import { below, resolveInside } from './evidence-path.ts';
import { createPace, type Pace } from '../../intake/pace.ts';
import { findRepositories } from './find-repositories.ts';
import { createProblemList, type ProblemList } from './problem-list.ts';
import { readLooseRefs, readPackedRefs, type RefValue, type WrittenRefs } from './read-refs.ts';
import { readReflogs } from './read-reflogs.ts';
import { isOid, oidDigits } from './ref-name.ts';
import { headOf, resolveHead, resolveRefs } from './resolve-refs.ts';
import { readReftables } from './reftable-stack.ts';
import type { ConfigEntry, FoundRepository, HeadRead, ObjectFormat, PseudoRef, RefRead, ReflogRead, RepositoryRead } from './repository.ts';
import { realFolder, smallFile } from './small-file.ts';

const pseudoNames = [
  'ORIG_HEAD', 'FETCH_HEAD', 'MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'REBASE_HEAD', 'BISECT_HEAD', 'AUTO_MERGE',
] as const;

/** Finds and reads every repository, one at a time, so that a caller can show how far it is. Throws only `Cancelled`. */
export async function* readRepositories(files: EvidenceFiles, signal?: CancelSignal): AsyncGenerator<RepositoryRead, void> {
  for (const found of await findRepositories(files, createPace(signal))) yield await readRepository(files, found, signal);
}

/** Reads one found repository. Never throws for what the evidence holds; only `Cancelled` leaves it. */
export async function readRepository(files: EvidenceFiles, found: FoundRepository, signal?: CancelSignal): Promise<RepositoryRead> {
  const problems = createProblemList();
  problems.take(found.problems);
  if (files.entries.get(found.gitDir)?.kind !== 'directory' && found.gitDir !== '') return unreadable(found, problems);
  const pace = createPace(signal);
  const linked = found.kind === 'linked-worktree';
  const config = readConfig(files, found, problems);
  const objectFormat = formatOf(files, found, config, problems);
  const digits = oidDigits(objectFormat);
  const reftable = files.entries.has(below(found.gitDir, 'reftable'));

  const shared: WrittenRefs = { refs: [], refused: [] };
  const own: WrittenRefs = { refs: [], refused: [] };
  // A linked worktree reads the refs of its main repository only to follow HEAD: they are listed there, not here.
  const quiet = linked ? createProblemList() : problems;
  const tables = reftable ? await readReftables(files, found.gitDir, digits, problems, pace) : null;
  const mainTables = linked && files.entries.has(below(found.commonDir, 'reftable')) ? await readReftables(files, found.commonDir, digits, quiet, pace) : null;
  for (const written of mainTables?.refs ?? []) shared.refs.push(written);
  for (const written of tables?.refs ?? []) (linked ? own : shared).refs.push(written);
  for (const refused of tables?.refused ?? []) own.refused.push(refused);
  if (tables === null && mainTables === null) {
    if (linked) {
      await readFileRefs(files, found.commonDir, digits, shared, quiet, pace);
      await readFileRefs(files, found.gitDir, digits, own, problems, pace);
    } else {
      await readFileRefs(files, found.gitDir, digits, shared, problems, pace);
    }
  }
  const everyRef = resolveRefs([...shared.refs, ...own.refs], quiet);
  const ownNames = new Set(own.refs.map((ref) => ref.name));
  const refs = (linked ? everyRef.filter((ref) => ownNames.has(ref.name)) : everyRef).filter((ref) => ref.name !== 'HEAD');
  const head = tables === null ? headOfFile(files, found, digits, everyRef, problems) : headOfTables(tables.head, found, everyRef, problems);

  const names = new Set(refs.map((ref) => ref.name));
  const isLive = (ref: string): boolean => names.has(ref) || ref === 'HEAD';
  const fileLogs = await readReflogs(files, found.gitDir, digits, isLive, problems, pace);
  const tableLogs: readonly ReflogRead[] = (tables?.logs ?? []).map((log) => ({ ...log, live: isLive(log.ref) }));
  return {
    ...found,
    sourceWorkTree: found.sourceWorkTree ?? configValue(config, 'core.worktree'),
    objectFormat,
    refStorage: reftable ? 'reftable' : 'files',
    head,
    refs,
    refusedRefs: linked ? own.refused : [...shared.refused, ...own.refused],
    pseudoRefs: readPseudoRefs(files, found.gitDir, digits, problems),
    reflogs: [...fileLogs, ...tableLogs],
    config,
    hooks: linked ? [] : listHooks(files, found.gitDir, problems),
    shallow: readShallow(files, found.commonDir, digits, problems),
    promisor: promisorOf(config),
    alternates: linked ? [] : readAlternates(files, below(found.gitDir, 'objects'), problems),
    notes: [...(tables?.notes ?? []), ...notesOf(files, found, refs)],
    problems: problems.all(),
  };
}

function headOfFile(files: EvidenceFiles, found: FoundRepository, digits: number, refs: readonly RefRead[], problems: ProblemList): HeadRead {
  const path = below(found.gitDir, 'HEAD');
  return resolveHead(smallFile(files, path, problems, 65_536), path, digits, refs, problems);
}

/** With reftables the file HEAD says nothing: it names a branch that cannot be, so that older programs stop at it. */
function headOfTables(value: RefValue | null, found: FoundRepository, refs: readonly RefRead[], problems: ProblemList): HeadRead {
  if (value !== null) return headOf(value, refs);
  problems.add(below(found.gitDir, 'reftable'), 'no table has HEAD');
  return { ref: null, branch: null, oid: null, state: 'broken' };
}

function unreadable(found: FoundRepository, problems: ProblemList): RepositoryRead {
  return {
    ...found,
    objectFormat: 'sha1',
    refStorage: 'files',
    head: { ref: null, branch: null, oid: null, state: 'broken' },
    refs: [],
    refusedRefs: [],
    pseudoRefs: [],
    reflogs: [],
    config: [],
    hooks: [],
    shallow: [],
    promisor: null,
    alternates: [],
    notes: [],
    problems: problems.all(),
  };
}

function readConfig(files: EvidenceFiles, found: FoundRepository, problems: ProblemList): readonly ConfigEntry[] {
  const paths = [below(found.commonDir, 'config'), below(found.gitDir, 'config.worktree')];
  if (found.kind === 'linked-worktree') paths.push(below(found.gitDir, 'config'));
  return paths.flatMap((path) => {
    const bytes = smallFile(files, path, problems, maxConfigBytes);
    const entries = bytes === null ? [] : parseConfig(bytes, path, problems);
    // A submodule's own config always says where its files stand; only another place is worth a look.
    const usual = (entry: ConfigEntry): boolean =>
      entry.key === 'core.worktree' && entry.value !== null && resolveInside(found.gitDir, entry.value) === found.workTree;
    return entries.map((entry) => (usual(entry) ? { ...entry, notable: null } : entry));
  });
}

/** The format that config names; without a config the length of an object's name shows it. */
function formatOf(files: EvidenceFiles, found: FoundRepository, config: readonly ConfigEntry[], problems: ProblemList): ObjectFormat {
  const entry = config.findLast((each) => each.key === 'extensions.objectformat');
  if (!entry && config.length === 0) return longNames(files, below(found.commonDir, 'objects')) ? 'sha256' : 'sha1';
  if (!entry || entry.value === 'sha1') return 'sha1';
  if (entry.value === 'sha256') return 'sha256';
  problems.add(entry.path, `an unknown object format: ${entry.value ?? ''}`, { line: entry.line });
  return 'sha1';
}

function longNames(files: EvidenceFiles, objects: string): boolean {
  if (files.list(below(objects, 'pack')).some((entry) => /^pack-[0-9a-f]{64}\./.test(entry.name))) return true;
  const folder = files.list(objects).find((entry) => entry.kind === 'directory' && /^[0-9a-f]{2}$/.test(entry.name));
  return folder !== undefined && files.list(folder.path).some((entry) => /^[0-9a-f]{62}$/.test(entry.name));
}

function promisorOf(config: readonly ConfigEntry[]): string | null {
  const remote = config.find((entry) => /^remote\..*\.promisor$/.test(entry.key) && entry.value !== 'false');
  return configValue(config, 'extensions.partialclone') ?? (remote ? remote.key.slice('remote.'.length, -'.promisor'.length) : null);
}

async function readFileRefs(
  files: EvidenceFiles, gitDir: string, digits: number, into: WrittenRefs, problems: ProblemList, pace: Pace,
): Promise<void> {
  const folder = below(gitDir, 'refs');
  if (files.entries.has(folder) && realFolder(files, folder, problems)) await readLooseRefs(files, gitDir, digits, into, problems, pace);
  await readPackedRefs(files, gitDir, digits, into, problems, pace);
}

function readPseudoRefs(files: EvidenceFiles, gitDir: string, digits: number, problems: ProblemList): readonly PseudoRef[] {
  return pseudoNames.flatMap((name) => {
    const path = below(gitDir, name);
    const bytes = smallFile(files, path, problems);
    if (bytes === null) return [];
    const oids = oidsAtLineStarts(bytes, digits);
    if (oids.length === 0 && bytes.length > 0) problems.add(path, 'no object id in it');
    return [{ name, oids, path }];
  });
}

function oidsAtLineStarts(bytes: Uint8Array, digits: number): readonly string[] {
  const lines = pathText(bytes).split('\n');
  return lines.map((line) => line.slice(0, digits)).filter((text) => isOid(text, digits)).map((text) => text.toLowerCase());
}

function readShallow(files: EvidenceFiles, commonDir: string, digits: number, problems: ProblemList): readonly string[] {
  const bytes = smallFile(files, below(commonDir, 'shallow'), problems, 16 * 1024 * 1024);
  return bytes === null ? [] : oidsAtLineStarts(bytes, digits);
}

function listHooks(files: EvidenceFiles, gitDir: string, problems: ProblemList): readonly string[] {
  const folder = below(gitDir, 'hooks');
  if (!files.entries.has(folder) || !realFolder(files, folder, problems)) return [];
  return files.list(folder).filter((entry) => entry.kind !== 'directory' && !entry.name.endsWith('.sample')).map((entry) => entry.path);
}

function notesOf(files: EvidenceFiles, found: FoundRepository, refs: readonly RefRead[]): readonly string[] {
  const notes: string[] = [];
  const replaced = refs.filter((ref) => ref.name.startsWith('refs/replace/')).length;
  if (replaced > 0) notes.push(`${replaced} replace refs make git show other objects under the same ids; they are not obeyed here`);
  if (files.entries.has(below(found.commonDir, 'info/grafts'))) notes.push('info/grafts gives commits other parents for git; it is not obeyed here');
  for (const entry of files.list(found.gitDir)) {
    if (entry.name.endsWith('.lock')) notes.push(`${entry.path}: a lock file, left by a command that did not end`);
  }
  return notes;
}
