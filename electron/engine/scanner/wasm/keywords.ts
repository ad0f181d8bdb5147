/**
 * Looks for the keywords of a set among bytes. A set is a table from three signs, five bits of each, to a list of keywords that
 * begin so, and the lists: a count, then for each keyword the bits of how it counts, its length and its letters. Behind them
 * stands a filter: for each of the three signs what its lower and its upper half of a byte say, a bit for some of the keywords each.
 */
import { exactKeyword, headCount, keywordLists, namedKeyword, wordKeyword } from '../layout.ts';
import { backslash } from './json.ts';

/** The next state of signs one behind the other, of which the last three count. */
export function rolled(state: i32, byte: i32): i32 {
  return (state << 5) | (byte & 31);
}

/** Where the list for three signs stands in `set`; 0 for none. Most have none: it is asked before `keywordAt`. */
export function listOf(set: i32, state: i32): i32 {
  return <i32>load<u16>(set + (state & (headCount - 1)) * 2);
}

/** All ones for each of the sixteen bytes at `at` with which no keyword of `set` begins; of the others few are its begin. */
export function noKeyword(set: i32, at: i32): v128 {
  const filter = set + headCount * 2 + keywordLists;
  const first = halves(filter, v128.load(at));
  const second = halves(filter + 32, v128.load(at, 1));
  const third = halves(filter + 64, v128.load(at, 2));
  return i8x16.eq(v128.and(v128.and(first, second), third), i8x16.splat(0));
}

function halves(filter: i32, bytes: v128): v128 {
  const low = i8x16.swizzle(v128.load(filter), v128.and(bytes, i8x16.splat(15)));
  return v128.and(low, i8x16.swizzle(v128.load(filter, 16), v128.and(i16x8.shr_u(bytes, 4), i8x16.splat(15))));
}

/** The length of the longest keyword of `list` that begins at `at`; 0 where none does. */
export function keywordAt(set: i32, list: i32, at: i32): i32 {
  let next = set + headCount * 2 + list;
  let left = <i32>load<u8>(next);
  next += 1;
  while (left > 0) {
    const how = <i32>load<u8>(next);
    const length = <i32>load<u8>(next + 1);
    if (spells(at, next + 2, length, (how & exactKeyword) !== 0) && ((how & wordKeyword) === 0 || beginsWord(at)) && ((how & namedKeyword) === 0 || isGiven(at + length))) return length;
    next += length + 2;
    left -= 1;
  }
  return 0;
}

function spells(at: i32, letters: i32, length: i32, exact: bool): bool {
  for (let read = 0; read < length; read++) {
    const byte = load<u8>(at + read);
    if ((exact ? byte : folded(byte)) !== load<u8>(letters + read)) return false;
  }
  return true;
}

/** True where no sign of a word stands before; the letter of an escape is none. */
function beginsWord(at: i32): bool {
  const before = load<u8>(at - 1);
  const letter = before | 0x20;
  return !((letter >= 0x61 && letter <= 0x7a) || (before >= 0x30 && before <= 0x39) || before === 0x5f) || load<u8>(at - 2) === backslash;
}

/** Signs between a name and what gives it a value: up to twenty of a word, then three, each of which can be an escape. */
const nameReach = 64;

/** True where a sign follows that gives a value to the name that ends at `at`. */
function isGiven(at: i32): bool {
  for (const end = at + nameReach; at < end; at++) {
    switch (<i32>load<u8>(at)) {
      case 0x2c: // ,
      case 0x3a: // :
      case 0x3d: // =
      case 0x3e: // >
      case 0x3f: // ?
      case 0x7c: // |
        return true;
      case 0x2f: // Of the signs that cannot stand between: the ones of an image's letters.
      case 0x2b:
        return false;
    }
  }
  return false;
}

function folded(byte: u8): u8 {
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}
