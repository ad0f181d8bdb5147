/** Texts that rows repeat: a session's id, a folder, a version, a tool. Each is kept once and has a number. */
import { hashOf, same } from './bytes.ts';
import { argumentWordsAt, knownBytes, knownSlots, knownSlotsAt, knownTextsAt, lastKnownAt, maxKnown, otherText } from '../layout.ts';
import { toolNumbersAt } from '../walk-layout.ts';

/** Texts that one row can add. */
const perRow = 80;

let count = 0;
let epoch = 0;

/** Makes room before a row is read, so that its numbers all hold. Gives how often the texts were forgotten. */
export function roomForRow(): i32 {
  if (count + perRow > maxKnown) {
    memory.fill(knownSlotsAt, 0, knownSlots * 2);
    memory.fill(argumentWordsAt, 0, maxKnown * 2);
    memory.fill(toolNumbersAt, 0, maxKnown * 4);
    count = 0;
    epoch += 1;
  }
  return epoch;
}

/** The number of the text of `length` bytes at `at`, which stands in this field; mostly it is the one that stood there last. */
export function knownAgain(field: i32, at: i32, length: i32): i32 {
  const last = lastKnownAt + field * 4;
  const number = load<i32>(last);
  const text = knownTextsAt + number * knownBytes;
  if (number >= 0 && number < count && <i32>load<u8>(text) === length && same(text + 1, at, length)) return number;
  const other = knownText(at, length);
  store<i32>(last, other);
  return other;
}

/** The number of the text of `length` bytes at `at`; `otherText` where it is too long to be kept. */
function knownText(at: i32, length: i32): i32 {
  if (length >= knownBytes - 1 || count >= maxKnown) return otherText;
  let slot = hashOf(at, length);
  while (true) {
    slot &= knownSlots - 1;
    const number = <i32>load<u16>(knownSlotsAt + slot * 2);
    if (number === 0) {
      const text = knownTextsAt + count * knownBytes;
      store<u8>(text, <u8>length);
      memory.copy(text + 1, at, length);
      count += 1;
      store<u16>(knownSlotsAt + slot * 2, <u16>count);
      return count - 1;
    }
    const text = knownTextsAt + (number - 1) * knownBytes;
    if (<i32>load<u8>(text) === length && same(text + 1, at, length)) return number - 1;
    slot += 1;
  }
}

/** The two words whose values make the argument of a tool, 8 bits each, by the number of its name; 0 where that is not told. */
export function argumentWords(tool: i32): i32 {
  return tool < 0 ? 0 : <i32>load<u16>(argumentWordsAt + tool * 2);
}
