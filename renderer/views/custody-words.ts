/** What custody says in words: where the case came from, whether its hashes hold, what changed. Pure. */
import type { CaseCustody, FileChange } from '../../shared/case.ts';
import { bytesText, countOf, countText } from '../text/figures.ts';
import { clockText, dayText, utc } from '../timeline/time-axis.ts';

/** A moment of the custody, in UTC. */
export function momentText(time: number | null): string {
  return time === null ? 'an unknown time' : `${dayText(time, utc)} ${clockText(time, utc)} UTC`;
}

/** What the title bar says beside the lock. */
export function custodyLabel(custody: CaseCustody | null): { readonly text: string; readonly wrong: boolean } {
  if (custody === null) return { text: 'Read-only', wrong: false };
  const { verification } = custody;
  if (verification.total > 0) return { text: 'Hash mismatch', wrong: true };
  switch (verification.state) {
    case 'running':
      return { text: `Read-only, hashing ${shareText(verification)}`, wrong: false };
    case 'done':
      return { text: 'Read-only, hashes match', wrong: false };
    case 'off':
      return { text: custody.from === 'evidence' ? 'Read-only, hashed' : 'Read-only', wrong: false };
    default: {
      const never: never = verification.state;
      return never;
    }
  }
}

function shareText({ bytes, bytesDone }: { readonly bytes: number; readonly bytesDone: number }): string {
  return `${bytes === 0 ? 100 : Math.min(99, Math.floor((bytesDone / bytes) * 100))}%`;
}

/** How far hashing again has come, or how it ended. */
export function verificationText({ from, verification }: CaseCustody): string {
  const { state, files, filesDone, bytes, bytesDone, total } = verification;
  switch (state) {
    case 'off':
      return from === 'evidence' ? 'Each file was hashed while it was read.' : 'The files have not been hashed again since the index was made.';
    case 'running':
      return `Hashing again: ${countText(filesDone)} of ${countOf(files, 'file')}, ${bytesText(bytesDone)} of ${bytesText(bytes)}.`;
    case 'done':
      return total === 0 ? `Hashed again: ${countOf(files, 'file')}, ${bytesText(bytes)}. No difference was found.` : `Hashed again: ${countOf(total, 'file')} of ${countText(files)} ${total === 1 ? 'is' : 'are'} not what was hashed before.`;
    default: {
      const never: never = state;
      return never;
    }
  }
}

/** How a file differs, in a word or two. */
export const changeWords: Readonly<Record<FileChange['what'], string>> = { changed: 'other bytes', added: 'new', removed: 'gone', unreadable: 'cannot be read' };

/** What is wrong or changed with a file, for a mark where the file is shown; null where nothing is known. */
export function changeOf(custody: CaseCustody | null, path: string): { readonly text: string; readonly wrong: boolean } | null {
  const broken = custody?.verification.rows.find((row) => row.path === path);
  if (broken) return { text: broken.what === 'unreadable' ? 'The file can no longer be read: what is shown was read before.' : 'The file is no longer what was hashed. Its bytes may not be those of the record.', wrong: true };
  const changed = custody?.changes?.rows.find((row) => row.path === path);
  return changed ? { text: `${changed.what === 'added' ? 'New' : 'Changed'} since this evidence was opened before; it was read again.`, wrong: false } : null;
}
