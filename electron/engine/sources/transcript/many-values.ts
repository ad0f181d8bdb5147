/** Finds lines of JSON that are made of very many small values: parsed, they take fifty times the memory of their bytes. Pure. */

/** A shorter line cannot take much. */
const shortLine = 1 << 20;
/** Lists and objects begun, and commas; the largest records that were seen have some ten thousand. */
export const mostValues = 2_000_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openList = 0x5b;
const openObject = 0x7b;

/** True where `bytes[start..end)` holds more values than are parsed. What stands inside texts is none. */
export function holdsTooMany(bytes: Buffer, start: number, end: number): boolean {
  if (end - start <= shortLine) return false;
  const line = bytes.subarray(start, end);
  let values = 0;
  for (let at = 0; at < line.length; at++) {
    const byte = line[at];
    if (byte === quote) at = textEnd(line, at + 1);
    else if (byte === comma || byte === openList || byte === openObject) values += 1;
  }
  return values > mostValues;
}

/** Where the quote stands that ends a text; the end of the line where none does. */
function textEnd(line: Buffer, from: number): number {
  for (let at = line.indexOf(quote, from); at >= 0; at = line.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (at - 1 - slashes >= from && line[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return line.length;
}
