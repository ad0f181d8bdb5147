/** The objects of one repository for the analysis: commits, changed files, differences, what is lost. Every id is checked. */
import crypto from 'node:crypto';
import { append } from '../../../../../shared/append.ts';
import { type CancelSignal, stopIfCancelled } from '../../../../../shared/cancel.ts';
import type { ReadProblem } from '../../../../../shared/case.ts';
import type { EvidenceFiles } from '../../../intake/evidence-files.ts';
import { createPace } from '../../../intake/pace.ts';
import { objectFolders } from '../alternates.ts';
import { below } from '../evidence-path.ts';
import { readIndex } from '../index-file.ts';
import { createProblemList, problemAt } from '../problem-list.ts';
import { isHex, isZeroOid, oidDigits } from '../ref-name.ts';
import type { RepositoryRead } from '../repository.ts';
import { smallFile } from '../small-file.ts';
import { type ChangedFiles, changedFilesOf, type FileDifference, differenceOf } from './changed-files.ts';
import { type CommitRead, parseCommit, tagTarget } from './commit.ts';
import { sameVersion, versionMark } from './commit-versions.ts';
import { type CommitGraph, readCommitGraph } from './commit-graph.ts';
import { glanceOf } from './object-glance.ts';
import { type ObjectStore, openObjectStore, usualMaxBytes } from './object-store.ts';
import { checkPacks } from './pack-checksum.ts';
import { findUnreachable, type Reachability } from './reachability.ts';
import type { ObjectType } from './read-object.ts';
import { diffTrees } from './tree-diff.ts';

const maxTreeFiles = 2_000_000;
const maxTreeMs = 20_000;
const maxTags = 10;
const maxGlanceBytes = 1 << 20;

export type Found<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: ReadProblem };

/** A range of a file of the evidence. */
export interface ObjectPlace {
  readonly path: string;
  readonly byteStart: number;
  readonly byteEnd: number;
}

export interface TreeFile {
  readonly path: string;
  readonly mode: number;
  readonly oid: string;
}

export interface TreeFiles {
  readonly files: readonly TreeFile[];
  /** Why files may be missing, or null. */
  readonly incomplete: string | null;
}

export interface ObjectReader {
  /** How many different objects the copy has. */
  readonly objects: number;
  has(oid: string): boolean;
  /** Whether the copy has a commit whose id begins with these digits, seven at least. */
  holdsCommit(start: string): boolean;
  /** Where the object stands in the evidence: a loose file, or a range of a pack. Null where the copy does not have it. */
  placeOf(oid: string): ObjectPlace | null;
  /** What the object is, without reading it; null where it is not there or damaged. */
  typeOf(oid: string): ObjectType | null;
  /** A commit by its full id. An object that does not hash to its name is a problem, not a commit. */
  commit(oid: string): Found<CommitRead>;
  /** What an object holds, in a line; objects of more than a mebibyte are not read for it. */
  glance(oid: string): Found<string>;
  /** Bytes of a file's content; never more than `maxBytes`. */
  blob(oid: string, maxBytes?: number): Found<Uint8Array>;
  /** Files that the commit changes against its first parent (a first commit: against nothing), with line counts. */
  changedFiles(oid: string, signal?: CancelSignal): Promise<Found<ChangedFiles>>;
  /** The lines that a commit changes in one file, for reading; capped. */
  difference(oid: string, path: string, signal?: CancelSignal): Promise<Found<FileDifference>>;
  /** Every file of the commit's tree. */
  treeFiles(oid: string, signal?: CancelSignal): Promise<Found<TreeFiles>>;
  /** What no ref leads to. Worked out once, then kept. */
  unreachable(signal?: CancelSignal): Promise<Reachability>;
  /** For lost commits: the commit that a ref leads to and that is a later version of it, by the lost one's id. */
  laterVersions(lost: readonly CommitRead[], signal?: CancelSignal): Promise<ReadonlyMap<string, string>>;
  /** Every commit of the copy, reachable or not, in the order of the packs. */
  eachCommit(visit: (commit: CommitRead) => void, signal?: CancelSignal): Promise<void>;
  /** Names of refs that lead to the commit, HEAD among them. */
  refsContaining(oid: string, signal?: CancelSignal): Promise<readonly string[]>;
  /** What was wrong with packs and objects so far. */
  problems(): readonly ReadProblem[];
  close(): void;
}

/**
 * Opens the objects of a repository. `related` are the other repositories of the case: linked worktrees share their
 * objects with the main one, and their HEADs, logs and indexes count when something is said to be lost.
 */
