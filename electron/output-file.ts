/**
 * The only file of the product that writes: into a new file beside the target, to the disk, then under the target's name
 * in one step; a pipe or a device it writes into as it stands. Refuses a place inside the evidence. Knows nothing of what it
 * writes.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, lstatSync, mkdirSync, openSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Why an output file could not be written. `reason` is for people. */
export class OutputRefused extends Error {
  readonly path: string;
  constructor(path: string, reason: string) {
    super(reason);
    this.name = 'OutputRefused';
    this.path = path;
  }
}

/** A file being written. Until `finish`, nothing stands under its name; after `abandon`, nothing is left of it. */
export interface OutputFile {
  readonly path: string;
  write(chunk: string | Uint8Array): void;
  finish(): void;
  abandon(): void;
}

/** True where `path` is `folder` or lies below it. Both must be real paths, without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/**
 * The real place of a path whose last parts may not exist yet: links in the part that exists are followed, so that a link
 * into the evidence does not hide where a file would land.
 */
function realPlace(path: string): string {
  const missing: string[] = [];
  let existing = resolve(path);
  for (;;) {
    try {
      return join(realpathSync.native(existing), ...missing.reverse());
    } catch {
      const parent = dirname(existing);
      if (parent === existing) return resolve(path);
      missing.push(basename(existing));
      existing = parent;
    }
  }
}

/** Throws where `path` lies inside one of the evidence folders. */
export function refuseInsideEvidence(path: string, evidence: readonly string[]): void {
  // Of the target only its folder is resolved: a link under the target's own name is replaced, not followed.
  const place = join(realPlace(dirname(resolve(path))), basename(path));
  for (const folder of evidence) {
    if (isInside(realPlace(folder), place)) {
      throw new OutputRefused(path, `${path} lies inside the evidence folder. Postflight does not write there; choose another place.`);
    }
  }
}

/** Throws where no file of that name can be made beside which others are to lie: inside the evidence, a folder, a pipe, a device. */
export function refuseUnlessFile(path: string, evidence: readonly string[]): void {
  const target = resolve(path);
  refuseInsideEvidence(target, evidence);
  try {
    if (isStream(target)) throw new OutputRefused(target, `${target} is no file, and others are to lie beside it. Choose a file.`);
  } catch (error) {
    throw refusal(target, error);
  }
}

/** A pipe, a terminal, `/dev/null`, `/dev/stdout`: a file of that name would take its place, for every program of the machine. */
function isStream(target: string): boolean {
  if (isOwnDescriptor(target)) return true;
  const stands = statSync(target, { throwIfNoEntry: false });
  if (stands?.isBlockDevice() === true) throw new OutputRefused(target, `${target} is a disk. Choose a file.`);
  if (stands?.isDirectory() === true) throw new OutputRefused(target, `${target} is a folder. Choose a file.`);
  return stands?.isFIFO() === true || stands?.isCharacterDevice() === true;
}

/** Whether a path leads over links to an open file of this process, as `/dev/stdout` does: even one that is a plain file is no name to replace. */
function isOwnDescriptor(target: string): boolean {
  let path = target;
  for (let links = 0; links < 40; links++) {
    const stands = lstatSync(path, { throwIfNoEntry: false });
    if (stands?.isSymbolicLink() !== true) return false;
    if (realPlace(dirname(path)) === `/proc/${process.pid}/fd`) return true;
    path = resolve(dirname(path), readlinkSync(path));
  }
  return false;
}

/** Adds to what stands there: after `>> file`, what was in the file stays. */
function openStream(target: string): OutputFile {
  const stream = openSync(target, 'a');
  return {
    path: target,
    write: (chunk) => writeAll(stream, chunk),
    finish: () => closeSync(stream),
    abandon: () => closeSync(stream),
  };
}

/** Why no file can be written at a place, in words for people. */
function refusal(target: string, error: unknown): OutputRefused {
  if (error instanceof OutputRefused) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new OutputRefused(target, `${target} can't be written: permission denied.`);
    case 'EROFS':
      return new OutputRefused(target, `${target} can't be written: that disk is read-only.`);
    case 'ENOTDIR':
    case 'EEXIST':
      return new OutputRefused(target, `${target} can't be written: a part of its path is a file, not a folder.`);
    case 'ENAMETOOLONG':
      return new OutputRefused(target, `${target} can't be written: its name is too long.`);
    default:
      return new OutputRefused(target, `${target} can't be written. ${error instanceof Error ? error.message : String(error)}`);
  }
}

function writeAll(file: number, chunk: string | Uint8Array): void {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done);
}

/** Begins a file, or throws `OutputRefused`. `evidence` names the folders in which nothing may be written. Missing folders of the path are made. */
export function openOutput(path: string, evidence: readonly string[]): OutputFile {
  const target = resolve(path);
  refuseInsideEvidence(target, evidence);
  try {
    return isStream(target) ? openStream(target) : openDraft(target);
  } catch (error) {
    throw refusal(target, error);
  }
}

function openDraft(target: string): OutputFile {
  const folder = dirname(target);
  makeFolder(folder);
  const draft = join(folder, `.${basename(target).slice(0, 100)}.${randomBytes(6).toString('hex')}.part`);
  let file: number | null = openSync(draft, 'wx', 0o644);
  const close = () => {
    if (file !== null) closeSync(file);
    file = null;
  };
  return {
    path: target,
    write(chunk) {
      if (file === null) throw new OutputRefused(target, `${target} is already closed.`);
      writeAll(file, chunk);
    },
    finish() {
      if (file === null) throw new OutputRefused(target, `${target} is already closed.`);
      try {
        fsyncSync(file);
        close();
        renameSync(draft, target);
        syncFolder(folder);
      } catch (error) {
        close();
        rmSync(draft, { force: true });
        throw error;
      }
    },
    abandon() {
      close();
      rmSync(draft, { force: true });
    },
  };
}

/** Writes a whole file at once. */
export function writeOutput(path: string, content: string | Uint8Array, evidence: readonly string[]): void {
  const output = openOutput(path, evidence);
  try {
    output.write(content);
  } catch (error) {
    output.abandon();
    throw error;
  }
  output.finish();
}

/** The rename itself is only on the disk once the folder is. Windows cannot open folders; there it is left to the system. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A new folder beside `target` to fill, as `finish` gives it its name in one step. For the unpacked sample. */
export function openOutputFolder(target: string): { readonly draft: string; finish(): void; abandon(): void } {
  makeFolder(dirname(target));
  const draft = `${target}.${randomBytes(6).toString('hex')}.part`;
  mkdirSync(draft);
  const abandon = () => rmSync(draft, { recursive: true, force: true });
  return {
    draft,
    abandon,
    finish() {
      try {
        renameSync(draft, target);
      } catch (error) {
        abandon();
        throw error;
      }
    },
  };
}

/** Takes the right to write from a file or folder, so that a slip cannot change it. */
export function makeReadOnly(path: string, isFolder: boolean): void {
  chmodSync(path, isFolder ? 0o555 : 0o444);
}

/** Makes a folder and those above it that are missing. Node's own way never ends where a file system has no room for folders, as in `/proc`. */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another program may have made it just now.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** Puts a damaged file of our own aside under another name, which is given back. Never used on evidence. */
export function putAside(path: string): string {
  const aside = `${path}.damaged-${randomBytes(4).toString('hex')}`;
  renameSync(path, aside);
  return aside;
}
