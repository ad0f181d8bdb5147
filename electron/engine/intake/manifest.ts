/** The list of what was there: each file with its size, hash, kind and how far it was read. Hashes what nobody else read. */
import crypto from 'node:crypto';
import type { FileEntry, FileState, ReadProblem } from '../../../shared/case.ts';
import type { EvidenceFiles, Opened } from './evidence-files.ts';
import { fileProblem, reasonOf } from './open-file.ts';
import type { Pace } from './pace.ts';
import { comparePaths } from './path-text.ts';

const chunkBytes = 1 << 20;

/** Reads a file to its end for its hash only. */
export async function hashFile(files: EvidenceFiles, path: string, pace: Pace, onBytes: (bytes: number) => void): Promise<Opened<{ sha256: string; bytes: number }>> {
  const opened = files.open(path);
  if (!opened.ok) return opened;
  const hash = crypto.createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(chunkBytes, opened.value.bytes + 1)));
  let position = 0;
  try {
    for (;;) {
      const got = opened.value.readInto(buffer, 0, position);
      if (got === 0) break;
      hash.update(buffer.subarray(0, got));
      position += got;
      onBytes(got);
      if (pace.due()) await pace.breathe();
    }
    if (position !== opened.value.bytes) return { ok: false, problem: fileProblem(path, 'Its size changed while it was hashed.') };
    return { ok: true, value: { sha256: hash.digest('hex'), bytes: position } };
  } catch (error) {
    if (error instanceof Error && error.name === 'Cancelled') throw error;
    return { ok: false, problem: fileProblem(path, reasonOf(error)) };
  } finally {
    opened.value.close();
  }
}

/** Collects what is learnt of each file while a case is read. */
export interface Manifest {
  /** Says what a file is and how far it was read; `sha256` where the reader hashed it on the way. */
  note(path: string, entry: { kind?: string; state?: FileState; sha256?: string; bytes?: number }): void;
  get(path: string): FileEntry | undefined;
  /** Regular files that nobody has hashed yet, in order. */
  unhashed(): readonly string[];
  /** Each entry, in bytewise order of paths. */
  list(): readonly FileEntry[];
}

export function createManifest(files: EvidenceFiles): Manifest {
  const entries = new Map<string, FileEntry>();
  for (const entry of files.entries.values()) {
    if (entry.kind === 'directory') continue;
    const state: FileState = entry.kind === 'file' ? 'hashed' : entry.kind === 'unreadable' ? 'unreadable' : 'skipped';
    entries.set(entry.path, { path: entry.path, bytes: entry.bytes, sha256: null, kind: entry.kind === 'file' ? 'other' : entry.kind, state });
  }
  return {
    note(path, entry) {
      const known = entries.get(path);
      if (known) entries.set(path, { ...known, ...entry });
    },
    get: (path) => entries.get(path),
    unhashed: () => [...entries.values()].filter((entry) => entry.sha256 === null && (entry.state === 'hashed' || entry.state === 'read' || entry.state === 'partial')).map((entry) => entry.path),
    list: () => [...entries.values()].sort((a, b) => comparePaths(a.path, b.path)),
  };
}

/** Files that were not read as they were listed: a folder in use goes on changing, and someone may empty a file before it is read. */
export function changedSinceListed(files: EvidenceFiles, entries: readonly FileEntry[]): readonly ReadProblem[] {
  return entries.flatMap(({ path, bytes, sha256 }) => {
    const listed = files.entries.get(path)?.bytes ?? bytes;
    return sha256 === null || listed === bytes ? [] : [fileProblem(path, `It had ${listed} bytes when the folder was listed, and ${bytes} when it was read.`)];
  });
}

/** Names of links, FIFOs, sockets and devices, as rows of the ledger: known to be there, deliberately not opened. */
export function notOpened(files: EvidenceFiles): readonly ReadProblem[] {
  const rows: ReadProblem[] = [];
  for (const entry of files.entries.values()) {
    if (entry.kind === 'link') rows.push(fileProblem(entry.path, `A link to ${entry.linkTarget ?? '?'}; links are recorded, not followed.`.slice(0, 1000)));
    else if (entry.kind === 'fifo' || entry.kind === 'socket' || entry.kind === 'device') {
      rows.push(fileProblem(entry.path, `A ${entry.kind}; it was not opened.`));
    }
  }
  return rows;
}
