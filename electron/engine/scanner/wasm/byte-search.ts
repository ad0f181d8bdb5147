/** Finds a stretch of bytes, and escapes that JSON does not ask for, in the block. */
import { bitsOf } from './bytes.ts';
import { blockAt, foldsAt, halfEscape, slashEscape, stretchAt, unicodeEscape } from '../byte-search-layout.ts';

const backslash: u8 = 0x5c;
const quote: u8 = 0x22;
const letterU: u8 = 0x75;
const slash: u8 = 0x2f;

let length: i32 = 0;
let first: i32 = 0;
let second: i32 = 0;
/** Places where both rare bytes stood and the stretch did not. */
let misses: i32 = 0;

/** What `next` looks for: `bytes` at `stretchAt`. Those at places `one` and `other` are rare; they are looked for together. */
export function seek(bytes: i32, one: i32, other: i32): void {
  length = bytes;
  first = one;
  second = other;
  misses = 0;
}

/** How often the rare bytes were found without the stretch since `seek`. */
export function missed(): i32 {
  return misses;
}

/** Where the stretch stands next, whole in `from` to `to`; -1 where it does not. */
export function next(from: i32, to: i32): i32 {
  const last = to - length;
  const one = i8x16.splat(load<i8>(stretchAt + first));
  const other = i8x16.splat(load<i8>(stretchAt + second));
  const oneFold = i8x16.splat(load<i8>(foldsAt + first));
  const otherFold = i8x16.splat(load<i8>(foldsAt + second));
  for (let at = from; at <= last; at += 64) {
    const a = at + first;
    const b = at + second;
    const m0 = v128.and(i8x16.eq(v128.or(v128.load(a), oneFold), one), i8x16.eq(v128.or(v128.load(b), otherFold), other));
    const m1 = v128.and(i8x16.eq(v128.or(v128.load(a, 16), oneFold), one), i8x16.eq(v128.or(v128.load(b, 16), otherFold), other));
    const m2 = v128.and(i8x16.eq(v128.or(v128.load(a, 32), oneFold), one), i8x16.eq(v128.or(v128.load(b, 32), otherFold), other));
    const m3 = v128.and(i8x16.eq(v128.or(v128.load(a, 48), oneFold), one), i8x16.eq(v128.or(v128.load(b, 48), otherFold), other));
    if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) continue;
    let marks = bitsOf(m0, m1, m2, m3);
    while (marks !== 0) {
      const place = at + <i32>ctz(marks);
      if (place > last) return -1;
      if (stands(place)) return place;
      misses += 1;
      marks &= marks - 1;
    }
  }
  return -1;
}

function stands(place: i32): bool {
  let at = 0;
  for (; at + 16 <= length; at += 16) if (v128.any_true(v128.xor(v128.or(v128.load(place + at), v128.load(foldsAt + at)), v128.load(stretchAt + at)))) return false;
  for (; at < length; at++) if ((load<u8>(place + at) | load<u8>(foldsAt + at)) !== load<u8>(stretchAt + at)) return false;
  return true;
}

let oddKind: i32 = 0;

/** The kind of the escape that `nextOdd` found last. */
export function kindFound(): i32 {
  return oddKind;
}

/**
 * Where an escape of one of `kinds` stands next, or -1: what no usual writer escapes, `\u0061` for `a`, a pair of surrogates, `\/`;
 * and half of a character, which usual writers leave where they cut a text. What is cut by the end is taken for the first kind.
 */
