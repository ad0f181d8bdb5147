/** Reads every reflog below a git directory's `logs`, also those whose ref is gone. Links are recorded, not followed. */
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { below } from './evidence-path.ts';
import type { Pace } from '../../intake/pace.ts';
import type { ProblemList } from './problem-list.ts';
import { refNameFault } from './ref-name.ts';
import { readReflogFile } from './reflog-file.ts';
import type { ReflogRead } from './repository.ts';
import { realFolder } from './small-file.ts';

const maxDepth = 64;
const maxLogs = 100_000;

/** All logs of the git directory, HEAD first, then by name. `isLive` says whether a ref still exists. */
export async function readReflogs(
  files: EvidenceFiles,
  gitDir: string,
  digits: number,
  isLive: (ref: string) => boolean,
  problems: ProblemList,
  pace: Pace,
): Promise<readonly ReflogRead[]> {
  const root = below(gitDir, 'logs');
  if (!files.entries.has(root) || !realFolder(files, root, problems)) return [];
  const logs: ReflogRead[] = [];
  const queue: { readonly folder: string; readonly prefix: string; readonly depth: number }[] = [{ folder: root, prefix: '', depth: 0 }];
  for (let at = 0; at < queue.length; at += 1) {
    const next = queue[at];
    if (!next) break;
    for (const entry of files.list(next.folder)) {
      const ref = `${next.prefix}${entry.name}`;
      if (entry.kind === 'directory') {
        if (next.depth >= maxDepth) problems.add(entry.path, `a folder of reflogs ${maxDepth} levels deep: not read`);
        else queue.push({ folder: entry.path, prefix: `${ref}/`, depth: next.depth + 1 });
      } else if (entry.kind !== 'file') {
        problems.add(entry.path, `a ${entry.kind} where a reflog should stand: not opened`);
      } else if (logs.length >= maxLogs) {
        problems.add(root, `more than ${maxLogs} reflogs; the rest is not read`);
        return logs;
      } else {
        // The log of a bad name is read all the same: its path is the walk's, not the name's.
        const fault = refNameFault(ref);
        if (fault !== null) problems.add(entry.path, `a reflog for a name that no ref may have: ${fault}`);
        const read = await readReflogFile(files, entry.path, digits, problems, pace);
        logs.push({ ref, path: entry.path, live: isLive(ref), entries: read.entries, malformed: read.malformed, stale: false });
      }
    }
  }
  return logs.sort(headFirst);
}

function headFirst(left: ReflogRead, right: ReflogRead): number {
  if (left.ref === right.ref) return 0;
  if (left.ref === 'HEAD') return -1;
  if (right.ref === 'HEAD') return 1;
  return left.ref < right.ref ? -1 : 1;
}
