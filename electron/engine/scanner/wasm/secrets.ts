/**
 * Tells where no secret can be, so that the search for secrets, which is exact and slow, looks at few rows only. It may say
 * yes where there is none, never no where there is one: property tests hold the two against each other.
 */
import { backslash } from './json.ts';
import { keywordAt, listOf, rolled } from './keywords.ts';
import { namesAt, providersAt } from '../layout.ts';

/** A run of a token's signs that is worth a look has at least this many. */
const shortest = 16;

/**
 * A bit for each of the sixteen bytes at `at` that can be a sign of a token: letters, digits, `_-+=.~`, and bytes above 0x7F,
 * which the search takes for signs in some places. Looked up by both halves of a byte: rows of the ASCII table share a bit.
 */
function runSigns(at: i32): i32 {
  const bytes = v128.load(at);
  const low = i8x16.swizzle(i8x16(0x3a, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3c, 0x25, 0x24, 0x27, 0x35, 0x2c), v128.and(bytes, i8x16.splat(15)));
  const high = i8x16.swizzle(i8x16(0, 0, 1, 2, 4, 8, 4, 16, 32, 32, 32, 32, 32, 32, 32, 32), i8x16.shr_u(bytes, 4));
  return i8x16.bitmask(i8x16.ne(v128.and(low, high), i8x16.splat(0)));
}

/** Where sixteen signs or more stand one behind the other, from `at` on; -1 where they do nowhere before `last`. */
function longRun(at: i32, last: i32): i32 {
  /** A bit for each of 64 bytes: the sixteen before `at`, and 48 from there on. */
  let signs: u64 = 0;
  for (; at < last; at += 48) {
    signs = (signs >> 48) | (<u64>runSigns(at) << 16) | (<u64>runSigns(at + 16) << 32) | (<u64>runSigns(at + 32) << 48);
    let run = signs & (signs >> 1);
    run &= run >> 2;
    run &= run >> 4;
    run &= run >> 8;
    if (run !== 0) {
      const from = at - 16 + <i32>ctz(run);
      return from + shortest <= last ? from : -1;
    }
  }
  return -1;
}

/** Up to where keywords of the text under search were looked for, and where the last long one begins. */
let looked: i32 = 0;
let keyword: i32 = -1;
/** Behind the run found last. */
export let runBehind: i32 = 0;

/** Begins the search of a text. */
export function beginText(first: i32): void {
  looked = first;
  keyword = -1;
}

/**
 * The next run, from `from` on, that may be a secret with a provider's shape, as its keyword stands in it or at most `before`
 * bytes before; -1 where there is none.
 */
export function nextRun(from: i32, first: i32, last: i32, before: i32): i32 {
  while (true) {
    const run = longRun(from, last);
    if (run < 0) return -1;
    const to = runEnd(run + shortest, last);
    if (hasBoth(run, to) && hasKeyword(run, to, max(first, run - before))) {
      runBehind = to;
      return run;
    }
    from = to + 1;
  }
}

function hasKeyword(run: i32, to: i32, offset: i32): bool {
  if (keyword < offset) keyword = -1;
  const begin = max(offset, looked - 2);
  let prefixed = false;
  let state = 0;
  for (let at = begin; at < to; at++) {
    state = rolled(state, <i32>load<u8>(at));
    const list = listOf(providersAt, state);
    if (list === 0 || at < begin + 2) continue;
    const length = keywordAt(providersAt, list, at - 2);
    // Short keywords are prefixes of tokens; longer ones are names that stand before a value.
    if (length > 3) keyword = at - 2;
    else if (length > 0 && at - 2 >= run - 1) prefixed = true;
  }
  looked = to;
  return prefixed || keyword >= 0;
}

function runEnd(at: i32, last: i32): i32 {
  for (; at < last; at += 16) {
    const others = ~runSigns(at) & 0xffff;
    if (others !== 0) return min(at + ctz(others), last);
  }
  return last;
}

