/**
 * Tells whether a JSON value is written just as `JSON.stringify` would write what `JSON.parse` makes of it, so that its bytes can
 * stand for it. It takes a little less than that, never more. The value must be compact and well formed, as `json.ts` finds it.
 */
import { same } from './bytes.ts';
import { backslash, closeList, closeObject, colon, openList, openObject, quote, stringEnd } from './json.ts';
import { canonicalDepth, canonicalKeys, keysAt } from '../walk-layout.ts';

export function isCanonical(at: i32, end: i32): bool {
  return canonicalEnd(at, end, 0) >= 0;
}

/** Address behind the value; -1 where it is not canonical. */
function canonicalEnd(at: i32, end: i32, depth: i32): i32 {
  if (depth === canonicalDepth) return -1;
  const first = <i32>load<u8>(at);
  if (first === quote) return textEnd(at, end);
  if (first === openObject) return objectEnd(at, end, depth);
  if (first === openList) {
    if (load<u8>(at + 1) === closeList) return at + 2;
    do {
      at = canonicalEnd(at + 1, end, depth + 1);
      if (at < 0) return -1;
    } while (load<u8>(at) !== closeList);
    return at + 1;
  }
  // true, null, false
  if (first === 0x74 || first === 0x6e) return at + 4;
  return first === 0x66 ? at + 5 : numberEnd(at);
}

/** Escapes by number and of the slash can be written otherwise. */
function textEnd(at: i32, end: i32): i32 {
  const last = stringEnd(at + 1, end);
  for (let sign = at + 1; sign < last; sign++) {
    if (load<u8>(sign) !== backslash) continue;
    sign += 1;
    const letter = load<u8>(sign);
    if (letter === 0x75 || letter === 0x2f) return -1;
  }
  return last < 0 ? -1 : last + 1;
}

/** Keys that are numbers come first, and of two under one name the last counts. */
function objectEnd(open: i32, end: i32, depth: i32): i32 {
  if (load<u8>(open + 1) === closeObject) return open + 2;
  const keys = keysAt + depth * canonicalKeys * 8;
  let count = 0;
  let at = open;
  do {
    const key = at + 1;
    const behind = textEnd(key, end);
    if (behind < 0 || count === canonicalKeys || (load<u8>(key + 1) >= 0x30 && load<u8>(key + 1) <= 0x39) || load<u8>(behind) !== colon) return -1;
    for (let other = 0; other < count; other++) {
      const from = load<i32>(keys + other * 8);
      if (load<i32>(keys + other * 8 + 4) === behind - key && same(from, key, behind - key)) return -1;
    }
    store<i32>(keys + count * 8, key);
    store<i32>(keys + count * 8 + 4, behind - key);
    count += 1;
    at = canonicalEnd(behind + 1, end, depth + 1);
    if (at < 0) return -1;
  } while (load<u8>(at) !== closeObject);
  return at + 1;
}

/** Whole numbers that a double holds with all their digits; a zero below none has lost its sign. */
function numberEnd(at: i32): i32 {
  const first = at;
  if (load<u8>(at) === 0x2d) at += 1;
  if (at > first && load<u8>(at) === 0x30) return -1;
  while (load<u8>(at) >= 0x30 && load<u8>(at) <= 0x39) at += 1;
  const next = load<u8>(at) | 0x20;
  return at - first > 15 || load<u8>(at) === 0x2e || next === 0x65 ? -1 : at;
}
