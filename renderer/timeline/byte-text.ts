/** Bytes of a record as text, without loss: UTF-8 where it is UTF-8, and each other byte as a lone surrogate that shows as `⟨0xFF⟩`. Pure. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Length of the sequence that a first byte announces; 0 where no sequence begins with it. */
function announced(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Reads a string of one character a byte (Latin-1, as the engine gives bytes that are no UTF-8). A sequence that the end
 * cuts off is left for the next part where `more` follows; `used` is how many bytes the text stands for.
 */
export function textOfBytes(latin1: string, more: boolean): { readonly text: string; readonly used: number } {
  const bytes = Uint8Array.from(latin1, (character) => character.charCodeAt(0) & 0xff);
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = announced(bytes[at] ?? 0);
    if (more && at > 0 && length > 1 && at + length > bytes.length) {
      const rest = bytes.subarray(at + 1);
      if (rest.every((byte) => byte >= 0x80 && byte <= 0xbf)) break;
    }
    const text = length === 0 || at + length > bytes.length ? null : decoded(bytes.subarray(at, at + length));
    parts.push(text ?? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)));
    at += text === null ? 1 : length;
  }
  return { text: parts.join(''), used: at };
}
