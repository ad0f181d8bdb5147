/**
 * Reads rows that follow each other, one a line, and puts down what counts of each: a tape of numbers, which the other side goes
 * through many rows at a time. Whether a row really is usual in its file is for the other side to see.
 */
import { hashOf, same } from './bytes.ts';
import { backslash } from './json.ts';
import {
  answersFlag, blockAt, callPart, answerPart, fieldsAt, interruptedFlag, longestArgument, maxParts, maxTape, maxTapeParts, noText, otherText, partFailed, partFields, partFirst, partId, partInput, partKind, partPath, partsAt, partSecond,
  partSecrets, partTool, rowAgent, rowCwd, rowDecision, rowEntrypoint, rowEpoch, rowFlags, rowMillis, rowMode, rowParent, rowParts, rowRuns, rowSession, rowStartedAgent, rowUuid, rowUuidWords, rowVersion,
  tapeAgent, tapeAt, tapeCwd, tapeEnd, tapeEntrypoint, tapeEpoch, tapeFields, tapeFirstPart, tapeFlags, tapeFollows, tapeId, tapeMillis, tapeMode, tapeParent, tapePartArgument, tapePartFields, tapePartHash, tapePartId, tapePartInput,
  tapePartKind, tapePartPath, tapeParts, tapePartsAt, tapePartSecrets, tapePartTool, tapePartWords, tapeSession, tapeStart, tapeTexts, tapeTextsAt, tapeUsual, tapeUuid, tapeVersion, uuidFlag,
} from '../layout.ts';
import { rowEnd } from './skim.ts';

const lineFeed: u8 = 0x0a;

/** Where the walk ended: behind the line feed of the last row on the tape. */
let walked: i32 = 0;
/** Whether the row there is one that can not be skimmed. */
let refused: bool = false;
/** Parts on the tape, and the address behind the arguments that stand there. */
let parts: i32 = 0;
let textEnd: i32 = 0;
/** The id of the row before; no address for none. */
let idFrom: i32 = 0;

export function walkedTo(): i32 {
  return walked;
}

export function wasRefused(): bool {
  return refused;
}

/** Puts the rows of `start..end` on the tape, up to the first that can not be skimmed; gives how many. `end` lies behind a line feed. */
export function walk(start: i32, end: i32): i32 {
  let rows = 0;
  walked = start;
  refused = false;
  parts = 0;
  textEnd = tapeTextsAt;
  idFrom = 0;
  while (walked < end && rows < maxTape && parts + maxParts <= maxTapeParts && textEnd + maxParts * longestArgument <= tapeTextsAt + tapeTexts) {
    const behind = rowEnd(walked, end);
    if (behind < 0 || load<u8>(behind) !== lineFeed) {
      refused = true;
      break;
    }
    const row = tapeAt + rows * tapeFields * 4;
    put(row, tapeStart, walked - blockAt);
    put(row, tapeEnd, behind - blockAt);
    put(row, tapeUsual, putRow(row) ? 1 : 0);
    walked = behind + 1;
    rows += 1;
  }
  return rows;
}

function put(entry: i32, field: i32, value: i32): void {
  store<i32>(entry + field * 4, value);
}

function field(number: i32): i32 {
  return load<i32>(fieldsAt + number * 4);
}

/** Puts down the row that was skimmed; false where something about it is not usual. */
function putRow(row: i32): bool {
  const flags = field(rowFlags);
  const millis = load<f64>(fieldsAt + rowMillis * 4);
  const before = idFrom;
  idFrom = 0;
  if ((flags & uuidFlag) === 0 || (flags & interruptedFlag) !== 0 || isNaN(millis) || field(rowDecision) !== noText || field(rowStartedAgent) !== noText) return false;
  if ((flags & answersFlag) !== 0 && field(rowRuns) !== 0) return false;
  put(row, tapeEpoch, field(rowEpoch));
  put(row, tapeSession, field(rowSession));
  put(row, tapeCwd, field(rowCwd));
  put(row, tapeVersion, field(rowVersion));
  put(row, tapeAgent, field(rowAgent));
  put(row, tapeEntrypoint, field(rowEntrypoint));
  put(row, tapeMode, field(rowMode));
  put(row, tapeFlags, flags);
  memory.copy(row + tapeUuid * 4, fieldsAt + rowUuidWords * 4, 16);
  store<f64>(row + tapeMillis * 4, millis);
  idFrom = blockAt + field(rowUuid + 1);
  putWords(row + tapeId * 4, idFrom, blockAt + field(rowUuid + 2));
  put(row, tapeFollows, field(rowParent) === noText ? 0 : 1);
  if (field(rowParent) !== noText) {
    const parentFrom = blockAt + field(rowParent + 1);
    const parentTo = blockAt + field(rowParent + 2);
    // Nearly each row follows the one before it.
    if (before !== 0 && parentTo - parentFrom === 36 && same(before, parentFrom, 36)) store<u64>(row + tapeParent * 4, load<u64>(row - tapeFields * 4 + tapeId * 4));
    else putWords(row + tapeParent * 4, parentFrom, parentTo);
  }
  const count = field(rowParts);
  put(row, tapeFirstPart, parts);
  put(row, tapeParts, count);
  for (let part = 0; part < count; part++) if (!putPart((partsAt - fieldsAt) / 4 + part * partFields)) return false;
  return true;
}

