/** Turns bytes of a repository into text and back, and finds bytes. Must not know what the bytes stand for. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** A view of the same bytes as a Buffer, for its search and hex methods. */
export function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Text for reading: a byte that is no UTF-8 shows as U+FFFD. The bytes themselves stay in the evidence. */
export function textFromBytes(bytes: Uint8Array): string {
  return lenient.decode(bytes);
}

/** True where the bytes are well-formed UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Lower-case hexadecimal text of the bytes. */
export function hexFromBytes(bytes: Uint8Array): string {
  return viewOf(bytes).toString('hex');
}

/** The text, cut to a number of characters with a visible mark; for reasons and labels of bounded length. */
export function shortText(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}

/** A 32-bit big-endian number; 0 past the end, so check the length first. */
export function uint32(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}

/** A 16-bit big-endian number; 0 past the end. */
export function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
