/** Writes the fields of the row under way, by the numbers of `layout.ts`; addresses become places in the block. */
import { blockAt, fieldsAt, noText, otherText, rowUuidWords } from '../layout.ts';

export function setField(field: i32, value: i32): void {
  store<i32>(fieldsAt + field * 4, value);
}

export function setRange(field: i32, from: i32, to: i32): void {
  setField(field, from - blockAt);
  setField(field + 1, to - blockAt);
}

/** Keeps where a text stands; no address for none. */
export function setText(field: i32, from: i32, to: i32): void {
  setField(field, from === 0 ? noText : otherText);
  setRange(field + 1, from, to);
}

/** Keeps the four words of a uuid in lower case; false for any other text. */
export function uuidAt(from: i32, to: i32): bool {
  if (to - from !== 36 || load<u8>(from + 8) !== 0x2d || load<u8>(from + 13) !== 0x2d || load<u8>(from + 18) !== 0x2d || load<u8>(from + 23) !== 0x2d) return false;
  const begin = v128.load(from);
  const middle = v128.load(from, 16);
  const rest = v128.load(from, 20);
  // What is between the dashes: sixteen digits each.
  const one = i8x16.shuffle(begin, middle, 0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 17);
  const other = i8x16.shuffle(middle, rest, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 28, 29, 30, 31);
  if (!i8x16.all_true(v128.and(isHex(one), isHex(other)))) return false;
  // Two digits make a byte, four bytes a word, whose first byte is its greatest.
  const bytes = i8x16.narrow_i16x8_u(bytesOf(one), bytesOf(other));
  v128.store(fieldsAt + rowUuidWords * 4, i8x16.shuffle(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12));
  return true;
}

/** All ones for each digit; letters of upper case are none. */
function isHex(signs: v128): v128 {
  return v128.or(i8x16.le_u(i8x16.sub(signs, i8x16.splat(0x30)), i8x16.splat(9)), isLetter(signs));
}

function isLetter(signs: v128): v128 {
  return i8x16.le_u(i8x16.sub(signs, i8x16.splat(0x61)), i8x16.splat(5));
}

/** The bytes that sixteen digits write, each in the place of two. */
function bytesOf(digits: v128): v128 {
  const halves = i8x16.add(v128.and(digits, i8x16.splat(15)), v128.and(isLetter(digits), i8x16.splat(9)));
  return v128.and(v128.or(i16x8.shl(halves, 4), i16x8.shr_u(halves, 8)), i16x8.splat(0xff));
}