function putPart(part: i32): bool {
  const entry = tapePartsAt + parts * tapePartFields * 4;
  const kind = field(part + partKind);
  put(entry, tapePartKind, kind);
  parts += 1;
  if (kind !== callPart && kind !== answerPart) return true;
  if (field(part + partId) === noText || (kind === answerPart && field(part + partFailed) !== 0)) return false;
  const from = blockAt + field(part + partId + 1);
  const to = blockAt + field(part + partId + 2);
  put(entry, tapePartId, from);
  put(entry, tapePartId + 1, to);
  putWords(entry + tapePartWords * 4, from, to);
  if (kind === answerPart) return true;
  put(entry, tapePartTool, field(part + partTool));
  put(entry, tapePartSecrets, field(part + partSecrets));
  put(entry, tapePartInput, field(part + partInput));
  put(entry, tapePartInput + 1, field(part + partInput + 1));
  put(entry, tapePartPath, field(part + partPath));
  put(entry, tapePartPath + 1, field(part + partPath + 1));
  return putArgument(entry, part);
}

/** Two words of an id, as `idWords` makes them of a text whose units are these bytes. */
function putWords(at: i32, from: i32, to: i32): void {
  let a: u32 = 0x811c9dc5;
  let b: u32 = 0x9747b28c;
  for (let sign = from; sign < to; sign++) {
    const unit = <u32>load<u8>(sign);
    a = (a ^ unit) * 0x01000193;
    b = (b ^ unit) * 0x85ebca6b + <u32>(sign - from);
  }
  store<u32>(at, a);
  store<u32>(at + 4, b);
}

/** The values of the tool's two words, one behind the other with a space between; false where only the parser can tell. */
function putArgument(entry: i32, part: i32): bool {
  const first = field(part + partFirst);
  const second = field(part + partSecond);
  if (first === otherText || second === otherText) return false;
  const firstLength = first === noText ? 0 : field(part + partFirst + 1) - first;
  const secondLength = second === noText ? 0 : field(part + partSecond + 1) - second;
  const length = firstLength + secondLength + 1;
  if (length === 1 || length > longestArgument) return false;
  let from = blockAt + (firstLength > 0 ? first : second);
  let to = from + (firstLength > 0 ? firstLength : secondLength);
  if ((firstLength > 0 && secondLength > 0) || holds(from, to, backslash)) {
    const text = textEnd;
    if (!unescape(from, to)) return false;
    if (firstLength > 0 && secondLength > 0) {
      store<u8>(textEnd, 0x20);
      textEnd += 1;
      if (!unescape(blockAt + second, blockAt + second + secondLength)) return false;
    }
    from = text;
    to = textEnd;
  }
  put(entry, tapePartArgument, from);
  put(entry, tapePartArgument + 1, to);
  put(entry, tapePartHash, hashOf(from, to - from));
  return true;
}

function holds(from: i32, to: i32, byte: i32): bool {
  for (let at = from; at < to; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(<i8>byte)));
    if (found !== 0) return at + ctz(found) < to;
  }
  return false;
}

/** Puts a text of JSON behind those that stand there, as it reads; false where an escape names a character by its number. */
function unescape(from: i32, to: i32): bool {
  for (let at = from; at < to; at++) {
    let byte = load<u8>(at);
    if (byte === backslash) {
      at += 1;
      byte = load<u8>(at);
      switch (<i32>byte) {
        case 0x75: // u
          return false;
        case 0x6e: // n
          byte = 0x0a;
          break;
        case 0x74: // t
          byte = 0x09;
          break;
        case 0x72: // r
          byte = 0x0d;
          break;
        case 0x62: // b
          byte = 0x08;
          break;
        case 0x66: // f
          byte = 0x0c;
          break;
        default: // the sign itself
      }
    }
    store<u8>(textEnd, byte);
    textEnd += 1;
  }
  return true;
}
