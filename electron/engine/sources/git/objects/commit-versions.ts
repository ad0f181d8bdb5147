/** Finds the later version of a commit that was amended or rebased: same author, same author's time, same subject. Reads no files. */
import { viewOf } from '../bytes.ts';
import type { CommitRead } from './commit.ts';

/** A number for the author line and the first line of the message; equal ones are compared in full before they count. */
export function versionMark(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const author = view.indexOf('\nauthor ');
  const blank = view.indexOf('\n\n');
  let hash = 0x811c9dc5;
  hash = hashLine(view, author < 0 ? view.length : author + 1, hash);
  hash = hashLine(view, blank < 0 ? view.length : blank + 2, hash);
  // 0 stands for "no commit".
  return hash === 0 ? 1 : hash;
}

function hashLine(bytes: Uint8Array, start: number, seed: number): number {
  let hash = seed;
  for (let at = start; at < bytes.length && bytes[at] !== 10; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** True where one commit is the other under another id. */
export function sameVersion(left: CommitRead, right: CommitRead): boolean {
  return left.oid !== right.oid && left.subject === right.subject && left.author?.rawTime === right.author?.rawTime && left.author?.email === right.author?.email;
}
