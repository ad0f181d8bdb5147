/** A folder's whole state, to compare before and after: names, kinds, bytes, times. Follows no link. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One line a name: kind, mode, change times, hash or target. Access times are left out: reading may set them. Without
 * `contents` the hash is left out too, for large files.
 */
export function folderState(folder: string, contents = true): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const about = lstatSync(path, { bigint: true });
      const content = about.isFile() && contents ? createHash('sha256').update(readFileSync(path)).digest('hex') : about.isSymbolicLink() ? readlinkSync(path) : '';
      return [name, about.mode, about.size, about.mtimeNs, about.ctimeNs, content].join('\t');
    });
}