export function openObjects(files: EvidenceFiles, repository: RepositoryRead, related: readonly RepositoryRead[] = []): ObjectReader {
  const problems = createProblemList();
  const idBytes = repository.objectFormat === 'sha1' ? 20 : 32;
  const folder = below(repository.commonDir, 'objects');
  const store = openObjectStore(files, objectFolders(files, folder), idBytes, problems);
  const family = [repository, ...related.filter((other) => other !== repository && other.commonDir === repository.commonDir)];
  let lost: Promise<Reachability> | null = null;
  /** By number: what the commit would share with another version of itself; 0 for anything that no ref leads to. */
  const versions = new Uint32Array(store.count);
  let graph: Promise<CommitGraph> | null = null;
  const fail = (reason: string, path = folder): { readonly ok: false; readonly problem: ReadProblem } => ({ ok: false, problem: problemAt(path, reason) });

  const readChecked = (oid: string, type: ObjectType, maxBytes: number): Found<Uint8Array> => {
    const number = numberOf(store, oid);
    if (number < 0) return fail(`the object ${oid.slice(0, 64)} is not in the copy`);
    const path = store.pathOf(number);
    const read = store.read(number, maxBytes);
    if (!read.ok) return fail(`the object ${oid}: ${read.reason}`, path);
    if (hashOf(read.object.type, read.object.bytes, idBytes) !== oid.toLowerCase()) return fail(`the object ${oid} does not hash to its name: it was changed or damaged`, path);
    if (read.object.type !== type) return fail(`the object ${oid} is a ${read.object.type}, no ${type}`, path);
    return { ok: true, value: read.object.bytes };
  };
  const commit = (oid: string): Found<CommitRead> => {
    const bytes = readChecked(oid, 'commit', usualMaxBytes);
    return bytes.ok ? { ok: true, value: parseCommit(oid.toLowerCase(), bytes.value) } : bytes;
  };
  const treesOf = (oid: string): Found<{ readonly old: string | null; readonly next: string | null; readonly parent: string | null }> => {
    const read = commit(oid);
    if (!read.ok) return read;
    const parent = read.value.parents[0] ?? null;
    if (parent === null) return { ok: true, value: { old: null, next: read.value.tree, parent } };
    const before = commit(parent);
    // In a shallow copy the parent is named and not there: what the commit changed cannot be known.
    if (!before.ok) return fail(`the parent ${parent} cannot be read, so what ${oid} changed is not known: ${before.problem.reason}`, before.problem.path);
    return { ok: true, value: { old: before.value.tree, next: read.value.tree, parent } };
  };

  return {
    objects: store.table.distinct,
    has: (oid) => numberOf(store, oid) >= 0,
    holdsCommit: (start) => numbersFrom(store, start).some((number) => store.typeOf(number) === 'commit'),
    placeOf: (oid) => {
      const number = numberOf(store, oid);
      return number < 0 ? null : store.rangeOf(number);
    },
    typeOf: (oid) => {
      const number = numberOf(store, oid);
      return number < 0 ? null : store.typeOf(number);
    },
    commit,
    glance: (oid) => {
      const number = numberOf(store, oid);
      const type = number < 0 ? null : store.typeOf(number);
      if (type === null) return fail(`the object ${oid.slice(0, 64)} cannot be read`);
      const read = readChecked(oid, type, maxGlanceBytes);
      return read.ok ? { ok: true, value: glanceOf(oid.toLowerCase(), type, read.value) } : read;
    },
    blob: (oid, maxBytes = usualMaxBytes) => readChecked(oid, 'blob', maxBytes),
    changedFiles: async (oid, signal) => {
      const trees = treesOf(oid);
      if (!trees.ok) return trees;
      return { ok: true, value: await changedFilesOf(store, { ...trees.value, oid }, createPace(signal)) };
    },
    difference: async (oid, path, signal) => {
      const trees = treesOf(oid);
      if (!trees.ok) return trees;
      const found = await differenceOf(store, trees.value.old, trees.value.next, path, createPace(signal));
      return found === null ? fail(`the commit ${oid} does not change this file`) : { ok: true, value: found };
    },
    treeFiles: async (oid, signal) => {
      const read = commit(oid);
      if (!read.ok) return read;
      const limits = { maxPaths: maxTreeFiles, deadline: performance.now() + maxTreeMs };
      const diff = await diffTrees(store, null, read.value.tree, limits, createPace(signal));
      const all = diff.files.flatMap((file) => (file.newMode === null || file.newOid === null ? [] : [{ path: file.path, mode: file.newMode, oid: file.newOid }]));
      return { ok: true, value: { files: all, incomplete: diff.incomplete } };
    },
    unreachable: (signal) => {
      lost ??= (async () => {
        stopIfCancelled(signal);
        await checkPacks(files, store.packs, idBytes, problems, createPace(signal));
        return findUnreachable(store, rootsOf(files, family), problems, signal, (number, bytes) => {
          versions[number] = versionMark(bytes);
        });
      })();
      // Work that was cancelled is begun anew the next time.
      lost.catch(() => {
        lost = null;
      });
      return lost;
    },
    laterVersions: async (wanted, signal) => {
      const pace = createPace(signal);
      const byMark = new Map<number, CommitRead[]>();
      for (const each of wanted) {
        const number = numberOf(store, each.oid);
        const read = number < 0 ? null : store.read(number);
        const mark = read?.ok ? versionMark(read.object.bytes) : 0;
        if (mark !== 0) byMark.set(mark, [...(byMark.get(mark) ?? []), each]);
      }
      const found = new Map<string, string>();
      for (let number = 0; number < versions.length && byMark.size > 0; number += 1) {
        if ((number & 0xfff) === 0 && pace.due()) await pace.breathe();
        const same = byMark.get(versions[number] ?? 0);
        const held = same ? commit(store.idText(number)) : null;
        if (held?.ok) for (const each of same ?? []) if (sameVersion(each, held.value)) found.set(each.oid, held.value.oid);
      }
      return found;
    },
    eachCommit: async (visit, signal) => {
      stopIfCancelled(signal);
      const pace = createPace(signal);
      for (const number of store.inOrder()) {
        if (pace.due()) await pace.breathe();
        if (store.typeOf(number) !== 'commit') continue;
        const read = commit(store.idText(number));
        if (read.ok) visit(read.value);
        else problems.take([read.problem]);
      }
    },
    refsContaining: async (oid, signal) => {
      graph ??= readCommitGraph(store, signal);
      graph.catch(() => {
        graph = null;
      });
      const number = numberOf(store, oid);
      if (number < 0) return [];
      const holds = await (await graph).descendants(number, createPace(signal));
      const leads = (tip: string | null): boolean => tip !== null && holds(peeled(store, tip));
      const refs = family.flatMap((each) => each.refs.filter((ref) => leads(ref.oid)).map((ref) => ref.name));
      const heads = family.filter((each) => leads(each.head.oid)).map((each) => (each === repository ? 'HEAD' : `${each.gitDir}/HEAD`));
      return [...heads, ...new Set(refs)].sort();
    },
    problems: () => problems.all(),
    close: () => store.close(),
  };
}

