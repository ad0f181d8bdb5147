/** Tells where no value can be that only what stands beside it makes secret: as careful as `secrets.ts`. */
import { backslash } from './json.ts';
import { keywordAt, listOf, noKeyword, rolled } from './keywords.ts';
import { namesAt } from '../layout.ts';

/** Bytes looked at behind a name or an address: more than the search allows, since escapes take two. */
const reach = 480;

/** True where the bytes, JSON with its escapes, may hold a value that a name, an address or an option beside it makes secret. */
export function mayHoldNamed(first: i32, last: i32): bool {
  const escapes = i8x16.splat(<i8>backslash);
  const letterU = i8x16.splat(0x75);
  for (let at = first; at < last; at += 16) {
    // An escape by number can stand for any letter.
    const numbered = i8x16.bitmask(v128.and(i8x16.eq(v128.load(at), escapes), i8x16.eq(v128.load(at, 1), letterU)));
    if (numbered !== 0 && at + ctz(numbered) < last) return true;
    let marks = ~i8x16.bitmask(noKeyword(namesAt, at)) & 0xffff;
    while (marks !== 0) {
      const from = at + ctz(marks);
      if (from + 2 >= last) break;
      if (isNamed(from, first, last)) return true;
      marks &= marks - 1;
    }
  }
  return false;
}

/** True where a name, an address or an option begins at `from` and a secret may stand behind. */
function isNamed(from: i32, first: i32, last: i32): bool {
  const list = listOf(namesAt, rolled(rolled(<i32>load<u8>(from), <i32>load<u8>(from + 1)), <i32>load<u8>(from + 2)));
  const length = list === 0 ? 0 : keywordAt(namesAt, list, from);
  if (length === 0) return false;
  switch (<i32>load<u8>(from) | 0x20) {
    case 0x3a: // `://`
      return hasPassword(from + length, last);
    case 0x6b: // `key`
      return isNamedKey(from, first) && hasDigit(from + length, last);
    case 0x74: // `token`
    case 0x70: // `passw`
      return hasDigit(from + length, last);
    case 0x73: // `secret`, `sshpass`, `smbclient`
      return (load<u8>(from + 1) | 0x20) !== 0x65 || hasDigit(from + length, last);
    default:
      return true;
  }
}

/** `api_key`, `access-key`, `private_key`, `auth_key`: told by the letter before. */
function isNamedKey(at: i32, first: i32): bool {
  let before = at - 1;
  if (before >= first && load<u8>(before) === 0x2d) before -= 1;
  if (before >= first && load<u8>(before) === 0x5f) before -= 1;
  if (before < first) return false;
  const letter = load<u8>(before) | 0x20;
  return letter === 0x69 || letter === 0x73 || letter === 0x65 || letter === 0x68;
}

/** True where a digit stands in the value behind a name, whatever signs are between. */
function hasDigit(at: i32, last: i32): bool {
  const end = min(last, at + reach);
  for (; at < end; at++) {
    const byte = <i32>load<u8>(at);
    if (byte >= 0x30 && byte <= 0x39) return true;
    switch (byte) {
      case 0x24: // $
      case 0x26: // &
      case 0x28: // (
      case 0x29:
      case 0x2c: // ,
      case 0x3b: // ;
      case 0x3c: // <
      case 0x3e: // >
      case 0x3f: // ?
      case 0x5b: // [
      case 0x5d:
      case 0x60: // `
      case 0x7b: // {
      case 0x7c: // |
      case 0x7d:
        return false;
    }
  }
  return false;
}

/** `user:password@` behind the slashes of an address. */
function hasPassword(at: i32, last: i32): bool {
  const end = min(last, at + reach);
  let colon = false;
  for (; at < end; at++) {
    switch (<i32>load<u8>(at)) {
      case 0x3a:
        colon = true;
        break;
      case 0x40: // @
        return colon;
      case 0x20:
      case 0x22: // "
      case 0x27: // '
      case 0x2f: // /
      case 0x60: // `
        return false;
      case backslash:
        if (load<u8>(at + 1) !== backslash) return false;
        at += 1;
        break;
    }
  }
  return false;
}
