/** Times that do not fit: a row older than the one it follows, a file last written at another time than its last row. Pure. */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { FileNotes } from '../../sources/transcript/trail.ts';
import { timeText, type TranscriptHit, transcriptRule } from './transcript-hit.ts';

export const clockRule = transcriptRule({
  id: 'transcript.clock',
  title: 'Times of a transcript do not fit each other',
  severity: 'low',
  attack: ['T1070.006', 'AML.T0092'],
  why: 'Rows are written one after the other, and a file is written to last when its last row is. A row that is older than the one it follows, or a file whose time lies far from its last row, was not written that way, or the clock was changed.',
  doesNotShow: 'That anyone edited the file, or what stood there before. Times of rows and files are unsigned, and whoever can write the file can set both.',
  otherExplanation: 'A clock that was set back, a machine that slept, a session that went on on another machine, rows without a time that were added later, a tool that touched the file, or a copy that kept the times of some files only.',
  canBeWrong: 'Only a step of more than a minute to the row that is followed directly counts. The time of a file is judged only where most transcripts of the same configuration folder kept theirs, and not where its last rows name no time.',
});

export interface ClockInput {
  readonly files: readonly FileNotes[];
  /** What a file was copied with: files of one home keep their times or lose them together. */
  group(path: string): string;
  /** When a file was last written, by the copy; null where that is unknown. */
  modified(path: string): number | null;
  /** A place that stands for the whole file. */
  whole(path: string): EvidenceRef;
}

const minute = 60_000;
/** A file's time this near to its last row is that of its last row. */
const nearMs = 10 * minute;
/** A file's time this far from its last row stands out among files that kept theirs. */
const farMs = 60 * minute;
/** Fewer files say nothing about whether the copy kept their times. */
const leastFiles = 3;

export function transcriptClocks(input: ClockInput): readonly TranscriptHit[] {
  return [...input.files.flatMap((file) => backwards(file) ?? []), ...groupsOf(input).flatMap((files) => farFromLastRow({ ...input, files }))];
}

function groupsOf({ files, group }: ClockInput): readonly (readonly FileNotes[])[] {
  const groups = new Map<string, FileNotes[]>();
  for (const file of files) {
    const name = group(file.path);
    const known = groups.get(name);
    if (known) known.push(file);
    else groups.set(name, [file]);
  }
  return [...groups.values()];
}

function backwards(file: FileNotes): TranscriptHit | null {
  const [first] = file.backwards;
  if (!first) return null;
  const count = file.backwards.length + file.moreBackwards;
  return {
    ruleId: clockRule.id,
    title: 'Rows of a transcript go back in time',
    severity: 'low',
    confidence: 'low',
    confidenceReason: 'Nothing but the times speaks for it.',
    state: 'unexplained',
    time: first.time,
    sessionId: file.sessionId,
    sentence: `${count === 1 ? 'One row is' : `${count} rows are`} more than a minute older than the row before, which ${count === 1 ? 'it follows' : 'they follow'}: line ${first.ref.line} is of ${timeText(first.time)}, the row before it of ${timeText(first.before)}.`,
    excerpt: file.backwards.slice(0, 8).map((row) => `line ${row.ref.line}: ${timeText(row.before)} to ${timeText(row.time)}`).join('\n'),
    evidence: file.backwards.map((row) => row.ref).slice(0, 16),
    detail: { rows: count, firstLine: first.ref.line, largestStepSeconds: Math.round(Math.max(...file.backwards.map((row) => row.before - row.time)) / 1000) },
  };
}

function farFromLastRow({ files, modified, whole }: ClockInput): readonly TranscriptHit[] {
  const timed = files.flatMap((file) => {
    const written = modified(file.path);
    return file.lastTime === null || written === null ? [] : [{ file, written, last: file.lastTime, off: written - file.lastTime }];
  });
  const kept = timed.filter(({ off }) => Math.abs(off) <= nearMs);
  if (timed.length < leastFiles || kept.length * 2 < timed.length) return [];
  // Rows without a time can have been written at any time after the last one that has one.
  return timed.filter(({ file, off }) => Math.abs(off) > farMs && !(off > 0 && file.endsUntimed)).map(({ file, written, last, off }): TranscriptHit => ({
    ruleId: clockRule.id,
    title: off < 0 ? 'A transcript is older than its last row' : 'A transcript was written to long after its last row',
    severity: 'info',
    confidence: 'low',
    confidenceReason: `${kept.length} of ${timed.length} transcripts beside it were last written when their last row was.`,
    state: 'unexplained',
    time: last,
    sessionId: file.sessionId,
    sentence: `The file was last written at ${timeText(written)}, its last row is of ${timeText(last)}. Most transcripts beside it were last written when their last row was.`,
    excerpt: `${timeText(written)}, last row ${timeText(last)}`,
    evidence: [whole(file.path)],
    detail: { fileTime: timeText(written), lastRow: timeText(last), offSeconds: Math.round(off / 1000) },
  }));
}
