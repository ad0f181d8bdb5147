/**
 * Takes rows that follow each other, one a line, as long as they are of the usual kind and say the same of their session as those
 * before: calls and answers, words and thoughts, prompts. What they give is staged for the store, and calls for whoever judges
 * them. It stops at a row that must be taken by itself.
 */
import { addArgument, addPrompt, hasArgument, hasPrompt } from './argument.ts';
import { addCall, findCall } from './call-ids.ts';
import { idA, idB, makeWords } from './ids.ts';
import { backslash } from './json.ts';
import {
  answerPart, answersFlag, blockAt, callPart, fieldsAt, interruptedFlag, noText, partFailed, partFields, partId, partInput, partKind, partPath, partsAt, partSecrets, partTool, promptFlag, promptPart, rowAgent, rowCwd, rowDecision, rowEntrypoint, rowEpoch, rowFlags, rowMillis, rowMode,
  rowParent, rowParts, rowRuns, rowSession, rowStartedAgent, rowUuid, rowUuidWords, rowVersion, saidPart, sidechainFlag, uuidFlag,
} from '../layout.ts';
import { findRow, pushRow, rowCount } from './row-ids.ts';
import { addSeen } from './seen-rows.ts';
import { rowEnd } from './skim.ts';
import { addAnswer, addEvent, addText, hasRoom, nextCall, tell, told } from './staging.ts';
import {
  answeredAt, atEnd, atFull, atOddRow, atRow, longestArgument, longestId, callBlock, callEnd, callEvent, callIdFrom, callIdTo, callInputFrom, callInputTo, callLine, callPathFrom, callPathTo, callRow, callSecrets, callStart, callTime, callTool, toolNumbersAt, walkAgent, walkAt, walkBase, walkBranched, walkCall, walkCwd, walkEarly, walkEntrypoint, walkEpoch, walkFailed,
  walkFirstTime, walkLastId, walkLastTime, walkLastTimed, walkLatestTime, walkLine, walkMode, walkModeSince, walkNoArgument, walkOpen, walkPrompt, walkPrompts, walkRanWell, walkRows, walkSaid, walkSession, walkSidechain, walkSince, walkStopped, walkStoppedEnd, walkThought, walkVersion,
} from '../walk-layout.ts';

const lineFeed: u8 = 0x0a;
/** Calls at once, and clocks that are corrected, set rows back by less; see `sources/transcript/trail.ts`. */
const backwardMs = 60_000;

/** Number of the row that the one under way follows; -1 for none. */
let followed: i32 = 0;

function field(number: i32): i32 {
  return load<i32>(fieldsAt + number * 4);
}

function toldDouble(field: i32): f64 {
  return load<f64>(walkAt + field * 4);
}

function tellDouble(field: i32, value: f64): void {
  store<f64>(walkAt + field * 4, value);
}

/** Takes rows from `start` on, up to `end`, which lies behind a line feed; gives why it stopped. */
export function walk(start: i32, end: i32): i32 {
  let at = start;
  while (at < end) {
    const behind = rowEnd(at, end);
    if (behind < 0 || load<u8>(behind) !== lineFeed) return stop(atOddRow, at, behind);
    const parts = field(rowParts);
    if (!hasRoom(parts, longestArgument + longestId)) return stop(atFull, at, behind);
    // A prompt that is not taken here can not be skimmed either.
    if (!isSame() || !isUsual(parts)) return stop((field(rowFlags) & promptFlag) === 0 ? atRow : atOddRow, at, behind);
    take(parts, at - blockAt, behind - blockAt);
    at = behind + 1;
  }
  return stop(atEnd, at, at);
}

function stop(why: i32, at: i32, end: i32): i32 {
  tell(walkStopped, at - blockAt);
  tell(walkStoppedEnd, end - blockAt);
  return why;
}

/** True where the row says of its session what the rows before said. */
function isSame(): bool {
  if (told(walkOpen) === 0 || field(rowEpoch) !== told(walkEpoch) || field(rowSession) !== told(walkSession) || field(rowCwd) !== told(walkCwd) || field(rowVersion) !== told(walkVersion)) return false;
  if (field(rowAgent) !== told(walkAgent) || field(rowEntrypoint) !== told(walkEntrypoint) || (field(rowFlags) & sidechainFlag) !== told(walkSidechain)) return false;
  // Only a row of the user names a mode that counts.
  const mode = (field(rowFlags) & (answersFlag | promptFlag)) === 0 ? noText : field(rowMode);
  return mode === noText || (mode === told(walkMode) && load<f64>(fieldsAt + rowMillis * 4) >= toldDouble(walkModeSince));
}

/** True where everything about the row can be taken here; its id is then known to have been read. */
function isUsual(parts: i32): bool {
  const flags = field(rowFlags);
  const time = load<f64>(fieldsAt + rowMillis * 4);
  if ((flags & uuidFlag) === 0 || (flags & interruptedFlag) !== 0 || !(time >= toldDouble(walkSince)) || field(rowDecision) !== noText || field(rowStartedAgent) !== noText) return false;
  if ((flags & answersFlag) !== 0 && field(rowRuns) !== 0) return false;
  if (rowCount() === 0 || !findFollowed(time)) return false;
  for (let part = 0; part < parts; part++) if (!isUsualPart(part)) return false;
  // Of several calls in one row the ids would have to be held against each other too.
  if ((flags & answersFlag) === 0 && callsIn(parts) > 1) return false;
  return addSeen(field(rowUuidWords), field(rowUuidWords + 1), field(rowUuidWords + 2), field(rowUuidWords + 3)) === 0;
}

