/**
 * JSON of hostile text that each reader takes, and that drives no terminal it is printed on: `JSON.stringify` escapes only
 * what JSON must. A text that was cut inside a character of two UTF-16 units ends in its first half. JSON allows that as an escape, but readers
 * such as `jq` refuse the whole document. Pure.
 */

const firstHalf = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89ab][0-9a-f]{2}/g;

/** DEL, the C1 controls that some terminals obey, what breaks lines, what turns them around. */
const driving = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * JSON as `JSON.stringify` writes it, with U+FFFD in place of each such half, and the same characters as escapes where they
 * would drive a terminal. The other half, which stands for a byte of a file's name, stays.
 */
export function withWholeCharacters(json: string): string {
  const whole = json.includes('\\ud') ? json.replace(firstHalf, '\\ufffd') : json;
  return whole.replace(driving, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
