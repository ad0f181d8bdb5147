/** What is wrong with a line that holds no record, in words for the ledger. Knows bytes and messages, no row. Pure. */

/** True for a line of spaces, tabs and carriage returns: it is counted, and is no record. */
export function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0d && byte !== 0x09) return false;
  }
  return true;
}

/** How many NULs a line has: a file system that lost its last writes fills them in. */
export function zeroBytes(bytes: Buffer, start: number, end: number): number {
  let zeros = 0;
  for (let at = start; at < end; at++) if (bytes[at] === 0) zeros += 1;
  return zeros;
}

/** True where the last line of a file, which no line feed ends, can be the beginning of a record. */
export function isCutRecord(error: SyntaxError, bytes: Buffer, start: number, end: number): boolean {
  if (zeroBytes(bytes, start, end) > 0) return true;
  // What goes on behind a whole value is no record's beginning: lines that end in carriage returns alone, say.
  return bytes.toString('latin1', start, Math.min(end, start + 64)).trimStart().startsWith('{') && !/after JSON/.test(error.message);
}

/** Why a line is no record, for the ledger. `cut`: it can be the beginning of one, and the file stops in its middle. */
export function malformedReason(error: SyntaxError, length: number, cut: boolean): string {
  const { message } = error;
  const kept = `${length} bytes are kept in the evidence`;
  if (cut) return `The file ends in the middle of this record; ${kept}.`;
  if (/Unexpected end|Unterminated/.test(message)) return `The JSON ends early; ${kept}.`;
  const position = /position (\d+)/.exec(message)?.[1];
  return `Not JSON${position ? ` at character ${position}` : ''}; ${kept}.`;
}
