/**
 * Tells where no secret with a shape of its own can be, so that the search for secrets, which is exact and slow, looks at few
 * rows only. It may say yes where there is none, never no where there is one: property tests hold the two against each other.
 */
import { bitsOf } from './bytes.ts';
import { keywordAt, listOf, rolled } from './keywords.ts';
import { providersAt } from '../layout.ts';

/** A run of a token's signs that is worth a look has at least this many. */
const shortest = 16;

/**
 * All ones for each of sixteen bytes that can be no sign of a token; such signs are letters, digits, `_-+=.~`, and bytes above
 * 0x7F, which the search takes for signs in some places. Looked up by both halves of a byte: rows of the ASCII table share a bit.
 */
function otherSigns(bytes: v128): v128 {
  const low = i8x16.swizzle(i8x16(0x3a, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3e, 0x3c, 0x25, 0x24, 0x27, 0x35, 0x2c), v128.and(bytes, i8x16.splat(15)));
  const high = i8x16.swizzle(i8x16(0, 0, 1, 2, 4, 8, 4, 16, 32, 32, 32, 32, 32, 32, 32, 32), v128.and(i16x8.shr_u(bytes, 4), i8x16.splat(15)));
  return i8x16.eq(v128.and(low, high), i8x16.splat(0));
}

/** The bytes at `at`, of sixteen, that a dash and, five further, a `B` make the begin of `-----BEGIN`, or nearly so. */
function keyBlocks(bytes: v128, at: i32): v128 {
  return v128.and(i8x16.eq(bytes, i8x16.splat(0x2d)), i8x16.eq(v128.load(at, 5), i8x16.splat(0x42)));
}

/** Whether the key of a block may begin in what was looked through since `beginText`. */
let keyBlock: bool = false;

/** Where sixteen signs or more stand one behind the other, from `at` on; -1 where they do nowhere before `last`. */
function longRun(at: i32, last: i32): i32 {
  /** A bit for each of 64 bytes that is a sign, and of the 64 before. */
  let before: u64 = 0;
  let blocks = i8x16.splat(0);
  let found = -1;
  for (; at < last; at += 64) {
    const c0 = v128.load(at);
    const c1 = v128.load(at, 16);
    const c2 = v128.load(at, 32);
    const c3 = v128.load(at, 48);
    blocks = v128.or(v128.or(blocks, v128.or(keyBlocks(c0, at), keyBlocks(c1, at + 16))), v128.or(keyBlocks(c2, at + 32), keyBlocks(c3, at + 48)));
    const signs = ~bitsOf(otherSigns(c0), otherSigns(c1), otherSigns(c2), otherSigns(c3));
    // Each bit says of a byte that it and the fifteen before it are signs.
    let run = signs & ((signs << 1) | (before >> 63));
    let runBefore = before & (before << 1);
    run &= (run << 2) | (runBefore >> 62);
    runBefore &= runBefore << 2;
    run &= (run << 4) | (runBefore >> 60);
    runBefore &= runBefore << 4;
    run &= (run << 8) | (runBefore >> 56);
    if (run !== 0) {
      const to = at + <i32>ctz(run) + 1;
      if (to <= last) found = to - shortest;
      break;
    }
    before = signs;
  }
  if (v128.any_true(blocks)) keyBlock = true;
  return found;
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
  keyBlock = false;
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
    const bytes = v128.load(at);
    if (v128.any_true(keyBlocks(bytes, at))) keyBlock = true;
    const others = i8x16.bitmask(otherSigns(bytes));
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

/** True where `-----BEGIN` stands in the text, once `nextRun` has looked through it to its end. */
export function holdsKeyBlock(first: i32, last: i32): bool {
  if (!keyBlock) return false;
  for (let at = first; at < last; at += 16) {
    let marks = i8x16.bitmask(keyBlocks(v128.load(at), at));
    while (marks !== 0) {
      const mark = at + ctz(marks);
      if (load<u64>(mark) === 0x4745422d2d2d2d2d && load<u16>(mark + 8) === 0x4e49) return true;
      marks &= marks - 1;
    }
  }
  return false;
}
