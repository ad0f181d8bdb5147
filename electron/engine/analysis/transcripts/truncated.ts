/** Transcripts that end in the middle of a record. Pure. */
import type { FileNotes } from '../../sources/transcript/trail.ts';
import { timeText, type TranscriptHit, transcriptRule } from './transcript-hit.ts';

export const truncatedRule = transcriptRule({
  id: 'transcript.truncated',
  title: 'A transcript ends in the middle of a record',
  severity: 'info',
  why: 'The last record is cut. What the session did from there on, if anything, is not in this file.',
  doesNotShow: 'How much is missing, or why. Calls after the cut may have run.',
  otherExplanation: 'The client or the machine stopped while it wrote, or the folder was copied while the session was running.',
  canBeWrong: 'A record that was not valid to begin with looks the same at the end of a file.',
});

export function truncatedTranscripts(files: readonly FileNotes[]): readonly TranscriptHit[] {
  return files.flatMap((file): TranscriptHit[] => {
    const { cut } = file;
    if (cut === null) return [];
    const length = cut.ref.byteEnd - cut.ref.byteStart;
    const powerLoss = cut.zeroBytes > 0;
    const how = powerLoss ? `${cut.zeroBytes} of its bytes are zero, as file systems leave them after a lost power supply.` : 'A stopped client or a copy of a running session leaves the same.';
    return [
      {
        ruleId: truncatedRule.id,
        title: truncatedRule.title,
        severity: 'info',
        confidence: 'high',
        confidenceReason: 'The file has no line feed at its end, and what stands there is no whole record.',
        state: 'recorded',
        time: cut.time,
        sessionId: cut.sessionId,
        sentence: `The transcript ends after ${length} bytes of a record${cut.time === null ? '' : `; the last whole record before it is of ${timeText(cut.time)}`}. ${how}`,
        excerpt: `line ${cut.ref.line}, bytes ${cut.ref.byteStart} to ${cut.ref.byteEnd}`,
        evidence: [cut.ref],
        detail: { bytes: length, zeroBytes: cut.zeroBytes, lastWholeRecord: cut.time === null ? null : timeText(cut.time) },
      },
    ];
  });
}