function numberOf(store: ObjectStore, oid: string): number {
  return oid.length === store.idBytes * 2 && isHex(oid) ? store.table.find(Buffer.from(oid, 'hex'), 0) : -1;
}

/** Numbers of the objects whose ids begin with some digits. */
function numbersFrom(store: ObjectStore, start: string): readonly number[] {
  const digits = start.toLowerCase();
  if (digits.length < 7 || digits.length > store.idBytes * 2 || !isHex(digits)) return [];
  if (digits.length === store.idBytes * 2) return [numberOf(store, digits)].filter((number) => number >= 0);
  const bytes = Buffer.from(digits.slice(0, digits.length & ~1), 'hex');
  const first = bytes[0] ?? 0;
  const found: number[] = [];
  for (let number = 0; number < store.count; number += 1) {
    if (store.ids[number * store.idBytes] === first && store.idText(number).startsWith(digits)) found.push(number);
  }
  return found;
}

/** Number of the object that an id leads to, through annotated tags, of which one may name another. */
function peeled(store: ObjectStore, oid: string): number {
  let number = numberOf(store, oid);
  for (let step = 0; step < maxTags && number >= 0 && store.typeOf(number) === 'tag'; step += 1) {
    const read = store.read(number);
    const target = read.ok ? tagTarget(read.object.bytes) : null;
    number = target === null ? -1 : numberOf(store, target);
  }
  return number;
}

/** The id that an object has by its content. */
function hashOf(type: ObjectType, bytes: Uint8Array, idBytes: 20 | 32): string {
  return crypto.createHash(idBytes === 20 ? 'sha1' : 'sha256').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Where git would begin to look for what is still held: refs, HEADs and indexes of all worktrees; then their logs. */
function rootsOf(files: EvidenceFiles, family: readonly RepositoryRead[]) {
  const refs: string[] = [];
  const reflogs: string[] = [];
  for (const each of family) {
    const bytes = smallFile(files, below(each.gitDir, 'index'), createProblemList(), 1024 * 1024 * 1024);
    const index = bytes === null ? null : readIndex(bytes, oidDigits(each.objectFormat) === 40 ? 20 : 32);
    for (const entry of index?.entries ?? []) if (entry.mode >> 12 !== 0o16) refs.push(entry.oid);
    append(refs, index?.trees ?? []);
    if (each.head.oid !== null) refs.push(each.head.oid);
    for (const ref of each.refs) if (ref.oid !== null) refs.push(ref.oid);
    for (const log of each.reflogs) {
      if (!log.live || log.stale) continue;
      for (const entry of log.entries) for (const oid of [entry.old, entry.new]) if (!isZeroOid(oid)) reflogs.push(oid);
    }
  }
  return { refs, reflogs, shallow: new Set(family.flatMap((each) => each.shallow)) };
}
