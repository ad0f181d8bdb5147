/** Walks over what a tool is asked to do. */
import { backslash, closeObject, colon, comma, openObject, plainEnd, quote, stringEnd, valueEnd } from './json.ts';
import { argumentWords } from './known-texts.ts';
import { fieldsAt, noText, otherText, wholeInput, partFirst, partPath, partSecond, partTool } from '../layout.ts';
import { setField, setRange } from './row-fields.ts';
import { wordAt } from './word-table.ts';
import * as word from '../words.ts';

/**
 * Address behind the input of a call, -1 where it is none. Keeps the path that it names, where that is a plain string under a
 * plain key, and the strings that make the tool's argument, where the tool's name came first.
 */
export function inputEnd(part: i32, open: i32, end: i32): i32 {
  if (load<u8>(open) !== openObject || load<u8>(open + 1) === closeObject) return valueEnd(open, end, 0);
  const words = argumentWords(load<i32>(fieldsAt + (part + partTool) * 4));
  let odd = false;
  let keys = 0;
  let paths = 0;
  let at = open;
  do {
    const last = load<u8>(at + 1) === quote ? stringEnd(at + 2, end) : -1;
    if (last < 0 || load<u8>(last + 1) !== colon) return -1;
    for (let sign = at + 2; sign < last && !odd; sign++) odd = load<u8>(sign) === backslash;
    const value = last + 2;
    const key = odd || last === at + 2 ? 0 : wordAt(at + 2, last);
    if (key === word.file_path) {
      paths += 1;
      if (load<u8>(value) === quote) {
        const plain = plainEnd(value + 1, end);
        if (plain > 0) setRange(part + partPath, value + 1, plain);
      }
    }
    at = valueEnd(value, end, 1);
    if (at < 0) return -1;
    keys += 1;
    // Without words the only value counts.
    if (words === 0 ? keys === 1 : key !== 0 && key === (words & 0xff)) keepString(part + partFirst, value, at);
    if (key !== 0 && key === words >> 8) keepString(part + partSecond, value, at);
  } while (load<u8>(at) === comma);
  if (odd || paths !== 1) setField(part + partPath, noText);
  // A value that is no string stands for the call as it is written, and so do several.
  if (words === 0 && (keys > 1 || load<i32>(fieldsAt + (part + partFirst) * 4) === otherText)) setField(part + partFirst, wholeInput);
  if (words !== 0 && odd) setField(part + partFirst, otherText);
  return load<u8>(at) === closeObject ? at + 1 : -1;
}

/** Of two values under one key the last counts, which is left to the parser; a value of another kind says nothing. */
function keepString(field: i32, from: i32, to: i32): void {
  if (load<i32>(fieldsAt + field * 4) !== noText) setField(field, otherText);
  else if (load<u8>(from) === quote) setRange(field, from + 1, to - 1);
  else setField(field, otherText);
}
