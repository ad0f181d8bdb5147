/**
 * A text that was cut inside a character of two UTF-16 units ends in its first half. JSON allows that as an escape, but readers
 * such as `jq` refuse the whole document. Pure.
 */

const firstHalf = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89ab][0-9a-f]{2}/g;

/** JSON as `JSON.stringify` writes it, with U+FFFD in place of each such half. The other half, which stands for a byte of a file's name, stays. */
export function withWholeCharacters(json: string): string {
  return json.includes('\\ud') ? json.replace(firstHalf, '\\ufffd') : json;
}