/** True where the run has a letter and a digit; a byte above 0x7F can stand for either. */
function hasBoth(from: i32, to: i32): bool {
  let letter = false;
  let digit = false;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(at);
    if (byte >= 0x80) return true;
    if (byte >= 0x30 && byte <= 0x39) digit = true;
    else if (byte >= 0x41 && byte !== 0x5f && byte !== 0x7e) letter = true;
    if (letter && digit) return true;
  }
  return false;
}

/** True where `-----BEGIN` stands in the bytes. */
export function mayHoldKeyBlock(first: i32, last: i32): bool {
  for (let at = first; at < last; at += 16) {
    let marks = i8x16.bitmask(v128.and(i8x16.eq(v128.load(at), i8x16.splat(0x2d)), i8x16.eq(v128.load(at + 5), i8x16.splat(0x42))));
    while (marks !== 0) {
      const mark = at + ctz(marks);
      if (load<u64>(mark) === 0x4745422d2d2d2d2d && load<u16>(mark + 8) === 0x4e49) return true;
      marks &= marks - 1;
    }
  }
  return false;
}

/** Bytes looked at behind a name or an address: more than the search allows, since escapes take two. */
const reach = 480;

/** True where the bytes, JSON with its escapes, may hold a value that a name, an address or an option beside it makes secret. */
export function mayHoldNamed(first: i32, last: i32): bool {
  let state = 0;
  for (let at = first; at < last; at++) {
    const byte = <i32>load<u8>(at);
    // An escape by number can stand for any letter.
    if (byte === backslash && load<u8>(at + 1) === 0x75) return true;
    state = rolled(state, byte);
    const list = listOf(namesAt, state);
    if (list === 0 || at < first + 2) continue;
    const from = at - 2;
    const length = keywordAt(namesAt, list, from);
    if (length === 0) continue;
    switch (<i32>load<u8>(from) | 0x20) {
      case 0x3a: // `://`
        if (hasPassword(from + length, last)) return true;
        break;
      case 0x6b: // `key`
        if (isNamedKey(from, first) && hasDigit(from + length, last)) return true;
        break;
      case 0x74: // `token`
      case 0x70: // `passw`
        if (hasDigit(from + length, last)) return true;
        break;
      case 0x73: // `secret`, `sshpass`, `smbclient`
        if ((load<u8>(from + 1) | 0x20) !== 0x65 || hasDigit(from + length, last)) return true;
        break;
      default:
        return true;
    }
  }
  return false;
}

/** `api_key`, `access-key`, `private_key`, `auth_key`: told by the letter before. */
function isNamedKey(at: i32, first: i32): bool {
  let before = at - 1;
  if (before >= first && load<u8>(before) === 0x2d) before -= 1;
  if (before >= first && load<u8>(before) === 0x5f) before -= 1;
  if (before < first) return false;
  const letter = load<u8>(before) | 0x20;
  return letter === 0x69 || letter === 0x73 || letter === 0x65 || letter === 0x68;
}

/** True where a digit stands in the value behind a name, whatever signs are between. */
function hasDigit(at: i32, last: i32): bool {
  const end = min(last, at + reach);
  for (; at < end; at++) {
    const byte = <i32>load<u8>(at);
    if (byte >= 0x30 && byte <= 0x39) return true;
    switch (byte) {
      case 0x24: // $
      case 0x26: // &
      case 0x28: // (
      case 0x29:
      case 0x2c: // ,
      case 0x3b: // ;
      case 0x3c: // <
      case 0x3e: // >
      case 0x3f: // ?
      case 0x5b: // [
      case 0x5d:
      case 0x60: // `
      case 0x7b: // {
      case 0x7c: // |
      case 0x7d:
        return false;
    }
  }
  return false;
}

/** `user:password@` behind the slashes of an address. */
function hasPassword(at: i32, last: i32): bool {
  const end = min(last, at + reach);
  let colon = false;
  for (; at < end; at++) {
    switch (<i32>load<u8>(at)) {
      case 0x3a:
        colon = true;
        break;
      case 0x40: // @
        return colon;
      case 0x20:
      case 0x22: // "
      case 0x27: // '
      case 0x2f: // /
      case 0x60: // `
        return false;
      case backslash:
        if (load<u8>(at + 1) !== backslash) return false;
        at += 1;
        break;
    }
  }
  return false;
}
