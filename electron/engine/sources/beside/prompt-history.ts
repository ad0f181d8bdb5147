/**
 * Reads `history.jsonl`: each prompt that was typed, with its session. The retention sweep leaves this file alone, so it
 * names sessions whose transcripts are gone. Keeps no prompt text.
 */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import { asObject, type Json, own, ownText } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { type LinePlace, readLines } from '../../intake/lines.ts';
import { fileProblem, reasonOf } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import { createCoverage, createFileCounts, type FileCounts, unreconciled } from '../file-counts.ts';
import type { SessionMention } from './session-mention.ts';

export interface HistoryRead {
  readonly mentions: readonly SessionMention[];
  readonly counts: FileCounts;
  readonly problems: readonly ReadProblem[];
  /** Null where the file could not be read to its end. */
  readonly sha256: string | null;
  /** Times of the first and the last row: what the file covers. */
  readonly first: number | null;
  readonly last: number | null;
}

const problemCap = 1000;
const earliest = Date.UTC(2020, 0, 1);

export async function readPromptHistory(files: EvidenceFiles, path: string, folder: string, pace: Pace): Promise<HistoryRead> {
  const counts = createFileCounts(path);
  const problems: ReadProblem[] = [];
  const sessions = new Map<string, { ref: EvidenceRef; time: number | null; project: string | null; prompts: number; commands: number }>();
  let first: number | null = null;
  let last: number | null = null;
  const covered = createCoverage();
  const bad = (place: LinePlace, reason: string): void => {
    if (problems.length < problemCap) problems.push({ path, line: place.number, byteOffset: place.byteStart, reason });
  };
  const opened = files.open(path);
  if (!opened.ok) return { mentions: [], counts, problems: [opened.problem], sha256: null, first, last };
  let sha256: string | null = null;
  try {
    const read = await readLines(
      opened.value,
      {
        line(bytes, start, end, place) {
          covered.line(place);
          const text = bytes.toString('utf8', start, end);
          if (text.trim() === '' || text === '\ufeff') {
            counts.blank += 1;
            return;
          }
          const row = parsed(text);
          if (row === null) {
            counts.malformed += 1;
            bad(place, place.ended ? 'Not a JSON object; its bytes are kept in the evidence.' : 'The file ends in the middle of this record.');
            return;
          }
          counts.records += 1;
          const written = own(row, 'timestamp');
          const time = typeof written === 'number' && written > earliest && written < 7e12 ? written : null;
          if (time === null) counts.untimed += 1;
          else {
            first = first === null ? time : Math.min(first, time);
            last = last === null ? time : Math.max(last, time);
          }
          const id = ownText(row, 'sessionId');
          if (id === null || id === '') return; // Rows of old versions name no session.
          const known = sessions.get(id);
          const ref: EvidenceRef = { path, line: place.number, byteStart: place.byteStart, byteEnd: place.byteEnd };
          const command = /^\s*\//.test(ownText(row, 'display') ?? '');
          const later = known === undefined || known.time === null || (time !== null && time >= known.time);
          sessions.set(id, {
            ref: later ? ref : known.ref,
            time: later ? (time ?? known?.time ?? null) : known.time,
            project: ownText(row, 'project') ?? known?.project ?? null,
            prompts: (known?.prompts ?? 0) + (command ? 0 : 1),
            commands: (known?.commands ?? 0) + (command ? 1 : 0),
          });
        },
        oversized(place) {
          covered.line(place);
          counts.oversized += 1;
          bad(place, `The line has ${(place.byteEnd - place.byteStart).toLocaleString('en-US')} bytes, more than is parsed; it is hashed.`);
        },
        progress() {},
      },
      pace,
    );
    counts.lines = read.lines;
    counts.bytes = read.bytes;
    sha256 = read.sha256;
    if (read.sizeChanged) problems.push(fileProblem(path, 'Its size changed while it was read.'));
    for (const fault of unreconciled(counts, covered, 0)) problems.push(fileProblem(path, `The ledger does not add up: ${fault}.`));
  } catch (error) {
    if (error instanceof Error && error.name === 'Cancelled') throw error;
    problems.push(fileProblem(path, `Reading stopped. ${reasonOf(error)}`));
  } finally {
    opened.value.close();
  }
  const mentions = [...sessions].map(
    ([sessionId, { ref, time, project, prompts, commands }]): SessionMention => ({
      sessionId, source: 'prompt-history', folder, ref, time, project,
      // `/resume` or `/exit` in a fresh session writes a row here and no transcript.
      strong: prompts > 0,
      says: prompts > 0 ? `${prompts} ${prompts === 1 ? 'prompt' : 'prompts'} typed in it` : `${commands} slash ${commands === 1 ? 'command' : 'commands'} typed in it`,
    }),
  );
  return { mentions, counts, problems, sha256, first, last };
}

function parsed(text: string): ReturnType<typeof asObject> {
  try {
    return asObject(JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
