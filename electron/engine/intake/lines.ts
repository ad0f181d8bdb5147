/** Reads a file once: hands out each line with its place, hashes the bytes on the way, and holds no more than one line. */
import { isUtf8 } from 'node:buffer';
import crypto from 'node:crypto';
import type { OpenFile } from './evidence-files.ts';
import type { Pace } from './pace.ts';

/** How much is read at once: a block that is hashed, looked through and read while it is still in the processor's cache. */
const blockBytes = 1 << 18;


const lineFeed = 0x0a;

/** A line longer than this is passed over, counted, and named with its place: 48 MiB, above what has been seen. */
export const lineCap = 48 * 1024 * 1024;

/** `number` counts from 1, `byteStart` from 0. The line feed is not part of the line; a carriage return is. */
export interface LinePlace {
  readonly number: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  /** False for the last line of a file that does not end in a line feed: it may be cut. */
  readonly ended: boolean;
  /** True where the line, with those read at once with it, is valid UTF-8; false where it may not be. */
  readonly utf8: boolean;
}

export interface LineVisitor {
  /** `bytes[start..end)` is the line; valid only during the call. */
  line(bytes: Buffer, start: number, end: number, place: LinePlace): void;
  /**
   * May read lines of the block by itself, before they are handed out one by one: from `start` on, as far as `end`, which lies
   * behind a line feed; all of it is valid UTF-8. `number` is the number of the line before, `base` the offset in the file of the
   * block's first byte. Gives how many lines were read, and where the next one begins.
   */
  lines?(start: number, end: number, number: number, base: number): { readonly lines: number; readonly end: number };
  /** A line over the cap. */
  oversized(place: LinePlace): void;
  /** How many bytes were read so far. */
  progress(bytes: number): void;
}

export interface FileRead {
  readonly bytes: number;
  readonly lines: number;
  readonly sha256: string;
  /** How the size differed from what was found when the file was opened: it grew or shrank while being read. */
  readonly sizeChanged: boolean;
}

/** Reads to the end as it is now; errors of the file system are thrown, with the lines so far already visited. */
export async function readLines(file: OpenFile, visitor: LineVisitor, pace: Pace, cap = lineCap, block: Buffer = Buffer.allocUnsafeSlow(blockBytes)): Promise<FileRead> {
  const hash = crypto.createHash('sha256');
  let buffer = block;
  let filled = 0; // bytes in `buffer` that belong to the line under way
  let position = 0; // of the next byte to read
  let number = 0;
  let lineStart = 0; // offset in the file of the line under way
  let passing = false; // the line under way is over the cap
  for (;;) {
    if (filled === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(buffer.length * 2, cap + blockBytes));
      buffer.copy(larger, 0, 0, filled);
      buffer = larger;
    }
    // A larger buffer has room for a long line; it is filled piece by piece all the same.
    const got = file.readInto(buffer.subarray(0, Math.min(buffer.length, filled + blockBytes)), filled, position);
    if (got === 0) break;
    hash.update(buffer.subarray(filled, filled + got));
    position += got;
    const end = filled + got;
    let start = 0;
    // One look at whole lines together: a look at each costs more than reading it.
    const wholeLines = buffer.lastIndexOf(lineFeed, end - 1) + 1;
    const utf8 = wholeLines > 0 && isUtf8(buffer.subarray(0, wholeLines));
    const base = position - end;
    while (start < wholeLines) {
      if (utf8 && !passing && buffer === block && visitor.lines) {
        const read = visitor.lines(start, wholeLines, number, base);
        number += read.lines;
        start = read.end;
        lineStart = base + start;
        if (start >= wholeLines) break;
      }
      const feed = buffer.indexOf(lineFeed, Math.max(start, filled));
      number += 1;
      const place = { number, byteStart: lineStart, byteEnd: base + feed, ended: true, utf8 };
      if (passing || feed - start > cap) visitor.oversized(place);
      else visitor.line(buffer, start, feed, place);
      passing = false;
      start = feed + 1;
      lineStart = place.byteEnd + 1;
    }
    filled = end - start;
    if (passing || filled > cap) {
      passing = true;
      filled = 0;
    } else if (start > 0 && filled > 0) buffer.copyWithin(0, start, end);
    visitor.progress(position);
    if (pace.due()) await pace.breathe();
  }
  if (position > lineStart) {
    number += 1;
    const place = { number, byteStart: lineStart, byteEnd: position, ended: false, utf8: isUtf8(buffer.subarray(0, passing ? 0 : filled)) };
    if (passing) visitor.oversized(place);
    else visitor.line(buffer, 0, filled, place);
  }
  return { bytes: position, lines: number, sha256: hash.digest('hex'), sizeChanged: position !== file.bytes };
}
