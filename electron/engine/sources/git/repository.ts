/** What a copied git repository holds, as plain data with places. Must not know how it is read or shown. */
import type { ReadProblem } from '../../../../shared/case.ts';

export type ObjectFormat = 'sha1' | 'sha256';
export type RefStorage = 'files' | 'reftable';
export type RepositoryKind = 'work-tree' | 'bare' | 'linked-worktree' | 'submodule' | 'unknown';

/** A repository as its names show it, before any of it is parsed. Paths are relative to the evidence root. */
export interface FoundRepository {
  readonly kind: RepositoryKind;
  /** Its own git directory: HEAD, index and the logs of HEAD stand here. */
  readonly gitDir: string;
  /** Where refs, objects and config stand: the main git directory of a linked worktree, else the same as `gitDir`. */
  readonly commonDir: string;
  /** The checked-out files, where the copy has them. */
  readonly workTree: string | null;
  /** What the copy says of the work tree's place on the source machine, as written. */
  readonly sourceWorkTree: string | null;
  /** True for a bare repository that stands inside another repository's work tree. */
  readonly embedded: boolean;
  readonly problems: readonly ReadProblem[];
}

export interface HeadRead {
  /** What HEAD names (`refs/heads/main`), or null for a detached or broken HEAD. */
  readonly ref: string | null;
  /** The same without `refs/heads/`. */
  readonly branch: string | null;
  /** Object id that HEAD leads to; null for an unborn or broken HEAD. */
  readonly oid: string | null;
  readonly state: 'branch' | 'detached' | 'unborn' | 'broken';
}

/** One ref. `path`, `line` and the bytes say where it is written (line 0: not a line of text). */
export interface RefRead {
  readonly name: string;
  /** Object id after following symbolic refs; null where it leads nowhere. */
  readonly oid: string | null;
  /** The ref that it names, for a symbolic ref. */
  readonly symbolic: string | null;
  /** For a packed annotated tag: the object that the tag names. */
  readonly peeled: string | null;
  /** An older value in packed-refs that a loose ref hides. */
  readonly hiddenOid: string | null;
  readonly storage: 'loose' | 'packed' | 'reftable';
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
}

/** A name or value that no ref may have. Nothing was opened because of it. */
export interface RefusedRef {
  readonly name: string;
  readonly path: string;
  readonly line: number | null;
  readonly reason: string;
}

/** One line of a reflog. Text is as written, with U+FFFD for bytes that are no UTF-8. */
export interface ReflogEntry {
  readonly old: string;
  readonly new: string;
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970, or null where what is written is no plausible time. */
  readonly seconds: number | null;
  /** `+0200`, as written. */
  readonly zone: string;
  /** Time and zone as written. */
  readonly rawTime: string;
  readonly message: string;
  /** True where `message` is only the beginning of what the log has. */
  readonly messageCut: boolean;
  /** The words before the first colon: `commit (amend)`, `reset`, `rebase (finish)`, `merge topic`. */
  readonly action: string;
  /** From 1; in a reftable the position of the record in its file. */
  readonly line: number;
  /** Where the entry stands, without its line feed; in a reftable the block that holds it. */
  readonly byteStart: number;
  readonly byteEnd: number;
  /** What is odd about the line, in words; most lines have none. */
  readonly oddities: readonly string[];
}

export interface ReflogRead {
  readonly ref: string;
  /** File of the evidence that holds the entries. */
  readonly path: string;
  /** False where the ref itself is gone: a deleted branch, a dropped stash. */
  readonly live: boolean;
  /** In the order of the file, oldest first. */
  readonly entries: readonly ReflogEntry[];
  /** Lines that are no entry; each is in the problems, up to the cap. */
  readonly malformed: number;
  /** Entries that a reftable marks as deleted or that only a stale table has. */
  readonly stale: boolean;
}

/** One setting as written. Never obeyed, but for the repository's own format. */
export interface ConfigEntry {
  /** `core.fsmonitor`, `remote.origin.url`: section and key lower case, subsection as written. */
  readonly key: string;
  /** Null for a key without `=`. */
  readonly value: string | null;
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Why an analyst should see it, or null. */
  readonly notable: string | null;
}

/** A file that names objects outside refs: ORIG_HEAD, FETCH_HEAD, MERGE_HEAD and the like. */
export interface PseudoRef {
  readonly name: string;
  readonly oids: readonly string[];
  readonly path: string;
}

/** A line of `objects/info/alternates`. `resolved` only where it leads to a known repository inside the evidence. */
export interface AlternateRead {
  readonly text: string;
  readonly resolved: string | null;
}

export interface RepositoryRead extends FoundRepository {
  readonly objectFormat: ObjectFormat;
  readonly refStorage: RefStorage;
  readonly head: HeadRead;
  readonly refs: readonly RefRead[];
  readonly refusedRefs: readonly RefusedRef[];
  readonly pseudoRefs: readonly PseudoRef[];
  readonly reflogs: readonly ReflogRead[];
  readonly config: readonly ConfigEntry[];
  /** Names of hooks that would run (no `.sample`), with their paths. */
  readonly hooks: readonly string[];
  readonly shallow: readonly string[];
  /** Remote that promises missing objects, in a partial clone. */
  readonly promisor: string | null;
  readonly alternates: readonly AlternateRead[];
  /** Files that hide or change history for git, and that this reader does not obey: replace refs, grafts, lock files. */
  readonly notes: readonly string[];
}
