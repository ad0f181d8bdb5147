/** Which folders of the source machine `~/.claude.json` and its backups note as copies of a repository on GitHub. */
import { asList, asObject, own } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { kindByName } from '../identify.ts';
import { readJsonFile } from './small-json.ts';

const maxFolders = 10_000;

/** Addresses by folder. A file that cannot be read gives none; reading what it says of sessions tells the problem. */
export function githubFolders(files: EvidenceFiles): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file' || kindByName(entry.path) !== 'claude-config') continue;
    const read = readJsonFile(files, entry.path);
    if (!read.ok) continue;
    for (const [name, paths] of Object.entries(asObject(own(read.json, 'githubRepoPaths')) ?? {})) {
      for (const path of asList(paths)) {
        if (typeof path !== 'string' || path === '' || folders.size >= maxFolders) continue;
        const known = folders.get(path) ?? [];
        const address = `https://github.com/${name}`;
        if (!known.includes(address) && known.length < 16) folders.set(path, [...known, address]);
      }
    }
  }
  return folders;
}
