/** Writes what stands for a call in a list, the values of its tool's two words, and what a person asked: as they read. */
import { hashOf } from './bytes.ts';
import { isCanonical } from './canonical.ts';
import { backslash, quote } from './json.ts';
import { fieldsAt, noText, otherText, partFirst, partInput, partSecond, wholeInput, blockAt } from '../layout.ts';
import { addText, addTextOnce, endText, textAt } from './staging.ts';
import { longestArgument } from '../walk-layout.ts';

function field(number: i32): i32 {
  return load<i32>(fieldsAt + number * 4);
}

/** True where the argument of a part can be told here; else the parser must. */
export function hasArgument(part: i32): bool {
  const first = field(part + partFirst);
  const second = field(part + partSecond);
  if (first === wholeInput) return field(part + partInput + 1) - field(part + partInput) < longestArgument && isCanonical(blockAt + field(part + partInput), blockAt + field(part + partInput + 1));
  if (first === otherText || second === otherText) return false;
  const length = lengthOf(part + partFirst) + lengthOf(part + partSecond);
  return length > 0 && length < longestArgument && !isNumbered(part + partFirst) && !isNumbered(part + partSecond);
}

/** Keeps the argument; gives the number that its text will have. */
export function addArgument(part: i32): i32 {
  if (field(part + partFirst) === wholeInput) return addText(blockAt + field(part + partInput), blockAt + field(part + partInput + 1));
  const first = lengthOf(part + partFirst);
  const second = lengthOf(part + partSecond);
  if (second === 0) return addRead(part + partFirst);
  if (first === 0) return addRead(part + partSecond);
  const text = textAt();
  const space = write(text, part + partFirst);
  store<u8>(space, 0x20);
  return endText(write(space + 1, part + partSecond) - text);
}

/** True where what a person asked can be told here: not in the form of what the client writes itself, see `isHuman` in `sources/transcript/record.ts`. */
export function hasPrompt(part: i32): bool {
  let at = blockAt + field(part + partInput);
  while (load<u8>(at) === 0x20) at += 1;
  const first = <i32>load<u8>(at);
  // What a sign above ASCII or an escape begins may be space too; of the client's own words each begins with a tag, a bracket or a capital C.
  if (first >= 0x80 || first === 0x3c || first === 0x5b || first === 0x43) return false;
  if (first === backslash && load<u8>(at + 1) !== quote && load<u8>(at + 1) !== backslash) return false;
  const length = lengthOf(part + partInput);
  return length > 0 && length < longestArgument && !isNumbered(part + partInput);
}

export function addPrompt(part: i32): i32 {
  return addRead(part + partInput);
}

/** Keeps the text that stands in a range, as it reads. */
function addRead(range: i32): i32 {
  const from = blockAt + field(range);
  const to = blockAt + field(range + 1);
  if (!holds(from, to, backslash)) return addTextOnce(from, to, hashOf(from, to - from));
  const text = textAt();
  return endText(write(text, range) - text);
}

function lengthOf(range: i32): i32 {
  return field(range) === noText ? 0 : field(range + 1) - field(range);
}

/** True where an escape names a character by its number. */
function isNumbered(range: i32): bool {
  if (field(range) === noText) return false;
  const to = blockAt + field(range + 1);
  for (let at = blockAt + field(range); at < to; at++) {
    if (load<u8>(at) !== backslash) continue;
    at += 1;
    if (load<u8>(at) === 0x75) return true;
  }
  return false;
}

function holds(from: i32, to: i32, byte: i32): bool {
  for (let at = from; at < to; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(<i8>byte)));
    if (found !== 0) return at + ctz(found) < to;
  }
  return false;
}

/** Writes a text of JSON as it reads; gives the address behind it. */
function write(into: i32, range: i32): i32 {
  const to = blockAt + field(range + 1);
  for (let at = blockAt + field(range); at < to; at++) {
    let byte = load<u8>(at);
    if (byte === backslash) {
      at += 1;
      byte = unescaped(load<u8>(at));
    }
    store<u8>(into, byte);
    into += 1;
  }
  return into;
}

function unescaped(letter: u8): u8 {
  switch (<i32>letter) {
    case 0x6e: // n
      return 0x0a;
    case 0x74: // t
      return 0x09;
    case 0x72: // r
      return 0x0d;
    case 0x62: // b
      return 0x08;
    case 0x66: // f
      return 0x0c;
    default: // a quote, a slash, a backslash
      return letter;
  }
}
