/** Walks over what a tool is asked to do. */
import { backslash, closeObject, colon, comma, openObject, plainEnd, quote, stringEnd, valueEnd } from './json.ts';
import { noText, partPath } from '../layout.ts';
import { setField, setRange } from './row-fields.ts';
import { wordAt } from './word-table.ts';
import * as word from '../words.ts';

/** Address behind the input of a call, -1 where it is none; keeps the path that it names, where that is a plain string under a plain key. */
export function inputEnd(part: i32, open: i32, end: i32): i32 {
  if (load<u8>(open) !== openObject || load<u8>(open + 1) === closeObject) return valueEnd(open, end, 0);
  let odd = false;
  let paths = 0;
  let at = open;
  do {
    const last = load<u8>(at + 1) === quote ? stringEnd(at + 2, end) : -1;
    if (last < 0 || load<u8>(last + 1) !== colon) return -1;
    for (let sign = at + 2; sign < last && !odd; sign++) odd = load<u8>(sign) === backslash;
    const value = last + 2;
    if (!odd && last > at + 2 && wordAt(at + 2, last) === word.file_path) {
      paths += 1;
      if (load<u8>(value) === quote) {
        const plain = plainEnd(value + 1, end);
        if (plain > 0) setRange(part + partPath, value + 1, plain);
      }
    }
    at = valueEnd(value, end, 1);
    if (at < 0) return -1;
  } while (load<u8>(at) === comma);
  if (odd || paths !== 1) setField(part + partPath, noText);
  return load<u8>(at) === closeObject ? at + 1 : -1;
}
