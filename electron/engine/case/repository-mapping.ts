/** Which repositories of the copy the calls of a case worked in, and how that is known. Reads outputs and ids only where paths leave it open. */
import type { MappedPath } from '../../../shared/case.ts';
import type { GitAct } from '../analysis/join/act.ts';
import { within as placeWithin } from '../analysis/join/git-act.ts';
import { createRepositoryMap, type PathClues, type RepositoryMap } from '../analysis/join/map-repositories.ts';
import { printedIds, printedRemotes } from '../analysis/join/printed-clues.ts';
import type { EventStore } from '../events/event-store.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { type ObjectReader, openObjects } from '../sources/git/objects/object-reader.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import { githubFolders } from '../sources/beside/github-folders.ts';
import { sourcePath } from '../sources/source-place.ts';
import { gitOutput } from './git-output.ts';

/** Calls of a directory whose outputs are looked through, and ids that are looked for. */
const maxOutputs = 200;
const maxIds = 100;
const maxRows = 2000;
const maxSessions = 100;

export interface MappingInput {
  readonly files: EvidenceFiles;
  /** Frozen. */
  readonly store: EventStore;
  readonly acts: readonly GitAct[];
  readonly reads: readonly RepositoryRead[];
  readonly sessions: readonly { readonly id: string; readonly cwd: string | null }[];
  /** What the analyst chose: git directory by folder of the source machine; an empty text: none. */
  readonly choices: ReadonlyMap<string, string>;
}

export interface RepositoryMapping extends RepositoryMap {
  /** Folders of sessions and of git commands, each with what was decided. Open questions first. */
  readonly paths: readonly MappedPath[];
  /** Repositories that a directory may be where it is left open which. */
  readonly couldBe: (directory: string) => readonly string[];
}

/** Where a repository's files may have stood on the source machine: as its own files say, and as the copy's layout tells. */
export function sourceTrees(read: RepositoryRead): readonly string[] {
  return [...(read.sourceWorkTree === null ? [] : [read.sourceWorkTree]), ...(read.workTree === null ? [] : [sourcePath(read.workTree)])];
}

/** Decides for each folder; what was decided holds for the case. */
export function mapRepositories(input: MappingInput): RepositoryMapping {
  const readers = new Map<string, ObjectReader>();
  const objectsOf = (gitDir: string): ObjectReader | null => {
    const read = input.reads.find((each) => each.gitDir === gitDir);
    if (read === undefined) return null;
    // Linked worktrees hold what their repository holds.
    const known = readers.get(read.commonDir);
    if (known !== undefined) return known;
    const opened = openObjects(input.files, read, input.reads);
    readers.set(read.commonDir, opened);
    return opened;
  };
  try {
    const map = createRepositoryMap({
      repositories: input.reads.map((read) => ({ gitDir: read.gitDir, workTrees: sourceTrees(read), family: read.commonDir, remotes: read.config.flatMap(({ key, value }) => (/^remote\..+\.(?:push)?url$/.test(key) && value !== null ? [value] : [])) })),
      cluesOf: (folder) => cluesOf(input, folder),
      holds: (gitDir, id) => objectsOf(gitDir)?.holdsCommit(id) ?? false,
      noted: githubFolders(input.files),
      worktrees: worktreesMade(input.acts),
      choices: input.choices,
    });
    // Each directory is decided here, while the objects are open.
    const paths = mappedPaths(input, map);
    const couldBe = (directory: string): readonly string[] => {
      const mapping = map.mappingOf(directory);
      return mapping.how === 'ambiguous' ? mapping.candidates : [];
    };
    return { ...map, paths, couldBe };
  } finally {
    for (const reader of readers.values()) reader.close();
  }
}

/** Folders that `git worktree add` names, with the folder that it ran in. */
function worktreesMade(acts: readonly GitAct[]): ReadonlyMap<string, string> {
  const made = new Map<string, string>();
  for (const { verb, argv, directory } of acts) {
    if (verb !== 'worktree' || argv[0] !== 'add' || directory === null) continue;
    const operand = argv.slice(1).find((argument, at, rest) => !argument.startsWith('-') && !/^(-b|-B|--reason)$/.test(rest[at - 1] ?? ''));
    const path = operand === undefined ? null : placeWithin(directory, operand);
    if (path !== null && !made.has(path)) made.set(path, directory);
  }
  return made;
}

function cluesOf({ files, store, acts }: MappingInput, folder: string): PathClues {
  const ids = new Set<string>();
  const remotes = new Set<string>();
  const events = new Set<number>();
  for (const act of acts) {
    if (act.directory === null || !(act.directory === folder || act.directory.startsWith(`${folder.replace(/[\\/]+$/, '')}/`))) continue;
    for (const [at, argument] of act.argv.entries()) if (act.verb === 'remote' && at > 0 && /[:/]/.test(argument)) remotes.add(argument);
    if (events.size < maxOutputs) events.add(act.event);
  }
  for (const event of events) {
    const output = gitOutput(files, store, event);
    for (const id of printedIds(output)) if (ids.size < maxIds) ids.add(id);
    for (const remote of printedRemotes(output)) remotes.add(remote);
  }
  return { ids: [...ids], remotes: [...remotes] };
}

function mappedPaths({ acts, sessions, store }: MappingInput, map: RepositoryMap): readonly MappedPath[] {
  const rows = new Map<string, { mapping: ReturnType<RepositoryMap['mappingOf']>; calls: Set<number>; sessions: Set<string> }>();
  const rowOf = (directory: string) => {
    const mapping = map.mappingOf(directory);
    const key = `${mapping.path}\n${mapping.repository ?? ''}\n${mapping.how}`;
    const row = rows.get(key) ?? { mapping, calls: new Set<number>(), sessions: new Set<string>() };
    if (rows.size < maxRows) rows.set(key, row);
    return row;
  };
  for (const session of sessions) if (session.cwd !== null) rowOf(session.cwd).sessions.add(session.id);
  for (const act of acts) {
    if (act.directory === null) continue;
    const row = rowOf(act.directory);
    row.calls.add(act.event);
    const session = store.session(act.event);
    if (session !== null) row.sessions.add(session);
  }
  const open = (row: MappedPath): number => Number(row.repository !== null);
  return [...rows.values()]
    .map(({ mapping, calls, sessions: own }): MappedPath => ({
      path: mapping.path.slice(0, 8192),
      repository: mapping.repository?.slice(0, 8192) ?? null,
      how: mapping.how,
      says: mapping.says.slice(0, 1000),
      candidates: mapping.candidates.map((each) => each.slice(0, 8192)),
      calls: calls.size,
      sessions: [...own].sort().slice(0, maxSessions).map((id) => id.slice(0, 300)),
    }))
    .sort((one, other) => open(one) - open(other) || other.calls - one.calls || (one.path < other.path ? -1 : 1));
}
