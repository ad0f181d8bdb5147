/**
 * Finds where JSON values end among bytes, without making anything of them. It takes compact JSON as programs write it, and
 * a little less than the grammar allows, never more: what it refuses is left to `JSON.parse`. Pure.
 */

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;

/** Bytes that end a run of plain ones in a string: the quote, the backslash, and control bytes, which JSON forbids. */
const special = new Uint8Array(256).fill(1, 0, 0x20);
special[quote] = 1;
special[backslash] = 1;

/** How many bytes an escape takes, by the byte behind its backslash; 0 for none that JSON knows. */
const escapeLength = new Uint8Array(256);
for (const sign of '"\\/bfnrt') escapeLength[sign.charCodeAt(0)] = 2;
escapeLength[0x75] = 6;

const hexDigit = new Uint8Array(256);
for (const sign of '0123456789abcdefABCDEF') hexDigit[sign.charCodeAt(0)] = 1;

/** Values inside values; deeper ones are refused. */
const maxDepth = 64;

/** Index of the quote that ends the string whose first byte stands at `at`, behind its opening quote; -1 where none does. */
export function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (;;) {
    while (at < end && special[bytes[at] ?? 0] === 0) at++;
    if (at >= end) return -1;
    const byte = bytes[at];
    if (byte === quote) return at;
    if (byte !== backslash) return -1;
    const length = escapeLength[bytes[at + 1] ?? 0] ?? 0;
    if (length === 0) return -1;
    if (length === 6) for (let digit = at + 2; digit < at + 6; digit++) if (hexDigit[bytes[digit] ?? 0] === 0) return -1;
    at += length;
  }
}

/** The same for a string of printable ASCII without escapes, whose bytes are its text; -1 for any other. */
export function plainEnd(bytes: Uint8Array, at: number, end: number): number {
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) return at;
    if (byte === backslash || byte < 0x20 || byte > 0x7e) return -1;
  }
  return -1;
}

/** Index behind the value that begins at `at`; -1 where none does. */
export function valueEnd(bytes: Uint8Array, at: number, end: number, depth = 0): number {
  switch (bytes[at]) {
    case quote: {
      const last = stringEnd(bytes, at + 1, end);
      return last < 0 ? -1 : last + 1;
    }
    case 0x7b:
      return objectEnd(bytes, at, end, depth + 1);
    case 0x5b:
      return arrayEnd(bytes, at, end, depth + 1);
    case 0x74:
      return bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65 ? at + 4 : -1;
    case 0x66:
      return bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x73 && bytes[at + 4] === 0x65 ? at + 5 : -1;
    case 0x6e:
      return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c ? at + 4 : -1;
    default:
      return numberEnd(bytes, at, end);
  }
}

function objectEnd(bytes: Uint8Array, open: number, end: number, depth: number): number {
  if (depth > maxDepth) return -1;
  if (bytes[open + 1] === 0x7d) return open + 2;
  for (let at = open + 1; ; at++) {
    if (bytes[at] !== quote) return -1;
    const key = stringEnd(bytes, at + 1, end);
    if (key < 0 || bytes[key + 1] !== colon) return -1;
    at = valueEnd(bytes, key + 2, end, depth);
    if (at < 0) return -1;
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== comma) return -1;
  }
}

function arrayEnd(bytes: Uint8Array, open: number, end: number, depth: number): number {
  if (depth > maxDepth) return -1;
  if (bytes[open + 1] === 0x5d) return open + 2;
  for (let at = open + 1; ; at++) {
    at = valueEnd(bytes, at, end, depth);
    if (at < 0) return -1;
    if (bytes[at] === 0x5d) return at + 1;
    if (bytes[at] !== comma) return -1;
  }
}

function numberEnd(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === 0x2d) at += 1;
  const whole = digitsEnd(bytes, at, end);
  if (whole === at || (bytes[at] === 0x30 && whole > at + 1)) return -1;
  let last = whole;
  if (bytes[last] === 0x2e) {
    const fraction = digitsEnd(bytes, last + 1, end);
    if (fraction === last + 1) return -1;
    last = fraction;
  }
  if (bytes[last] !== 0x65 && bytes[last] !== 0x45) return last;
  const sign = bytes[last + 1] === 0x2b || bytes[last + 1] === 0x2d ? last + 2 : last + 1;
  const exponent = digitsEnd(bytes, sign, end);
  return exponent === sign ? -1 : exponent;
}

function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) at++;
  return at;
}
