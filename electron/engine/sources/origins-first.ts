/**
 * In which order transcripts are read, where some are copies of others' rows: a row counts where it is read first, so an origin
 * comes before its forks. Looks at heads and ends of files only; a guess that is wrong moves rows to the other session of the two.
 */
import { parseIsoTime } from '../../../shared/time.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { TranscriptFile } from './transcript/transcript-desk.ts';

const endBytes = 65_536;
const writtenTime = /"timestamp":"([^"]{20,40})"/g;

/** What the client writes in a copy alone: rows of lineage, and a key on each copied row. A quoted row has its quotes escaped. */
const forkMarks = ['"type":"derived-from"', '"type":"fork-context-ref"', '"forkedFrom":{'];

/** True where the first bytes of a file say that it was copied from another session. */
export function saysItIsFork(head: Buffer): boolean {
  return forkMarks.some((mark) => head.includes(mark));
}

/** The same files. `firstRows`: id of each one's first row; `forks`: those that say that they are one. */
export function originsFirst(mains: readonly TranscriptFile[], firstRows: ReadonlyMap<string, string>, forks: ReadonlySet<string>, files: EvidenceFiles): readonly TranscriptFile[] {
  const sharing = new Map<string, number[]>();
  for (const [at, { path }] of mains.entries()) {
    const row = firstRows.get(path);
    if (row === undefined) continue;
    const group = sharing.get(row);
    if (group) group.push(at);
    else sharing.set(row, [at]);
  }
  const ordered = [...mains];
  for (const group of sharing.values()) {
    if (group.length < 2) continue;
    const byEnd = inOrderOfEnds(group.flatMap((at) => mains[at] ?? []), files);
    for (const [nth, at] of group.entries()) {
      const file = byEnd[nth];
      if (file) ordered[at] = file;
    }
  }
  return [...ordered.filter(({ path }) => !forks.has(path)), ...inOrderOfEnds(ordered.filter(({ path }) => forks.has(path)), files)];
}

/** A session is mostly forked when it is over: what ended earlier is taken for the origin. */
function inOrderOfEnds(group: readonly TranscriptFile[], files: EvidenceFiles): readonly TranscriptFile[] {
  const ends = new Map(group.map((file) => [file, endOf(files, file.path)]));
  const end = (file: TranscriptFile): number => ends.get(file) ?? Number.POSITIVE_INFINITY;
  return [...group].sort((a, b) => (end(a) === end(b) ? 0 : end(a) - end(b)));
}

/** The last time that a file names near its end; null where it can't be told. */
function endOf(files: EvidenceFiles, path: string): number | null {
  const opened = files.open(path);
  if (!opened.ok) return null;
  try {
    const from = Math.max(0, opened.value.bytes - endBytes);
    const text = Buffer.from(opened.value.read(from, endBytes)).toString('latin1');
    return [...text.matchAll(writtenTime)].reduce<number | null>((last, [, written = '']) => parseIsoTime(written) ?? last, null);
  } catch {
    return null; // Reading the file later meets the same problem and lists it.
  } finally {
    opened.value.close();
  }
}
