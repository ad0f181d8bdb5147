/** Rows that follow a row which is nowhere in the copy, where no known cause of that shows. One finding a file. Pure. */
import { gather } from '../../../../shared/append.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { FileNotes, LooseRow } from '../../sources/transcript/trail.ts';
import { type TranscriptHit, transcriptRule } from './transcript-hit.ts';

export const gapRule = transcriptRule({
  id: 'transcript.gap',
  title: 'Rows of a transcript follow a row that is not there',
  severity: 'medium',
  attack: ['T1070', 'AML.T0092'],
  why: 'Each row names the row it follows, and the file of a large result is named after its call. A row that follows one which is nowhere in the copy, or a result file whose call is nowhere, stands beside a gap: something was there and is not now, or was not written.',
  doesNotShow: 'That anyone removed a row, or what it held. The chain is unsigned, and whoever can edit the file can also mend it.',
  otherExplanation: 'Rows that the client pruned, rows that a crash kept from being written, a transcript that was begun in another file which was not copied, or a kind of row that this version does not know.',
  canBeWrong: 'A parent that stands nowhere is seen in untouched files too. That is why the first row of a file, copies, rows before a compaction and files with unreadable lines are left out, and why a gap alone stays low.',
});

export interface GapInput {
  readonly files: readonly FileNotes[];
  /** True where a row with this id stands anywhere in the copy. */
  hasRow(uuid: string): boolean;
  /** True where a call with this id stands anywhere in the copy. */
  hasCall(toolUseId: string): boolean;
  /** True where a call has no recorded result. */
  unanswered(event: number): boolean;
}

/** The file of a large result, named after a call that stands in no transcript. */
export interface StrayResult {
  readonly toolUseId: string;
  readonly sessionId: string;
  readonly ref: EvidenceRef;
}

/** One finding a session; `lossy` says that rows of it may be missing for a known cause. */
export function strayResults(strays: readonly StrayResult[], lossy: (sessionId: string) => boolean): readonly TranscriptHit[] {
  const sessions = new Map<string, StrayResult[]>();
  for (const stray of strays) gather(sessions, stray.sessionId, stray);
  return [...sessions].map(([sessionId, group]): TranscriptHit => {
    const pruned = lossy(sessionId);
    return {
      ruleId: gapRule.id,
      title: 'The result of a call is there, the call is not',
      severity: pruned ? 'low' : 'medium',
      confidence: pruned ? 'low' : 'medium',
      confidenceReason: pruned ? 'The session was compacted, so rows may have been pruned, or it has lines that could not be read.' : 'The file is named after the call, and no transcript of the copy holds that call.',
      state: 'unexplained',
      time: null,
      sessionId,
      sentence: `The folder of session ${sessionId} holds ${group.length === 1 ? 'the result of a call' : `results of ${group.length} calls`} that no transcript of the copy records.`,
      excerpt: group.slice(0, 8).map((stray) => stray.toolUseId).join('\n'),
      evidence: group.map((stray) => stray.ref).slice(0, 16),
      detail: { results: group.length, toolUseIds: group.slice(0, 100).map((stray) => stray.toolUseId.slice(0, 300)) },
    };
  });
}

/** More loose rows than this, and more than a fiftieth of the rows: the way this file is written, not an event in it. */
const systematic = 5;

export function transcriptGaps(input: GapInput): readonly TranscriptHit[] {
  return input.files.flatMap((file) => gapsOf(file, input) ?? []);
}

function gapsOf(file: FileNotes, input: GapInput): TranscriptHit | null {
  const loose = file.looseRows.filter((row) => row.explained === null && !input.hasRow(row.parentUuid));
  const [first] = loose;
  if (!first) return null;
  const signs = loose.map((row) => signOf(row, input));
  const telling = signs.findIndex((sign) => sign !== null);
  const count = loose.length + file.moreLoose;
  const usual = count > systematic && count * 50 > file.rows;
  const shown = telling >= 0 ? (loose[telling] ?? first) : first;
  const sign = telling >= 0 ? signs[telling] : null;
  return {
    ruleId: gapRule.id,
    title: sign ? 'A call or its result is missing from a transcript' : gapRule.title,
    severity: sign && !usual ? 'medium' : usual ? 'info' : 'low',
    confidence: sign && !usual ? 'medium' : 'low',
    confidenceReason: usual ? 'Many rows of this file follow rows that are not there, which speaks for the way it was written.' : (sign ?? 'Nothing but the broken chain speaks for it.'),
    state: 'unexplained',
    time: shown.time,
    sessionId: shown.sessionId,
    sentence: `${count === 1 ? 'One row' : `${count} rows`} of this transcript ${count === 1 ? 'follows a row' : 'follow rows'} that the copy does not hold, and nothing known explains it.${sign ? ` ${sign}` : ''}`,
    excerpt: loose.slice(0, 8).map((row) => `line ${row.ref.line} follows ${row.parentUuid}`).join('\n'),
    evidence: [shown, ...loose.filter((row) => row !== shown)].map((row) => row.ref).slice(0, 16),
    detail: { rows: count, rowsOfFile: file.rows, firstLine: first.ref.line, callMissing: signs.some((each) => each === callGone), resultMissing: signs.some((each) => each === resultGone) },
  };
}

const callGone = 'A result stands right after the gap whose call is nowhere in the copy.';
const resultGone = 'The call before the gap has no result, yet the conversation goes on after it.';

function signOf(row: LooseRow, input: GapInput): string | null {
  if (row.answers.some((id) => !input.hasCall(id))) return callGone;
  if (row.callBefore !== null && row.answers.length === 0 && input.unanswered(row.callBefore)) return resultGone;
  return null;
}
