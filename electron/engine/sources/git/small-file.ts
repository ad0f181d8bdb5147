/** Reads small text files of a repository: HEAD, commondir, gitdir, tables.list. Must not know what they say. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { pathText } from '../../intake/path-text.ts';
import type { ProblemList } from './problem-list.ts';

export const smallFileBytes = 1 << 20;

/** Bytes of a regular file, or null: absent, or refused and then in the problems. */
export function smallFile(files: EvidenceFiles, path: string, problems: ProblemList, maxBytes = smallFileBytes): Uint8Array | null {
  const entry = files.entries.get(path);
  if (!entry) return null;
  if (entry.kind === 'link') {
    problems.add(path, `a symbolic link to ${entry.linkTarget ?? 'an unknown place'}: not followed`);
    return null;
  }
  if (entry.kind === 'directory') return null;
  if (entry.kind !== 'file') {
    problems.add(path, entry.kind === 'unreadable' ? 'cannot be read' : `a ${entry.kind} where a file should stand: not opened`);
    return null;
  }
  const read = files.readWhole(path, maxBytes);
  if (read.ok) return read.value;
  problems.take([read.problem]);
  return null;
}

/** The file's text without the line feed at its end; null as in `smallFile`. Bytes of names keep their one text. */
export function smallText(files: EvidenceFiles, path: string, problems: ProblemList, maxBytes = 65_536): string | null {
  const bytes = smallFile(files, path, problems, maxBytes);
  return bytes === null ? null : pathText(bytes).replace(/[\r\n]+$/, '');
}

/** True for a real folder of the evidence; a link in its place is a problem. */
export function realFolder(files: EvidenceFiles, path: string, problems: ProblemList): boolean {
  const entry = files.entries.get(path);
  if (!entry) return path === '';
  if (entry.kind === 'directory') return true;
  const what = entry.kind === 'link' ? `a symbolic link to ${entry.linkTarget ?? 'an unknown place'}` : `a ${entry.kind}`;
  problems.add(path, `${what} where a folder should stand: not followed`);
  return false;
}
