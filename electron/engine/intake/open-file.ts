/** Opens one regular file of the evidence: read-only, no link followed, no FIFO or device ever waited for. */
import fs from 'node:fs';
import path from 'node:path';
import type { ReadProblem } from '../../../shared/case.ts';
import type { Opened, OpenFile } from './evidence-files.ts';
import { pathBytes, pathText } from './path-text.ts';

const flags = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

/** A problem of the file as a whole. */
export function fileProblem(file: string, reason: string): ReadProblem {
  return { path: file, line: null, byteOffset: null, reason };
}

/** Says why a system call failed, in words for an analyst. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'The file is no longer there.';
    case 'EACCES':
    case 'EPERM':
      return 'Permission denied: the file could not be read.';
    case 'ELOOP':
      return 'It is a link now; links are not followed.';
    case 'EISDIR':
      return 'It is a folder now.';
    case 'EIO':
      return 'The disk reported a read error.';
    default:
      return error instanceof Error ? error.message.slice(0, 300) : 'It could not be read.';
  }
}

/** The same for a folder that an analyst named. */
export function folderReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'There is no such folder.';
  if (code === 'EACCES' || code === 'EPERM') return 'Permission denied: the folder could not be listed.';
  return reasonOf(error);
}

/** True where `inner` is `outer` or lies below it; both real, absolute paths. */
export function containedIn(outer: string, inner: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || (!path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..');
}

/** Joins the root and a path of the evidence, as the bytes that the file system knows. */
export function absoluteBytes(root: string, file: string): Buffer {
  return file === '' ? Buffer.from(root) : Buffer.concat([Buffer.from(root === '/' ? '/' : `${root}${path.sep}`), pathBytes(file)]);
}

/**
 * Opens `file` (relative to `root`, which is a real path). The folder it lies in must still be inside the root when its
 * links are resolved, and what is opened must be a regular file. Folders in `seen` were found inside just now; it is added to.
 */
export function openRegular(root: string, file: string, seen?: Set<string>): Opened<OpenFile> {
  const absolute = absoluteBytes(root, file);
  let handle: number;
  try {
    const name = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    if (!seen?.has(name)) {
      const folder = absoluteBytes(root, name);
      // As bytes: a folder's name need not be UTF-8. Without links in it, its real path is the path itself, and that lies below the root.
      const real = fs.realpathSync.native(folder, 'buffer');
      if (!real.equals(folder) && !containedIn(root, pathText(real))) {
        return { ok: false, problem: fileProblem(file, 'Its folder leads out of the evidence; it was not opened.') };
      }
      seen?.add(name);
    }
    const before = fs.lstatSync(absolute);
    if (!before.isFile()) return { ok: false, problem: fileProblem(file, 'It is no regular file; it was not opened.') };
    handle = fs.openSync(absolute, flags);
    const opened = fs.fstatSync(handle);
    if (!opened.isFile() || opened.ino !== before.ino || opened.dev !== before.dev) {
      fs.closeSync(handle);
      return { ok: false, problem: fileProblem(file, 'It was exchanged while it was opened; it was not read.') };
    }
    return { ok: true, value: readerOf(handle, opened.size) };
  } catch (error) {
    return { ok: false, problem: fileProblem(file, reasonOf(error)) };
  }
}

function readerOf(handle: number, bytes: number): OpenFile {
  return {
    bytes,
    read(position, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, length));
      let filled = 0;
      while (filled < length) {
        const got = fs.readSync(handle, buffer, filled, length - filled, position + filled);
        if (got === 0) break;
        filled += got;
      }
      return buffer.subarray(0, filled);
    },
    readInto: (target, offset, position) => fs.readSync(handle, target, offset, target.length - offset, position),
    close: () => fs.closeSync(handle),
  };
}