/** True where the row follows one of this file, or none, and does not go back in time. */
function findFollowed(time: f64): bool {
  followed = -1;
  if (field(rowParent) === noText) return true;
  makeWords(blockAt + field(rowParent + 1), blockAt + field(rowParent + 2));
  if (idA === <u32>told(walkLastId) && idB === <u32>told(walkLastId + 1)) {
    followed = rowCount() - 1;
    return told(walkLastTimed) === 0 || time + backwardMs >= toldDouble(walkLastTime);
  }
  followed = findRow(idA, idB);
  return followed >= 0;
}

function partAt(part: i32): i32 {
  return (partsAt - fieldsAt) / 4 + part * partFields;
}

function callsIn(parts: i32): i32 {
  let calls = 0;
  for (let part = 0; part < parts; part++) if (field(partAt(part) + partKind) === callPart) calls += 1;
  return calls;
}

function isUsualPart(part: i32): bool {
  const at = partAt(part);
  const kind = field(at + partKind);
  if (kind === promptPart) return told(walkPrompts) === 1 && hasPrompt(at);
  if (kind !== callPart && kind !== answerPart) return true;
  const from = blockAt + field(at + partId + 1);
  const to = blockAt + field(at + partId + 2);
  if (field(at + partId) === noText || to - from > longestId) return false;
  makeWords(from, to);
  const event = findCall(idA, idB, from, to);
  if (kind === callPart) return event === -1 && told(walkEarly) === 0 && field(at + partTool) >= 0 && load<i32>(toolNumbersAt + field(at + partTool) * 4) !== 0 && hasArgument(at);
  store<i32>(answeredAt + part * 4, event);
  return event >= 0 && (field(at + partFailed) === 0 || isPlainFailure(blockAt + field(at + partInput) + 1));
}

/** True where the text of a failure can not be one of the client's own words for a refusal: none begins like it. See `sources/transcript/answer.ts`. */
function isPlainFailure(text: i32): bool {
  switch (<i32>load<u8>(text)) {
    case 0x54: // T
    case 0x50: // P
    case 0x41: // A
    case 0x5b: // [
    case 0x3c: // <
      return false;
    case backslash:
      return load<u8>(text + 1) !== 0x75;
    default:
      return true;
  }
}

function take(parts: i32, from: i32, to: i32): void {
  const start = toldDouble(walkBase) + <f64>from;
  const end = toldDouble(walkBase) + <f64>to;
  const time = load<f64>(fieldsAt + rowMillis * 4);
  const line = told(walkLine) + 1;
  if (followed >= 0 && followed < rowCount() - 1) tell(walkBranched, 1);
  makeWords(blockAt + field(rowUuid + 1), blockAt + field(rowUuid + 2));
  pushRow(idA, idB, followed + 1, (field(rowFlags) & promptFlag) === 0 ? 0 : 1);
  tell(walkLastId, idA);
  tell(walkLastId + 1, idB);
  tell(walkLastTimed, 1);
  tellDouble(walkLastTime, time);
  if (told(walkRows) === 0 || time < toldDouble(walkFirstTime)) tellDouble(walkFirstTime, time);
  if (told(walkRows) === 0 || time > toldDouble(walkLatestTime)) tellDouble(walkLatestTime, time);
  tell(walkRows, told(walkRows) + 1);
  tell(walkLine, line);
  for (let part = 0; part < parts; part++) {
    const at = partAt(part);
    const kind = field(at + partKind);
    if (kind === answerPart) addAnswer(load<i32>(answeredAt + part * 4), told(field(at + partFailed) === 0 ? walkRanWell : walkFailed), time, line, start, end);
    else if (kind === callPart) handOn(takeCall(at, part, time, line, start, end), at, part, time, line, from, to);
    else if (kind === promptPart) addEvent(time, told(walkPrompt), 0, 0, addPrompt(at), line, start, end, promptBlock());
    else addEvent(time, told(kind === saidPart ? walkSaid : walkThought), 0, 0, told(walkNoArgument), line, start, end, part);
  }
}

/** A mode that stands on the row is the part before the prompt, as `sources/transcript/record.ts` reads it. */
function promptBlock(): i32 {
  return field(rowMode) === noText ? 0 : 1;
}

function takeCall(at: i32, part: i32, time: f64, line: i32, start: f64, end: f64): i32 {
  const from = blockAt + field(at + partId + 1);
  const to = blockAt + field(at + partId + 2);
  const toolUse = addText(from, to) + 1;
  const event = addEvent(time, told(walkCall), load<i32>(toolNumbersAt + field(at + partTool) * 4), toolUse, addArgument(at), line, start, end, part);
  makeWords(from, to);
  addCall(idA, idB, event, from, to);
  return event;
}

function handOn(event: i32, at: i32, part: i32, time: f64, line: i32, start: i32, end: i32): void {
  const call = nextCall();
  store<f64>(call + callTime * 4, time);
  store<i32>(call + callEvent * 4, event);
  store<i32>(call + callLine * 4, line);
  store<i32>(call + callRow * 4, rowCount() - 1);
  store<i32>(call + callBlock * 4, part);
  store<i32>(call + callStart * 4, start);
  store<i32>(call + callEnd * 4, end);
  store<i32>(call + callInputFrom * 4, field(at + partInput));
  store<i32>(call + callInputTo * 4, field(at + partInput + 1));
  store<i32>(call + callPathFrom * 4, field(at + partPath));
  store<i32>(call + callPathTo * 4, field(at + partPath + 1));
  store<i32>(call + callTool * 4, field(at + partTool));
  store<i32>(call + callSecrets * 4, field(at + partSecrets));
  store<i32>(call + callIdFrom * 4, field(at + partId + 1));
  store<i32>(call + callIdTo * 4, field(at + partId + 2));
}
