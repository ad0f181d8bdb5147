/** Commits of a case on demand: metadata, changed files, the lines of one file. Opens a repository's objects when first asked. */
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { ChangedFileRow, CommitCounts, CommitDetail, FileDifferenceText } from '../../../shared/commit.ts';
import { CallProblem } from '../../../shared/rpc.ts';
import type { ChangedFile } from '../sources/git/objects/changed-files.ts';
import type { Person } from '../sources/git/objects/commit.ts';
import { openObjects, type ObjectReader } from '../sources/git/objects/object-reader.ts';
import type { OpenedCase } from './opened-case.ts';

const readersKept = 4;
const filesShown = 500;
const refsShown = 100;
const entriesShown = 100;

export interface CommitReader {
  /** Throws a `CallProblem` where the commit can't be read. */
  detail(repository: string, oid: string, signal?: CancelSignal): Promise<CommitDetail>;
  /** `file` is a position in the files of `detail`. */
  difference(repository: string, oid: string, file: number, signal?: CancelSignal): Promise<FileDifferenceText>;
  counts(repository: string, oids: readonly string[], signal?: CancelSignal): Promise<readonly CommitCounts[]>;
}

export function createCommitReader(opened: OpenedCase): CommitReader {
  const readers = new Map<string, ObjectReader>();
  const counted = new Map<string, CommitCounts>();
  const objectsOf = (repository: string): ObjectReader => {
    const known = readers.get(repository);
    if (known) return known;
    const read = opened.repositoryReads.find((each) => each.gitDir === repository);
    if (!read) throw new CallProblem('not-found', 'There is no such repository in this case.', repository);
    const reader = openObjects(opened.files, read, opened.repositoryReads);
    readers.set(repository, reader);
    // A reader that still works on an answer opens its files anew.
    const oldest = readers.keys().next();
    if (readers.size > readersKept && !oldest.done) {
      readers.get(oldest.value)?.close();
      readers.delete(oldest.value);
    }
    return reader;
  };
  return {
    async detail(repository, oid, signal) {
      const objects = objectsOf(repository);
      const read = objects.commit(oid);
      if (!read.ok) throw new CallProblem(objects.has(oid) ? 'unreadable' : 'not-found', read.problem.reason, read.problem.path);
      const commit = read.value;
      const changed = await objects.changedFiles(oid, signal);
      const refs = await objects.refsContaining(oid, signal);
      const files = changed.ok ? changed.value.files : [];
      const place = objects.placeOf(oid);
      return {
        repository: repository.slice(0, 8192),
        oid: commit.oid,
        tree: commit.tree,
        parents: commit.parents.slice(0, 64),
        author: personOf(commit.author),
        committer: personOf(commit.committer),
        message: commit.message.slice(0, 65_536),
        messageCut: commit.messageCut || commit.message.length > 65_536,
        encoding: commit.encoding?.slice(0, 100) ?? null,
        signature: commit.signature,
        oddities: commit.oddities.slice(0, 32).map((text) => text.slice(0, 300)),
        files: files.slice(0, filesShown).map(fileRow),
        filesTotal: files.length,
        ...sums(files),
        incomplete: changed.ok ? (changed.value.incomplete?.slice(0, 1000) ?? null) : changed.problem.reason.slice(0, 1000),
        refs: refs.slice(0, refsShown).map((ref) => ref.slice(0, 4096)),
        refsTotal: refs.length,
        entries: entriesOf(opened, repository, commit.oid),
        place: place && { path: place.path.slice(0, 8192), line: 0, byteStart: place.byteStart, byteEnd: place.byteEnd },
      };
    },
    async difference(repository, oid, file, signal) {
      const changed = await objectsOf(repository).changedFiles(oid, signal);
      const path = changed.ok ? changed.value.files[file]?.path : undefined;
      if (path === undefined) throw new CallProblem('not-found', 'The commit has no such changed file.');
      const found = await objectsOf(repository).difference(oid, path, signal);
      if (!found.ok) throw new CallProblem('unreadable', found.problem.reason, found.problem.path);
      return { file: fileRow(found.value.file), lines: found.value.lines.slice(0, 5000).map((line) => ({ ...line, text: line.text.slice(0, 8192) })), cut: found.value.cut };
    },
    async counts(repository, oids, signal) {
      const rows: CommitCounts[] = [];
      for (const oid of oids) {
        const key = `${repository}\n${oid}`;
        let row = counted.get(key);
        if (row === undefined) {
          const changed = await objectsOf(repository).changedFiles(oid, signal);
          row = { oid, changes: changed.ok ? { files: changed.value.files.length, ...sums(changed.value.files), incomplete: changed.value.incomplete !== null } : null };
          counted.set(key, row);
        }
        rows.push(row);
      }
      return rows;
    },
  };
}

function sums(files: readonly ChangedFile[]): { readonly added: number; readonly removed: number } {
  return { added: files.reduce((sum, file) => sum + (file.added ?? 0), 0), removed: files.reduce((sum, file) => sum + (file.removed ?? 0), 0) };
}

function fileRow(file: ChangedFile): ChangedFileRow {
  return { path: file.path.slice(0, 8192), status: statusOf(file), added: file.added, removed: file.removed, binary: file.binary };
}

function statusOf(file: ChangedFile): ChangedFileRow['status'] {
  if (file.oldMode === null) return 'added';
  if (file.newMode === null) return 'deleted';
  return file.oldMode >> 12 === file.newMode >> 12 ? 'modified' : 'type-changed';
}

function personOf(person: Person | null): CommitDetail['author'] {
  if (person === null) return null;
  return { name: person.name.slice(0, 1000), email: person.email.slice(0, 1000), time: person.seconds === null ? null : person.seconds * 1000, zone: person.zone.slice(0, 20), rawTime: person.rawTime.slice(0, 200) };
}

/** The shown entries that move a ref to the commit, in the order of their events. */
function entriesOf(opened: OpenedCase, repository: string, oid: string): CommitDetail['entries'] {
  const { store } = opened;
  const family = new Set([repository, ...familyOf(opened, repository)]);
  const entries: CommitDetail['entries'] = [];
  for (let event = 0; event < store.length && entries.length < entriesShown; event++) {
    if (store.kind(event) !== 'reflog') continue;
    const reflog = opened.reflog(event);
    if (!reflog?.shown || reflog.entry.new !== oid || !family.has(reflog.repository)) continue;
    entries.push({ eventId: event, ref: (reflog.refs[0] ?? '').slice(0, 4096), action: reflog.entry.action.slice(0, 200), time: store.time(event), causeEventId: opened.git.causes.get(event) ?? null });
  }
  return entries;
}

/** Worktrees share their objects: an entry of one of them may name the same commit. */
function familyOf(opened: OpenedCase, repository: string): readonly string[] {
  const own = opened.repositoryReads.find((each) => each.gitDir === repository);
  return own === undefined ? [] : opened.repositoryReads.filter((each) => each.commonDir === own.commonDir).map((each) => each.gitDir);
}
