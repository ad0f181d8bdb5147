/**
 * The last calls of the transcript that was written to last, read ahead of everything else: something to look at while a large
 * folder is read. A glance: nothing of it is counted, judged or kept.
 */
import type { Result } from '../../../shared/contract.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { maskedWords } from './masked-finding.ts';
import { argumentOf } from '../sources/transcript/argument.ts';
import { parseLine } from '../sources/transcript/parse-line.ts';
import type { TranscriptFile } from '../sources/transcript/transcript-desk.ts';

export type FirstRows = Result<'case.preview'>;

export const noFirstRows: FirstRows = { path: null, rows: [] };

const rowsKept = 12;
const tailBytes = 512 * 1024;
/** Files that are tried: the end of one can be a single long line, or hold no call. */
const filesTried = 4;

export function firstRows(files: EvidenceFiles, transcripts: readonly TranscriptFile[]): FirstRows {
  const mains = transcripts.filter((transcript) => transcript.agentId === null).flatMap((transcript) => files.entries.get(transcript.path) ?? []);
  const latest = mains.sort((a, b) => b.modified - a.modified || b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, filesTried);
  for (const { path } of latest) {
    const rows = lastCalls(files, path);
    if (rows.length > 0) return { path: path.slice(0, 8192), rows };
  }
  return noFirstRows;
}

function lastCalls(files: EvidenceFiles, path: string): FirstRows['rows'] {
  const opened = files.open(path);
  if (!opened.ok) return []; // Reading it later meets the same problem and lists it.
  try {
    const from = Math.max(0, opened.value.bytes - tailBytes);
    const bytes = Buffer.from(opened.value.read(from, tailBytes));
    // What stands before the first line feed of a tail is the rest of a line.
    let end = bytes.length;
    const rows: FirstRows['rows'] = [];
    while (end > 0 && rows.length < rowsKept) {
      const feed = bytes.lastIndexOf(0x0a, end - 1);
      if (feed < 0 && from > 0) break;
      rows.unshift(...callsOf(bytes, feed + 1, end, from + feed + 1));
      end = Math.max(0, feed);
    }
    return rows.slice(-rowsKept);
  } catch {
    return [];
  } finally {
    opened.value.close();
  }
}

function callsOf(bytes: Buffer, start: number, end: number, byteStart: number): FirstRows['rows'] {
  try {
    const reading = start < end ? parseLine(bytes, start, end) : null;
    return (reading?.parts ?? []).flatMap((part) => (part.part === 'call' ? [{ time: reading?.envelope.time ?? null, tool: part.tool.slice(0, 300), argument: maskedWords(argumentOf(part.tool, part.input), 2000), byteStart }] : []));
  } catch {
    return []; // A damaged line; the reader lists it with its place.
  }
}
