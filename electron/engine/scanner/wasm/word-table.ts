/** Looks up the words of rows that count. */
import { wordBytes, wordSlots, wordSlotsAt, wordTextsAt } from '../layout.ts';

/** The number of the word that the bytes spell; 0 where it is none of those that count. */
export function wordAt(from: i32, to: i32): i32 {
  const length = to - from;
  const number = <i32>load<u8>(wordSlotsAt + ((length + <i32>load<u8>(from) * 4 + <i32>load<u8>(to - 1) * 11) & (wordSlots - 1)));
  const known = wordTextsAt + number * wordBytes;
  return number !== 0 && <i32>load<u8>(known) === length && sameWord(known + 1, from, length) ? number : 0;
}

/** The same as `same`, at one look for each sixteen letters. */
function sameWord(known: i32, from: i32, length: i32): bool {
  const letters = i8x16.bitmask(i8x16.eq(v128.load(known), v128.load(from))) | (length > 16 ? i8x16.bitmask(i8x16.eq(v128.load(known, 16), v128.load(from, 16))) << 16 : 0);
  const all = (1 << length) - 1;
  return (letters & all) === all;
}
