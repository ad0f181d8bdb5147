/** Finds the transcripts among the files of the evidence, by name or by content, and which of them belong together. */
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { Pace } from '../intake/pace.ts';
import { looksLikeTranscript, transcriptByName, transcriptFile } from './identify.ts';
import type { TranscriptFile } from './transcript/transcript-desk.ts';

const headBytes = 65_536;
const firstUuid = /"uuid":"([0-9a-f-]{36})"/;

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
  const headOf = headReader(files);
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file' || !entry.path.endsWith('.jsonl')) continue;
    const named = transcriptByName(entry.path);
    if (named === null && !isOpen(entry.path)) continue;
    if (pace.due()) await pace.breathe();
    const head = headOf(entry.path);
    if (named === null && (head === null || !looksLikeTranscript(head))) continue;
    transcripts.push(named ?? transcriptFile(entry.path, null));
    const row = head && firstRowIn(head);
    if (row) firstRows.set(entry.path, row);
  }
  return { transcripts: transcripts.sort((a, b) => Number(a.agentId !== null) - Number(b.agentId !== null)), firstRows };
}

/** Reads the heads of files into one buffer: a fresh one for each of tens of thousands keeps the collector busy for seconds. */
function headReader(files: EvidenceFiles): (path: string) => Buffer | null {
  const room = Buffer.allocUnsafeSlow(headBytes);
  /** Null where it can't be read: reading the file later meets the same problem and lists it. */
  return (path) => {
    const opened = files.open(path);
    if (!opened.ok) return null;
    try {
      return room.subarray(0, opened.value.readInto(room, 0, 0));
    } catch {
      return null;
    } finally {
      opened.value.close();
    }
  };
}

const uuidMark = Buffer.from('"uuid":"');

/** The id of the first row that has a usual one. */
function firstRowIn(head: Buffer): string | null {
  for (let at = head.indexOf(uuidMark); at >= 0; at = head.indexOf(uuidMark, at + 1)) {
    const id = firstUuid.exec(head.toString('latin1', at, at + uuidMark.length + 37))?.[1];
    if (id !== undefined) return id;
  }
  return null;
}
