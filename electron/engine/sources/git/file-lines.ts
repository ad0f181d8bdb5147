/** Cuts an open file into lines with byte offsets, in bounded memory. Must not know what the lines mean. */
import type { OpenFile } from '../../intake/evidence-files.ts';

const chunkBytes = 1 << 20;

/** One line. `bytes` is at most the cap; `end` is where the line really ends, without its line feed. */
export interface FileLine {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  readonly cut: boolean;
  /** False for a last line without a line feed. */
  readonly terminated: boolean;
}

/** Each line of the file in turn. The bytes of a line are valid only until the next one is asked for. */
export function* fileLines(file: OpenFile, capBytes: number): Generator<FileLine, void> {
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  let line = 1;
  let start = 0;
  const keep = (part: Uint8Array): void => {
    const room = capBytes - keptBytes;
    if (room <= 0 || part.length === 0) return;
    const fitting = part.length <= room ? part : part.subarray(0, room);
    kept.push(fitting);
    keptBytes += fitting.length;
  };
  const finish = (end: number, terminated: boolean): FileLine => {
    const bytes = kept.length === 1 && kept[0] ? kept[0] : Buffer.concat(kept);
    const made = { line, start, end, bytes, cut: end - start > bytes.length, terminated };
    kept = [];
    keptBytes = 0;
    line += 1;
    start = end + 1;
    return made;
  };
  let position = 0;
  while (position < file.bytes) {
    const chunk = file.read(position, Math.min(chunkBytes, file.bytes - position));
    if (chunk.length === 0) break;
    let from = 0;
    for (;;) {
      const feed = chunk.indexOf(10, from);
      if (feed < 0) break;
      keep(chunk.subarray(from, feed));
      yield finish(position + feed, true);
      from = feed + 1;
    }
    // The rest is copied: a reader may reuse its buffer for the next chunk.
    keep(Uint8Array.prototype.slice.call(chunk, from));
    position += chunk.length;
  }
  if (position > start) yield finish(position, false);
}
