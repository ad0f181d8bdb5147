/** Puts down what rows gave, for the store to take over many at a time. */
import { same } from './bytes.ts';
import { touch } from './heap.ts';
import {
  answerEndAt, answerEventAt, answerLineAt, answerOutcomeAt, answerStartAt, answerTimeAt, callFields, callsAt, maxStaged, recentAt, recentBytes, recentPlaces, stagedArgumentAt, stagedBlockAt, stagedEndAt, stagedKindAt, stagedLineAt, stagedOutcomeAt, stagedStartAt, stagedTimeAt,
  stagedToolAt, stagedToolUseAt, textBytesAt, textLengthsAt, textRoom, walkAnswers, walkAt, walkEvent, walkCall, walkCalls, walkEvents, walkNoOutcome, walkText, walkTextBytes, walkTexts, walkUnanswered,
} from '../walk-layout.ts';

export function told(field: i32): i32 {
  return load<i32>(walkAt + field * 4);
}

export function tell(field: i32, value: i32): void {
  store<i32>(walkAt + field * 4, value);
}

/** True where there is room for what a row with so many parts can give, of so many bytes each. */
export function hasRoom(parts: i32, bytes: i32): bool {
  return told(walkEvents) + parts <= maxStaged && told(walkAnswers) + parts <= maxStaged && told(walkTextBytes) + parts * bytes <= textRoom;
}

/** Address of the next call that is to be handed on. */
export function nextCall(): i32 {
  const at = told(walkCalls);
  tell(walkCalls, at + 1);
  return callsAt + at * callFields * 4;
}

/** Gives the number that the event will have. */
export function addEvent(time: f64, kind: i32, tool: i32, toolUse: i32, argument: i32, line: i32, start: f64, end: f64, block: i32): i32 {
  const at = told(walkEvents);
  store<f64>(stagedTimeAt + at * 8, time);
  store<f64>(stagedStartAt + at * 8, start);
  store<f64>(stagedEndAt + at * 8, end);
  store<i32>(stagedLineAt + at * 4, line);
  store<i32>(stagedToolAt + at * 4, tool);
  store<i32>(stagedToolUseAt + at * 4, toolUse);
  store<i32>(stagedArgumentAt + at * 4, argument);
  store<i32>(stagedBlockAt + at * 4, block);
  store<u8>(stagedKindAt + at, <u8>kind);
  store<u8>(stagedOutcomeAt + at, <u8>told(kind === told(walkCall) ? walkUnanswered : walkNoOutcome));
  tell(walkEvents, at + 1);
  return told(walkEvent) + at;
}

export function addAnswer(event: i32, outcome: i32, time: f64, line: i32, start: f64, end: f64): void {
  const at = told(walkAnswers);
  store<f64>(answerTimeAt + at * 8, time);
  store<f64>(answerStartAt + at * 8, start);
  store<f64>(answerEndAt + at * 8, end);
  store<i32>(answerEventAt + at * 4, event);
  store<i32>(answerLineAt + at * 4, line);
  store<u8>(answerOutcomeAt + at, <u8>outcome);
  tell(walkAnswers, at + 1);
}

/** Where the next text is to be written, before `endText`. */
export function textAt(): i32 {
  return textBytesAt + told(walkTextBytes);
}

/** Keeps the text that was written; gives the number that it will have. */
export function endText(length: i32): i32 {
  const at = told(walkTexts);
  store<i32>(textLengthsAt + at * 4, length);
  tell(walkTexts, at + 1);
  tell(walkTextBytes, told(walkTextBytes) + length);
  return told(walkText) + at;
}

export function addText(from: i32, to: i32): i32 {
  memory.copy(textAt(), from, to - from);
  return endText(to - from);
}

/** Memory for arguments that were kept lately is fetched before it is looked at. */
let fetched: bool = false;

/** The same for a text that may have been kept lately: paths and short commands are again and again. `hash` is the text's. */
export function addTextOnce(from: i32, to: i32, hash: u32): i32 {
  const length = to - from;
  if (length > recentBytes - 6) return addText(from, to);
  if (!fetched) {
    fetched = true;
    touch(recentAt, recentAt + recentPlaces * recentBytes);
  }
  const place = recentAt + <i32>(hash & (recentPlaces - 1)) * recentBytes;
  const known = load<i32>(place) - 1;
  if (known >= 0 && <i32>load<u16>(place + 4) === length && same(place + 6, from, length)) return known;
  const number = addText(from, to);
  store<i32>(place, number + 1);
  store<u16>(place + 4, <u16>length);
  memory.copy(place + 6, from, length);
  return number;
}
