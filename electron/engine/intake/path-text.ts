/** Names are bytes; this gives each a text and the way back, so that no name is lost and none is two. Pure. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 as it is; a byte that is no UTF-8 becomes the lone surrogate U+DC00 + byte, as Python's surrogateescape does. */
export function pathText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    let text = '';
    for (let at = 0; at < bytes.length; ) {
      const length = sequenceLength(bytes, at);
      if (length === 0) {
        text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
        at += 1;
      } else {
        text += decoder.decode(bytes.subarray(at, at + length));
        at += length;
      }
    }
    return text;
  }
}

/** Length of the well-formed UTF-8 sequence that starts at `at`, or 0. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  try {
    decoder.decode(bytes.subarray(at, at + length));
    return length;
  } catch {
    return 0;
  }
}

/** The bytes that `pathText` read. */
export function pathBytes(text: string): Buffer {
  if (!/[\udc80-\udcff]/.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character, 'utf8'));
  }
  return Buffer.concat(parts);
}

/** Bytewise order of two path texts: the order of `LC_ALL=C sort`. */
export function comparePaths(a: string, b: string): number {
  if (a === b) return 0;
  for (let at = 0; at < a.length && at < b.length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    // Outside ASCII, UTF-16 order and byte order differ; compare the bytes themselves.
    return x < 0x80 && y < 0x80 ? x - y : Buffer.compare(pathBytes(a), pathBytes(b));
  }
  return a.length - b.length;
}
