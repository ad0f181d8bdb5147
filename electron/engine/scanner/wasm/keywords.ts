/**
 * Looks for the keywords of a set among bytes, upper and lower case alike. A set is a table from three signs, five bits of
 * each, to a list of keywords that begin so, and the lists: a count, then each keyword as its length and its letters.
 */
import { headCount } from '../layout.ts';

/** The next state of three signs, as the table is asked. */
export function rolled(state: i32, byte: i32): i32 {
  return ((state << 5) | (byte & 31)) & (headCount - 1);
}

/** Where the list for three signs stands in `set`; 0 for none. Most have none: it is asked before `keywordAt`. */
export function listOf(set: i32, state: i32): i32 {
  return <i32>load<u16>(set + state * 2);
}

/** The length of the longest keyword of `list` that begins at `at`; 0 where none does. */
export function keywordAt(set: i32, list: i32, at: i32): i32 {
  let next = set + headCount * 2 + list;
  let left = <i32>load<u8>(next);
  next += 1;
  while (left > 0) {
    const length = <i32>load<u8>(next);
    let read = 0;
    while (read < length && folded(load<u8>(at + read)) === load<u8>(next + 1 + read)) read++;
    if (read === length) return length;
    next += length + 1;
    left -= 1;
  }
  return 0;
}

function folded(byte: u8): u8 {
  return byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte;
}
