/** Lists the evidence folder: each name with its kind and size. Records links, never follows one; opens no file. */
import fs from 'node:fs';
import path from 'node:path';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { ReadProblem } from '../../../shared/case.ts';
import type { EntryKind, EvidenceEntry, EvidenceFiles, Opened, OpenFile } from './evidence-files.ts';
import { absoluteBytes, fileProblem, openRegular, reasonOf } from './open-file.ts';
import { createPace } from './pace.ts';
import { comparePaths, pathText } from './path-text.ts';

const entryLimit = 5_000_000;
const depthLimit = 256;

export interface Walked {
  readonly files: EvidenceFiles;
  /** Folders that could not be listed, names that could not be looked at, limits that were reached. */
  readonly problems: readonly ReadProblem[];
}

export interface WalkOptions {
  readonly signal?: CancelSignal;
  /** Called now and then with how many names were found. */
  readonly onProgress?: (names: number) => void;
}

/**
 * Walks `include` (folders or files below `root`; `['']` is all of it). Throws where `root` itself is no readable folder;
 * a problem further down is recorded and the walk goes on.
 */
export async function walk(root: string, include: readonly string[], options: WalkOptions = {}): Promise<Walked> {
  const realRoot = fs.realpathSync(root);
  if (!fs.statSync(realRoot).isDirectory()) throw new Error(`${root} is not a folder.`);
  const pace = createPace(options.signal);
  const found: EvidenceEntry[] = [];
  const problems: ReadProblem[] = [];
  const waiting: { folder: string; depth: number }[] = [];
  for (const start of include) {
    if (start === '') waiting.push({ folder: '', depth: 0 });
    else look(start, 0);
  }

  function look(file: string, depth: number): void {
    try {
      const entry = describe(realRoot, file);
      found.push(entry);
      if (entry.kind !== 'directory') return;
      if (depth < depthLimit) waiting.push({ folder: file, depth: depth + 1 });
      else problems.push(fileProblem(file, `Folders deeper than ${depthLimit} levels were not listed.`));
    } catch (error) {
      found.push({ path: file, name: file.slice(file.lastIndexOf('/') + 1), kind: 'unreadable', bytes: 0, modified: 0, linkTarget: null });
      problems.push(fileProblem(file, reasonOf(error)));
    }
  }

  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { folder, depth } = next;
    let names: Buffer[] = [];
    try {
      names = fs.readdirSync(absoluteBytes(realRoot, folder), { encoding: 'buffer' });
    } catch (error) {
      if (folder === '') throw error;
      problems.push(fileProblem(folder, `The folder could not be listed. ${reasonOf(error)}`));
    }
    for (const name of names) {
      if (found.length >= entryLimit) break;
      look(folder === '' ? pathText(name) : `${folder}/${pathText(name)}`, depth);
      if (pace.due()) {
        options.onProgress?.(found.length);
        await pace.breathe();
      }
    }
    if (found.length >= entryLimit) {
      problems.push(fileProblem(folder, `More than ${entryLimit} names: the rest of the folder was not listed.`));
      break;
    }
  }
  found.sort((a, b) => comparePaths(a.path, b.path));
  return { files: evidenceFiles(realRoot, found), problems };
}

function describe(root: string, file: string): EvidenceEntry {
  const absolute = absoluteBytes(root, file);
  const stat = fs.lstatSync(absolute);
  const kind: EntryKind = stat.isFile()
    ? 'file'
    : stat.isDirectory()
      ? 'directory'
      : stat.isSymbolicLink()
        ? 'link'
        : stat.isFIFO()
          ? 'fifo'
          : stat.isSocket()
            ? 'socket'
            : 'device';
  return {
    path: file,
    name: file.slice(file.lastIndexOf('/') + 1),
    kind,
    bytes: kind === 'file' ? stat.size : 0,
    modified: stat.mtimeMs,
    linkTarget: kind === 'link' ? pathText(fs.readlinkSync(absolute, { encoding: 'buffer' })) : null,
    ...(kind === 'file' ? { identity: `${stat.dev}:${stat.ino}:${stat.ctimeMs}` } : {}),
  };
}

function evidenceFiles(root: string, sorted: readonly EvidenceEntry[]): EvidenceFiles {
  const entries = new Map(sorted.map((entry) => [entry.path, entry]));
  const folders = new Map<string, EvidenceEntry[]>();
  for (const entry of sorted) {
    const folder = entry.path.includes('/') ? entry.path.slice(0, entry.path.lastIndexOf('/')) : '';
    const inside = folders.get(folder);
    if (inside) inside.push(entry);
    else folders.set(folder, [entry]);
  }
  const open = (file: string, seen?: Set<string>): Opened<OpenFile> => {
    const entry = entries.get(file);
    if (!entry) return { ok: false, problem: fileProblem(file, 'There is no such file in the evidence.') };
    if (entry.kind !== 'file') return { ok: false, problem: fileProblem(file, `It is no regular file (${entry.kind}); it was not opened.`) };
    return openRegular(root, file, seen);
  };
  return {
    root: path.resolve(root),
    entries,
    list: (folder) => folders.get(folder) ?? [],
    open,
    readWhole(file, maxBytes) {
      const opened = open(file);
      if (!opened.ok) return opened;
      const handle = opened.value;
      try {
        if (handle.bytes > maxBytes) {
          return { ok: false, problem: fileProblem(file, `It has ${handle.bytes} bytes; files of this kind are read up to ${maxBytes} bytes.`) };
        }
        const bytes = handle.read(0, handle.bytes + 1);
        if (bytes.length !== handle.bytes) return { ok: false, problem: fileProblem(file, 'Its size changed while it was read.') };
        return { ok: true, value: bytes };
      } catch (error) {
        return { ok: false, problem: fileProblem(file, reasonOf(error)) };
      } finally {
        handle.close();
      }
    },
  };
}
