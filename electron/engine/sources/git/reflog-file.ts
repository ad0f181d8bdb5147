/** Reads a reflog file into entries, and each line that is no entry into a problem. Must not know of other files. */
import { Cancelled } from '../../../../shared/cancel.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileLines } from './file-lines.ts';
import { reasonOf } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import type { ProblemList } from './problem-list.ts';
import { parseReflogLine } from './reflog-line.ts';
import type { ReflogEntry } from './repository.ts';

const maxFileBytes = 512 * 1024 * 1024;
const maxEntries = 2_000_000;
/** Enough for any ident and the part of a message that is kept. */
const lineCapBytes = 64 * 1024;

export interface ReflogFileRead {
  readonly entries: readonly ReflogEntry[];
  readonly malformed: number;
}

/** Reads the log at a path. Whatever is not read is in the problems. */
export async function readReflogFile(
  files: EvidenceFiles,
  path: string,
  digits: number,
  problems: ProblemList,
  pace: Pace,
): Promise<ReflogFileRead> {
  const opened = files.open(path);
  if (!opened.ok) {
    problems.take([opened.problem]);
    return { entries: [], malformed: 0 };
  }
  const file = opened.value;
  const entries: ReflogEntry[] = [];
  let malformed = 0;
  try {
    if (file.bytes > maxFileBytes) {
      problems.add(path, `a reflog of ${file.bytes} bytes is larger than ${maxFileBytes} and is not read`);
      return { entries: [], malformed: 0 };
    }
    for (const raw of fileLines(file, lineCapBytes)) {
      const place = { line: raw.line, byteOffset: raw.start };
      if (entries.length >= maxEntries) {
        problems.add(path, `more than ${maxEntries} entries; the lines from here on are not read`, place);
        break;
      }
      const read = parseReflogLine(raw, digits);
      if (read.kind === 'malformed') {
        malformed += 1;
        problems.add(path, read.reason, place);
      } else {
        entries.push(read.entry);
        if (read.entry.oddities.length > 0) problems.add(path, `reflog line kept, with ${read.entry.oddities.join('; ')}`, place);
      }
      if (pace.due()) await pace.breathe();
    }
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    problems.add(path, `reading stopped after ${entries.length} entries: ${reasonOf(error)}`);
  } finally {
    file.close();
  }
  return { entries, malformed };
}
