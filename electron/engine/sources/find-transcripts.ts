/** Finds the transcripts among the files of the evidence, by name or by content, and which of them belong together. */
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { Pace } from '../intake/pace.ts';
import { looksLikeTranscript, transcriptByName, transcriptFile } from './identify.ts';
import type { TranscriptFile } from './transcript/read-transcript.ts';

const headBytes = 65_536;
const uuidKey = Buffer.from('"uuid":"');
const uuidThenQuote = /^[0-9a-f-]{36}"$/;

export interface FoundTranscripts {
  /** Main files before their agents'. */
  readonly transcripts: readonly TranscriptFile[];
  /** Id of the first row that has one: a fork begins with its parent's. Only a hint for reading them together. */
  readonly firstRows: ReadonlyMap<string, string>;
}

/** `isOpen` says of a `.jsonl` whether its name leaves open what it is. Tens of thousands of heads take seconds: it can be cancelled. */
export async function findTranscripts(files: EvidenceFiles, isOpen: (path: string) => boolean, pace: Pace): Promise<FoundTranscripts> {
  const transcripts: TranscriptFile[] = [];
  const firstRows = new Map<string, string>();
  // One buffer for each file's head: thousands of them would be the most memory that listing takes.
  const buffer = Buffer.allocUnsafe(headBytes);
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file' || !entry.path.endsWith('.jsonl')) continue;
    const named = transcriptByName(entry.path);
    if (named === null && !isOpen(entry.path)) continue;
    if (pace.due()) await pace.breathe();
    const head = headOf(files, entry.path, buffer);
    if (named === null && (head === null || !looksLikeTranscript(head))) continue;
    transcripts.push(named ?? transcriptFile(entry.path, null));
    const row = head && firstRowId(head);
    if (row) firstRows.set(entry.path, row);
  }
  return { transcripts: transcripts.sort((a, b) => Number(a.agentId !== null) - Number(b.agentId !== null)), firstRows };
}

/** The head of a file in `buffer`. Null where it can't be read: reading the file later meets the same problem and lists it. */
function headOf(files: EvidenceFiles, path: string, buffer: Buffer): Buffer | null {
  const opened = files.open(path);
  if (!opened.ok) return null;
  try {
    let filled = 0;
    for (let got = opened.value.readInto(buffer, 0, 0); got > 0; got = filled < buffer.length ? opened.value.readInto(buffer, filled, filled) : 0) filled += got;
    return buffer.subarray(0, filled);
  } catch {
    return null;
  } finally {
    opened.value.close();
  }
}

function firstRowId(head: Buffer): string | null {
  for (let at = head.indexOf(uuidKey); at >= 0; at = head.indexOf(uuidKey, at + 1)) {
    const from = at + uuidKey.length;
    const id = head.toString('latin1', from, from + 37);
    if (uuidThenQuote.test(id)) return id.slice(0, 36);
  }
  return null;
}
