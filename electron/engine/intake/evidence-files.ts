/**
 * What the rest of the engine sees of the evidence folder: names, sizes, bytes. Read-only by shape: there is no way to
 * write through it. Paths are relative to the evidence root, separated by `/`; a byte of a name that is no UTF-8 stands
 * as the lone surrogate U+DC80 to U+DCFF, so that each name has exactly one text and back.
 */
import type { ReadProblem } from '../../../shared/case.ts';

export type EntryKind = 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'device' | 'unreadable';

/** One name in the evidence, as `lstat` describes it. Links are recorded, never followed. */
export interface EvidenceEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: EntryKind;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly linkTarget: string | null;
  /** Device, inode and time of its last change as one text, for a file: equal while nobody touched it. */
  readonly identity?: string;
}

/** An open regular file for random access. `read` gives fewer bytes only at the end of the file. */
export interface OpenFile {
  readonly bytes: number;
  read(position: number, length: number): Uint8Array;
  /** Fills `target` from `offset` on with bytes from `position` on; how many it got, 0 at the end of the file. */
  readInto(target: Uint8Array, offset: number, position: number): number;
  close(): void;
}

export type Opened<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: ReadProblem };

export interface EvidenceFiles {
  /** Absolute path of the evidence root on this machine. */
  readonly root: string;
  /** Each name by its path, in bytewise order of paths. */
  readonly entries: ReadonlyMap<string, EvidenceEntry>;
  /** The names directly in a folder (`''` is the root), in order; empty for a folder that is not there. */
  list(folder: string): readonly EvidenceEntry[];
  /** A whole regular file. Larger than `maxBytes`, not regular, changed under way, unreadable: a problem, never a part. */
  readWhole(path: string, maxBytes: number): Opened<Uint8Array>;
  /** Opens a regular file without following a link in any part of its path. Folders in `seen` were found inside just now; it is added to. */
  open(path: string, seen?: Set<string>): Opened<OpenFile>;
}
