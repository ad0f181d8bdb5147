/** Finds the transcripts among the files of the evidence, by name or by content, and which of them belong together. */
import type { EvidenceFiles, OpenFile } from '../intake/evidence-files.ts';
import type { Pace } from '../intake/pace.ts';
import { canHoldStream, looksLikeStream, looksLikeTranscript, transcriptByName, transcriptFile } from './identify.ts';
import { originsFirst, saysItIsFork } from './origins-first.ts';
import type { TranscriptFile } from './transcript/transcript-desk.ts';

const headBytes = 65_536;
/** The first row mostly has its id in so many bytes. */
const firstBytes = 8192;
/** A saved stream is told by how it begins. */
const streamBytes = 128;
const firstUuid = /"uuid":"([0-9a-f-]{36})"/;

export interface FoundTranscripts {
  /** Main files before their agents', and origins before what was copied from them. */
  readonly transcripts: readonly TranscriptFile[];
  /** Id of the first row that has one: a fork begins with its parent's. Only a hint for reading them together. */
  readonly firstRows: ReadonlyMap<string, string>;
}

/** `isOpen` says of a file whether its name leaves open what it is. Tens of thousands of heads take seconds: it can be cancelled. */
export async function findTranscripts(files: EvidenceFiles, isOpen: (path: string) => boolean, pace: Pace): Promise<FoundTranscripts> {
  const transcripts: TranscriptFile[] = [];
  const firstRows = new Map<string, string>();
  const forks = new Set<string>();
  // One buffer for all: a fresh one for each of tens of thousands keeps the collector busy for seconds.
  const room = Buffer.allocUnsafeSlow(headBytes);
  const folders = new Set<string>();
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file') continue;
    const rows = entry.path.endsWith('.jsonl');
    if (!rows && !canHoldStream(entry.path)) continue;
    const named = transcriptByName(entry.path);
    if (named === null && !isOpen(entry.path)) continue;
    if (pace.due()) await pace.breathe();
    const opened = files.open(entry.path, folders);
    try {
      const head = (bytes: number): Buffer => (opened.ok ? readHead(opened.value, room.subarray(0, bytes)) : room.subarray(0, 0));
      if (named === null && !(rows ? looksLikeTranscript(head(headBytes)) : looksLikeStream(head(streamBytes)))) continue;
      transcripts.push(named ?? transcriptFile(entry.path));
      const first = head(firstBytes);
      if (saysItIsFork(first)) forks.add(entry.path);
      const row = firstRowIn(first) ?? firstRowIn(head(headBytes));
      if (row !== null) firstRows.set(entry.path, row);
    } finally {
      if (opened.ok) opened.value.close();
    }
  }
  const mains = transcripts.filter(({ agentId }) => agentId === null);
  return { transcripts: [...originsFirst(mains, firstRows, forks, files), ...transcripts.filter(({ agentId }) => agentId !== null)], firstRows };
}

/** Empty where it can't be read: reading the file later meets the same problem and lists it. */
function readHead(file: OpenFile, room: Buffer): Buffer {
  try {
    return room.subarray(0, file.readInto(room, 0, 0));
  } catch {
    return room.subarray(0, 0);
  }
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
