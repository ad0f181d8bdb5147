/**
 * Finds where JSON values end among bytes, without making anything of them. It takes compact JSON as programs write it, and
 * a little less than the grammar allows, never more: what it refuses is left to `JSON.parse`.
 */
import { bitsOf } from './bytes.ts';

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

/** Address of the quote that ends the string whose first byte stands at `at`, behind its opening quote; -1 where none does. */
export function stringEnd(at: i32, end: i32): i32 {
  // Most strings are short and have no escapes.
  const chunk = v128.load(at);
  const stops = i8x16.bitmask(v128.or(stopping(chunk), i8x16.eq(chunk, i8x16.splat(<i8>backslash))));
  if (stops === 0) return longStringEnd(at + 16, end);
  const place = at + ctz(stops);
  if (place >= end) return -1;
  const byte = load<u8>(place);
  return byte === quote ? place : byte === backslash ? longStringEnd(place, end) : -1;
}

/** Of sixteen bytes those that end a string where no backslash escapes them: the quote, and control bytes, which JSON forbids. */
function stopping(chunk: v128): v128 {
  return v128.or(i8x16.eq(chunk, i8x16.splat(<i8>quote)), i8x16.le_u(chunk, i8x16.splat(0x1f)));
}

/** A bit for each of 64 bytes of which the odd ones are set. */
const oddBits: u64 = 0xaaaa_aaaa_aaaa_aaaa;

/** The same, 64 bytes at a time: which of them are escaped is told for all at once. */
function longStringEnd(at: i32, end: i32): i32 {
  /** 1 where the last byte of the 64 before escapes the first of these. */
  let carried: u64 = 0;
  for (; at < end; at += 64) {
    const c0 = v128.load(at);
    const c1 = v128.load(at, 16);
    const c2 = v128.load(at, 32);
    const c3 = v128.load(at, 48);
    const slashes = bitsOf(slashed(c0), slashed(c1), slashed(c2), slashed(c3));
    let ends = bitsOf(stopping(c0), stopping(c1), stopping(c2), stopping(c3));
    if ((slashes | carried) !== 0) {
      // Of a run of backslashes each second one is escaped, which a subtraction tells: it borrows along the run.
      const open = slashes & ~carried;
      const others = (((open << 1) | oddBits) - open) ^ oddBits;
      const escaped = others ^ (slashes | carried);
      carried = (others & slashes) >> 63;
      ends &= ~escaped;
      // Before the end. What is escaped is looked at by itself, but for what nearly each escape is.
      let rare = escaped & ~bitsOf(usual(c0), usual(c1), usual(c2), usual(c3));
      if (ends !== 0) rare &= ends ^ (ends - 1);
      while (rare !== 0) {
        if (!isEscape(at + <i32>ctz(rare))) return -1;
        rare &= rare - 1;
      }
    }
    if (ends !== 0) {
      const place = at + <i32>ctz(ends);
      return place < end && load<u8>(place) === quote ? place : -1;
    }
  }
  return -1;
}

function slashed(chunk: v128): v128 {
  return i8x16.eq(chunk, i8x16.splat(<i8>backslash));
}

/** The signs that stand behind the backslash of nearly each escape: `\n`, `\"`, `\\` and `\t`. */
function usual(chunk: v128): v128 {
  return v128.or(v128.or(i8x16.eq(chunk, i8x16.splat(0x6e)), i8x16.eq(chunk, i8x16.splat(<i8>quote))), v128.or(slashed(chunk), i8x16.eq(chunk, i8x16.splat(0x74))));
}

/** The signs that make an escape of two bytes: a bit for each, of the first 64 and of the next. */
const shortEscapes: u64 = (1 << 0x22) | (1 << 0x2f);
const shortEscapeLetters: u64 = (1 << (0x5c - 64)) | (1 << (0x62 - 64)) | (1 << (0x66 - 64)) | (1 << (0x6e - 64)) | (1 << (0x72 - 64)) | (1 << (0x74 - 64));

/** True where what stands behind a backslash, from `at` on, makes an escape that JSON knows. */
function isEscape(at: i32): bool {
  const byte = <u64>load<u8>(at);
  if (byte < 64) return ((shortEscapes >> byte) & 1) !== 0;
  if (byte >= 128) return false;
  return ((shortEscapeLetters >> (byte - 64)) & 1) !== 0 || (byte === 0x75 && isHex(at + 1) && isHex(at + 2) && isHex(at + 3) && isHex(at + 4));
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
