/** `verify`: hashes a folder again and compares it with a manifest. Names what changed, what is gone and what was added. */
import { readManifest } from '../export/manifest-text.ts';
import { createManifest, hashFile } from '../intake/manifest.ts';
import { createPace } from '../intake/pace.ts';
import { walk } from '../intake/walk.ts';
import { plainLabel } from '../../../shared/hostile-text.ts';

export interface Verified {
  readonly same: boolean;
  readonly text: string;
}

/** What stands where a regular file was listed. */
const standing = {
  file: 'it could not be looked at',
  link: 'a link stands there now',
  directory: 'a folder stands there now',
  fifo: 'a pipe stands there now',
  socket: 'a socket stands there now',
  device: 'a device stands there now',
  unreadable: 'it could not be looked at',
} as const;

/** Throws where the folder itself can't be read. */
export async function verifyFolder(folder: string, manifest: Uint8Array): Promise<Verified> {
  const { lines, faults } = readManifest(manifest);
  const { files, problems } = await walk(folder, ['']);
  const present = new Set(createManifest(files).unhashed());
  const pace = createPace();
  const rows: string[] = [];
  const listed = new Set<string>();
  let matched = 0;
  const label = (path: string): string => plainLabel(path, 1000);
  for (const { path, sha256 } of lines) {
    listed.add(path);
    if (!present.has(path)) {
      const stands = files.entries.get(path);
      rows.push(`missing   ${label(path)}${stands === undefined ? '' : `: ${standing[stands.kind]}`}`);
      continue;
    }
    const now = await hashFile(files, path, pace, () => {});
    if (!now.ok) rows.push(`unreadable ${label(path)}: ${now.problem.reason}`);
    else if (now.value.sha256 !== sha256) rows.push(`changed   ${label(path)}`);
    else matched += 1;
  }
  for (const path of present) if (!listed.has(path)) rows.push(`unlisted  ${label(path)}`);
  for (const fault of faults) rows.push(`manifest line ${fault.line}: ${fault.reason}`);
  for (const problem of problems) rows.push(`unreadable ${label(problem.path)}: ${problem.reason}`);
  const verdict = rows.length === 0 ? 'The folder is as the manifest lists it.' : rows.length === 1 ? '1 difference.' : `${rows.length} differences.`;
  return { same: rows.length === 0, text: `${rows.map((row) => `${row}\n`).join('')}${matched} of ${lines.length} listed files match. ${verdict}\n` };
}
