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
  let value: u32 = 0;
  let digits = 0;
  for (let at = from; at < to; at++) {
    const sign = <u32>load<u8>(at);
    if (sign === 0x2d) continue;
    const digit = sign - 0x30 < 10 ? sign - 0x30 : sign - 0x61 < 6 ? sign - 0x57 : 16;
    if (digit === 16) return false;
    value = (value << 4) | digit;
    digits += 1;
    if ((digits & 7) === 0) store<u32>(fieldsAt + (rowUuidWords + digits / 8 - 1) * 4, value);
  }
  return digits === 32;
}
