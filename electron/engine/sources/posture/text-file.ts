/** A small text file of the evidence with its lines: decoded once, each place in it as a line and bytes. Knows no format. */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';

export interface TextFile {
  readonly path: string;
  readonly text: string;
  /** The line that holds a position of `text`, as the record to cite: without its line feed. */
  lineAt(position: number): EvidenceRef;
  /** The same by number, from 1. */
  line(number: number): EvidenceRef;
  /** Where a line begins in `text`. */
  startOf(number: number): number;
  readonly lines: number;
}

export type TextRead = { readonly ok: true; readonly file: TextFile } | { readonly ok: false; readonly problem: ReadProblem };

/** Configuration, scripts and prose are small; what is larger is listed, not read. */
export const textCap = 4 * 1024 * 1024;

/** Reads a text file. Bytes that are no text are a problem, as are files over the cap. */
export function readTextFile(files: EvidenceFiles, path: string, cap = textCap): TextRead {
  const read = files.readWhole(path, cap);
  if (!read.ok) return { ok: false, problem: read.problem };
  const bytes = Buffer.from(read.value.buffer, read.value.byteOffset, read.value.byteLength);
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  if (!wide && bytes.subarray(0, 65_536).includes(0)) return { ok: false, problem: fileProblem(path, 'Not text: it holds zero bytes. What it says of the launch could not be read. Its bytes are hashed.') };
  return { ok: true, file: textFile(path, bytes, wide) };
}

export function textFile(path: string, bytes: Buffer, wide = false): TextFile {
  const text = bytes.toString(wide ? 'utf16le' : 'utf8');
  const feeds: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) feeds.push(at);
  const byteFeeds: number[] = [];
  if (wide) for (const feed of feeds) byteFeeds.push(feed * 2);
  else for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) byteFeeds.push(at);
  const feedBytes = wide ? 2 : 1;
  const line = (number: number): EvidenceRef => {
    const before = byteFeeds[number - 2];
    return { path, line: number, byteStart: before === undefined ? 0 : before + feedBytes, byteEnd: byteFeeds[number - 1] ?? bytes.length };
  };
  const numberAt = (position: number): number => {
    let low = 0;
    let high = feeds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((feeds[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
  return { path, text, line, lineAt: (position) => line(numberAt(position)), startOf: (number) => (number <= 1 ? 0 : (feeds[number - 2] ?? text.length - 1) + 1), lines: feeds.length + 1 };
}
