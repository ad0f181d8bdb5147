/**
 * Finds where JSON values end among bytes, without making anything of them. It takes compact JSON as programs write it, and
 * a little less than the grammar allows, never more: what it refuses is left to `JSON.parse`.
 */

export const quote = 0x22;
export const backslash = 0x5c;
export const comma = 0x2c;
export const colon = 0x3a;
export const openObject = 0x7b;
export const closeObject = 0x7d;
export const openList = 0x5b;
export const closeList = 0x5d;

/** Values inside values; deeper ones are refused. */
const maxDepth = 64;

/** Bits of the sixteen bytes at `at` that end a run of plain ones in a string: the quote, the backslash, and control bytes, which JSON forbids. */
function stopsAt(at: i32): i32 {
  const chunk = v128.load(at);
  return i8x16.bitmask(v128.or(v128.or(i8x16.eq(chunk, i8x16.splat(<i8>quote)), i8x16.eq(chunk, i8x16.splat(<i8>backslash))), i8x16.lt_u(chunk, i8x16.splat(0x20))));
}

/** Address of the quote that ends the string whose first byte stands at `at`, behind its opening quote; -1 where none does. */
export function stringEnd(at: i32, end: i32): i32 {
  while (at < end) {
    // Most strings are short; a long one is looked at 64 bytes at a time, and its escapes taken out of the bits.
    let stops = <u64>stopsAt(at);
    let width = 16;
    if (stops === 0) {
      stops = (<u64>stopsAt(at + 16) << 16) | (<u64>stopsAt(at + 32) << 32) | (<u64>stopsAt(at + 48) << 48);
      width = 64;
    }
    while (stops !== 0) {
      const stop = <i32>ctz(stops);
      const place = at + stop;
      if (place >= end) return -1;
      const byte = load<u8>(place);
      if (byte === quote) return place;
      const length = byte === backslash ? escapeLength(place) : 0;
      if (length === 0) return -1;
      const behind = stop + length;
      if (behind >= width) {
        // The escape takes bytes of what comes next.
        width = behind;
        break;
      }
      stops &= <u64>-1 << behind;
    }
    at += width;
  }
  return -1;
}

/** The bytes that make an escape of two: a bit for each, of the first 64 and of the next. */
const shortEscapes: u64 = (1 << 0x22) | (1 << 0x2f);
const shortEscapeLetters: u64 = (1 << (0x5c - 64)) | (1 << (0x62 - 64)) | (1 << (0x66 - 64)) | (1 << (0x6e - 64)) | (1 << (0x72 - 64)) | (1 << (0x74 - 64));

/** How many bytes the escape at `at` takes; 0 for none that JSON knows. */
function escapeLength(at: i32): i32 {
  const byte = <u64>load<u8>(at + 1);
  if (byte < 64) return ((shortEscapes >> byte) & 1) !== 0 ? 2 : 0;
  if (byte >= 128) return 0;
  if (((shortEscapeLetters >> (byte - 64)) & 1) !== 0) return 2;
  return byte === 0x75 && isHex(at + 2) && isHex(at + 3) && isHex(at + 4) && isHex(at + 5) ? 6 : 0;
}

function isHex(at: i32): bool {
  const byte = load<u8>(at);
  const letter = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}

/** The same for a string of printable ASCII without escapes, whose bytes are its text; -1 for any other. */
export function plainEnd(at: i32, end: i32): i32 {
  while (at < end) {
    const chunk = v128.load(at);
    // Signed: bytes above 0x7E are negative, or 0x7F.
    const stops = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(chunk, i8x16.splat(<i8>quote)), i8x16.eq(chunk, i8x16.splat(<i8>backslash))), v128.or(i8x16.lt_s(chunk, i8x16.splat(0x20)), i8x16.eq(chunk, i8x16.splat(0x7f)))),
    );
    if (stops === 0) {
      at += 16;
      continue;
    }
    at += ctz(stops);
    return at < end && load<u8>(at) === quote ? at : -1;
  }
  return -1;
}

/** Address behind the value that begins at `at`; -1 where none does. */
export function valueEnd(at: i32, end: i32, depth: i32): i32 {
  switch (<i32>load<u8>(at)) {
    case quote: {
      const last = stringEnd(at + 1, end);
      return last < 0 ? -1 : last + 1;
    }
    case openObject:
      return objectEnd(at, end, depth + 1);
    case openList:
      return listEnd(at, end, depth + 1);
    case 0x74: // true
      return load<u32>(at) === 0x65757274 ? at + 4 : -1;
    case 0x66: // false
      return load<u32>(at + 1) === 0x65736c61 ? at + 5 : -1;
    case 0x6e: // null
      return load<u32>(at) === 0x6c6c756e ? at + 4 : -1;
    default:
      return numberEnd(at, end);
  }
}

function objectEnd(open: i32, end: i32, depth: i32): i32 {
  if (depth > maxDepth) return -1;
  if (load<u8>(open + 1) === closeObject) return open + 2;
  let at = open;
  while (true) {
    at += 1;
    if (load<u8>(at) !== quote) return -1;
    const key = stringEnd(at + 1, end);
    if (key < 0 || load<u8>(key + 1) !== colon) return -1;
    at = valueEnd(key + 2, end, depth);
    if (at < 0) return -1;
    const byte = load<u8>(at);
    if (byte === closeObject) return at + 1;
    if (byte !== comma) return -1;
  }
}

function listEnd(open: i32, end: i32, depth: i32): i32 {
  if (depth > maxDepth) return -1;
  if (load<u8>(open + 1) === closeList) return open + 2;
  let at = open;
  while (true) {
    at = valueEnd(at + 1, end, depth);
    if (at < 0) return -1;
    const byte = load<u8>(at);
    if (byte === closeList) return at + 1;
    if (byte !== comma) return -1;
  }
}

function numberEnd(at: i32, end: i32): i32 {
  if (load<u8>(at) === 0x2d) at += 1;
  const whole = digitsEnd(at, end);
  if (whole === at || (load<u8>(at) === 0x30 && whole > at + 1)) return -1;
  let last = whole;
  if (load<u8>(last) === 0x2e) {
    const fraction = digitsEnd(last + 1, end);
    if (fraction === last + 1) return -1;
    last = fraction;
  }
  if ((load<u8>(last) | 0x20) !== 0x65) return last;
  const signed = load<u8>(last + 1);
  const digits = signed === 0x2b || signed === 0x2d ? last + 2 : last + 1;
  const exponent = digitsEnd(digits, end);
  return exponent === digits ? -1 : exponent;
}

function digitsEnd(at: i32, end: i32): i32 {
  while (at < end && load<u8>(at) >= 0x30 && load<u8>(at) <= 0x39) at++;
  return at;
}