export function nextOdd(from: i32, to: i32, kinds: i32): i32 {
  const last = to - 2;
  const escapes = i8x16.splat(backslash);
  const unicode = i8x16.splat((kinds & (unicodeEscape | halfEscape)) !== 0 ? letterU : slash);
  const other = i8x16.splat((kinds & slashEscape) !== 0 ? slash : letterU);
  for (let at = from; at <= last; at += 64) {
    const m0 = candidates(at, escapes, unicode, other);
    const m1 = candidates(at + 16, escapes, unicode, other);
    const m2 = candidates(at + 32, escapes, unicode, other);
    const m3 = candidates(at + 48, escapes, unicode, other);
    if (!v128.any_true(v128.or(v128.or(m0, m1), v128.or(m2, m3)))) continue;
    let marks = bitsOf(m0, m1, m2, m3);
    while (marks !== 0) {
      const place = at + <i32>ctz(marks);
      if (place > last) return -1;
      if (!isSecondHalf(place)) {
        oddKind = load<u8>(place + 1) === slash ? slashEscape : unicodeKind(place + 2, to);
        if ((oddKind & kinds) !== 0) return place;
      }
      marks &= marks - 1;
    }
  }
  return -1;
}

function candidates(at: i32, escapes: v128, unicode: v128, other: v128): v128 {
  const behind = v128.load(at, 1);
  return v128.and(i8x16.eq(v128.load(at), escapes), v128.or(i8x16.eq(behind, unicode), i8x16.eq(behind, other)));
}

/** True where the backslash surely is the second half of `\\`; a run cut by the start of the block leaves it open. */
function isSecondHalf(place: i32): bool {
  let at = place;
  while (at > blockAt && load<u8>(at - 1) === backslash) at -= 1;
  return ((place - at) & 1) === 1 && at > blockAt;
}

/** `at` is where the four digits of the escape begin; what follows them tells a pair from a lone half. 0: as usual writers do. */
function unicodeKind(at: i32, to: i32): i32 {
  if (at + 4 > to) return unicodeEscape;
  const one = load<u8>(at);
  const two = load<u8>(at, 1);
  const three = load<u8>(at, 2);
  const four = load<u8>(at, 3);
  if (one === 0x30 && two === 0x30) {
    const usual = three === 0x30 ? (four >= 0x30 && four <= 0x37) || four === 0x62 || four === 0x65 || four === 0x66 : three === 0x31 && isHex(four);
    return usual ? 0 : unicodeEscape;
  }
  if (one !== 0x64 || !isHex(three) || !isHex(four)) return unicodeEscape;
  if (two >= 0x63 && two <= 0x66) return halfEscape;
  if (two !== 0x38 && two !== 0x39 && two !== 0x61 && two !== 0x62) return unicodeEscape;
  // A high half without its low half; at the end of the block, the next one shows the pair as a whole.
  if (at + 8 > to || load<u16>(at, 4) !== 0x755c || (load<u8>(at, 6) | 0x20) !== 0x64) return halfEscape;
  const low = load<u8>(at, 7) | 0x20;
  return low >= 0x63 && low <= 0x66 ? unicodeEscape : halfEscape;
}

/** Lower case only. */
function isHex(sign: u8): bool {
  return (sign >= 0x30 && sign <= 0x39) || (sign >= 0x61 && sign <= 0x66);
}

/** The last quote in `from` to `at` that no backslash stands before, or -1. */
export function quoteBefore(at: i32, from: i32): i32 {
  const quotes = i8x16.splat(quote);
  for (let end = at; end > from; end -= 16) {
    let marks = i8x16.bitmask(i8x16.eq(v128.load(end - 16), quotes));
    while (marks !== 0) {
      const bit = 31 - <i32>clz(marks);
      const place = end - 16 + bit;
      if (place < from) return -1;
      if (!isEscaped(place, from)) return place;
      marks ^= 1 << bit;
    }
  }
  return -1;
}

/** The first such quote in `at` to `to`; nothing before `from` is looked at. */
export function quoteBehind(at: i32, to: i32, from: i32): i32 {
  const quotes = i8x16.splat(quote);
  for (; at < to; at += 16) {
    let marks = i8x16.bitmask(i8x16.eq(v128.load(at), quotes));
    while (marks !== 0) {
      const place = at + <i32>ctz(marks);
      if (place >= to) return -1;
      if (!isEscaped(place, from)) return place;
      marks &= marks - 1;
    }
  }
  return -1;
}

function isEscaped(place: i32, from: i32): bool {
  let at = place;
  while (at > from && load<u8>(at - 1) === backslash) at -= 1;
  return ((place - at) & 1) === 1;
}
