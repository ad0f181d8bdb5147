/** Where a path of the source machine lies in the copy, by the end of its path: collections put homes below other folders. */
import type { EvidenceEntry, EvidenceFiles } from '../../intake/evidence-files.ts';

/** The entry that stands for an absolute path: the longest end of the path that the copy has as a whole from some folder on. Null where none. */
export function entryOf(files: EvidenceFiles, path: string): EvidenceEntry | null {
  const plain = path.replaceAll('\\', '/').replace(/^([A-Za-z]):/, '$1').replace(/^\/+/, '');
  if (plain === '' || plain.split('/').some((part) => part === '..')) return null;
  const direct = files.entries.get(plain);
  if (direct !== undefined) return direct;
  for (const top of files.list('')) {
    if (top.kind !== 'directory') continue;
    const below = files.entries.get(`${top.path}/${plain}`);
    if (below !== undefined) return below;
  }
  return null;
}

/** A path of the copy as it was on the source machine, as far as the copy tells: `Users/dev/x` is `/Users/dev/x`. */
export function sourceFormOf(path: string): string {
  const at = /(?:^|\/)((?:Users|home|root|etc|usr|opt|Library|private|var)\/.*)$/.exec(path)?.[1];
  return `/${at ?? path}`;
}
