/** Looks up the words of rows that count. */
import { same } from './bytes.ts';
import { wordBytes, wordSlots, wordSlotsAt, wordTextsAt } from '../layout.ts';

/** The number of the word that the bytes spell; 0 where it is none of those that count. */
export function wordAt(from: i32, to: i32): i32 {
  const length = to - from;
  const number = <i32>load<u8>(wordSlotsAt + ((length + <i32>load<u8>(from) * 4 + <i32>load<u8>(to - 1) * 11) & (wordSlots - 1)));
  const known = wordTextsAt + number * wordBytes;
  return number !== 0 && <i32>load<u8>(known) === length && same(known + 1, from, length) ? number : 0;
}
