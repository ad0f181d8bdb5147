/**
 * Reads the rows that make up nearly all of a transcript, a tool's call and a tool's answer, without parsing them: the few
 * fields that count are found among the bytes, and long texts are only walked over. What is in any way unlike those rows is
 * refused, and left to the parser; a property test holds the two against each other.
 */
import { forgetTexts, keepText, searchTexts } from './answer-texts.ts';
import { sameText } from './bytes.ts';
import { inputEnd } from './call-input.ts';
import { closeList, closeObject, colon, comma, openList, openObject, plainEnd, quote, stringEnd, valueEnd } from './json.ts';
import { knownAgain, roomForRow } from './known-texts.ts';
import {
  answerPart, answersFlag, callPart, fieldsAt, interruptedFlag, maxParts, noText, partFailed, partFields, partFirst, partId, partInput, partKind, partPath, partSecond, partSecrets, partsAt, partTool, promptFlag, promptPart, rowAgent,
  rowCwd, rowDecision, rowEntrypoint, rowEpoch, rowFlags, rowMillis, rowMode, rowParent, rowParts, rowSession, rowRuns, rowStartedAgent, rowTime, rowType, rowUuid, rowVersion, saidPart, sidechainFlag,
  thoughtPart, uuidFlag,
} from '../layout.ts';
import { setField, setRange, setText, uuidAt } from './row-fields.ts';
import { mayHoldSecret } from './secret-places.ts';
import { usualMillis } from './time.ts';
import { wordAt } from './word-table.ts';
import * as word from '../words.ts';

/** A failure that is told at greater length is left to the parser. */
const longestFailure = 0x8000;

/** Address behind the value read last; -1 where it was not of the usual kind. */
let behind: i32 = -1;
// What the parts of the row under way hold.
let parts: i32 = 0;
let calls: bool = false;
let answers: bool = false;
let prompts: bool = false;
/** The first long text of the row: its answer, which the client writes a second time. */
let textFrom: i32 = 0;
let textTo: i32 = 0;
/** The plain string read last; the same address twice for none. */
let plainFrom: i32 = 0;
let plainTo: i32 = 0;

/** Leaves the row to the parser. */
function refuse(): i32 {
  behind = -1;
  return behind;
}

/** True where the row at `start` was read; its fields then stand in memory. The bytes must be valid UTF-8. */
export function skimRow(start: i32, end: i32): bool {
  return rowEnd(start, end) === end && !prompts;
}

/** The same for a row that ends before `end`, at a line feed at the latest: gives the address behind it, or -1. */
export function rowEnd(start: i32, end: i32): i32 {
  parts = textFrom = textTo = 0;
  forgetTexts();
  calls = answers = prompts = false;
  let type = 0;
  let seen = 0;
  let flags = 0;
  setField(rowEpoch, roomForRow());
  for (let field = rowUuid; field < rowDecision; field += 3) setField(field, noText);
  setField(rowDecision, noText);
  setField(rowTime, noText);
  store<f64>(fieldsAt + rowMillis * 4, NaN);

  if (load<u8>(start) !== openObject) return -1;
  let at = start;
  do {
    const key = keyAt(at + 1, end);
    if (behind < 0) return -1;
    if (key !== 0) {
      if ((seen & (1 << key)) !== 0) return -1;
      seen |= 1 << key;
    }
    switch (key) {
      case word.type:
        type = typeAt(behind, end);
        if (type !== word.user && type !== word.assistant) return -1;
        break;
      case word.uuid:
        if (plainText(behind, end) && uuidAt(plainFrom, plainTo)) flags |= uuidFlag;
        setText(rowUuid, plainFrom, plainTo);
        break;
      case word.parentUuid:
        plainText(behind, end);
        setText(rowParent, plainFrom, plainTo);
        break;
      case word.sessionId:
        textAt(rowSession, behind, end);
        break;
      case word.timestamp:
        timeAt(behind, end);
        break;
      case word.cwd:
        textAt(rowCwd, behind, end);
        break;
      case word.version:
        textAt(rowVersion, behind, end);
        break;
      case word.agentId:
        textAt(rowAgent, behind, end);
        break;
      case word.entrypoint:
        textAt(rowEntrypoint, behind, end);
        break;
      case word.permissionMode:
        textAt(rowMode, behind, end);
        break;
      case word.isSidechain:
        if (load<u8>(behind) === 0x74) flags |= sidechainFlag;
        behind = valueEnd(behind, end, 0);
        break;
      case word.message:
        messageAt(behind, end);
        break;
      case word.toolUseResult:
        flags |= resultAt(behind, end);
        break;
      case word.logicalParentUuid:
      case word.session_id:
      case word.toolDenialKind:
        return -1;
      case word.permissionDecision: {
        const from = behind;
        behind = valueEnd(from, end, 0);
        setRange(rowDecision, from, behind);
        break;
      }
      default:
        behind = valueEnd(behind, end, 0);
    }
    at = behind;
    if (at < 0) return -1;
  } while (load<u8>(at) === comma);
  if (load<u8>(at) !== closeObject || parts === 0) return -1;
  if (type === word.user ? calls : type !== word.assistant || answers || prompts) return -1;
  if (prompts) {
    if ((flags & sidechainFlag) !== 0 || (seen & ((1 << word.origin) | (1 << word.promptSource) | (1 << word.turnOrigin) | (1 << word.isMeta) | (1 << word.isCompactSummary))) !== 0) return -1;
    flags |= promptFlag;
  }

  if (answers) flags |= answersFlag;
  setField(rowRuns, 0);
  if (answers) searchTexts();
  setField(rowType, type);
  setField(rowFlags, flags);
  setField(rowParts, parts);
  return at + 1;
}

/** The key that begins at `at`; `behind` is then where its value begins. Keys with escapes are not of the usual kind. */
function keyAt(at: i32, end: i32): i32 {
  const last = load<u8>(at) === quote ? plainEnd(at + 1, end) : -1;
  behind = last < 0 || load<u8>(last + 1) !== colon ? -1 : last + 2;
  return behind < 0 ? 0 : wordAt(at + 1, last);
}

/** What kind of row or block a `type` names. */
function typeAt(at: i32, end: i32): i32 {
  const last = load<u8>(at) === quote ? plainEnd(at + 1, end) : -1;
  behind = last < 0 ? -1 : last + 1;
  return last < 0 ? 0 : wordAt(at + 1, last);
}

/** Reads a plain string, or null; true for a string. */
function plainText(at: i32, end: i32): bool {
  plainFrom = 0;
  plainTo = 0;
  if (load<u8>(at) !== quote) {
    behind = load<u8>(at) === 0x6e ? valueEnd(at, end, 0) : -1;
    return false;
  }
  const last = plainEnd(at + 1, end);
  behind = last < 0 ? -1 : last + 1;
  if (last < 0) return false;
  plainFrom = at + 1;
  plainTo = last;
  return true;
}

/** A string that many rows repeat. */
function textAt(field: i32, at: i32, end: i32): void {
  const found = plainText(at, end);
  setText(field, plainFrom, plainTo);
  if (found) setField(field, knownAgain(field, plainFrom, plainTo - plainFrom));
}

function timeAt(at: i32, end: i32): void {
  if (!plainText(at, end)) return;
  setRange(rowTime, plainFrom, plainTo);
  store<f64>(fieldsAt + rowMillis * 4, usualMillis(plainFrom, plainTo));
}

function messageAt(open: i32, end: i32): i32 {
  if (load<u8>(open) !== openObject) return refuse();
  let seen = 0;
  let at = open;
  do {
    const key = keyAt(at + 1, end);
    if (behind < 0) return behind;
    if (key === word.content || key === word.model) {
      if ((seen & (1 << key)) !== 0) return refuse();
      seen |= 1 << key;
    }
    if (key === word.content) contentAt(behind, end);
    // `<synthetic>`: words of the client.
    else behind = key === word.model && load<u8>(behind + 1) === 0x3c ? -1 : valueEnd(behind, end, 0);
    at = behind;
    if (at < 0) return at;
  } while (load<u8>(at) === comma);
  behind = load<u8>(at) === closeObject ? at + 1 : -1;
  return behind;
}

/** A prompt is one text; whatever else is said comes in blocks. */
function contentAt(at: i32, end: i32): void {
  if (load<u8>(at) !== quote) {
    blocksAt(at, end);
    return;
  }
  const last = stringEnd(at + 1, end);
  behind = last < 0 ? -1 : last + 1;
  if (last < 0) return;
  const part = (partsAt - fieldsAt) / 4;
  setField(part + partKind, promptPart);
  setRange(part + partInput, at + 1, last);
  parts = 1;
  prompts = true;
}

function blocksAt(open: i32, end: i32): i32 {
  if (load<u8>(open) !== openList) return refuse();
  let at = open;
  do {
    if (parts === maxParts) return refuse();
    blockAtEnd(at + 1, end);
    at = behind;
    if (at < 0) return at;
  } while (load<u8>(at) === comma);
  behind = load<u8>(at) === closeList ? at + 1 : -1;
  if (answers && !keepText(open, behind)) behind = -1;
  return behind;
}

/** Reads a block of a message as the next part; gives what is behind, as the others do. */
function blockAtEnd(open: i32, end: i32): i32 {
  if (load<u8>(open) !== openObject) return refuse();
  const part = (partsAt - fieldsAt) / 4 + parts * partFields;
  let seen = 0;
  let type = 0;
  let idFrom = 0;
  let idTo = 0;
  let answeredFrom = 0;
  let answeredTo = 0;
  let inputFrom = 0;
  let inputTo = 0;
  let contentFrom = 0;
  let contentTo = 0;
  let failed = false;
  setField(part + partTool, noText);
  setField(part + partPath, noText);
  setField(part + partFirst, noText);
  setField(part + partSecond, noText);
  let at = open;
  do {
    const key = keyAt(at + 1, end);
    if (behind < 0) return behind;
    if (key !== 0) {
      if ((seen & (1 << key)) !== 0) return refuse();
      seen |= 1 << key;
    }
    switch (key) {
      case word.type:
        type = typeAt(behind, end);
        break;
      case word.id:
        plainText(behind, end);
        idFrom = plainFrom;
        idTo = plainTo;
        break;
      case word.tool_use_id:
        plainText(behind, end);
        answeredFrom = plainFrom;
        answeredTo = plainTo;
        break;
      case word.name:
        textAt(part + partTool, behind, end);
        break;
      case word.input:
        inputFrom = behind;
        behind = inputEnd(part, behind, end);
        inputTo = behind;
        break;
      case word.is_error:
        failed = load<u8>(behind) === 0x74;
        behind = valueEnd(behind, end, 0);
        break;
      case word.content:
        contentFrom = behind;
        longText(behind, end);
        contentTo = behind;
        break;
      default:
        behind = valueEnd(behind, end, 0);
    }
    at = behind;
    if (at < 0) return at;
  } while (load<u8>(at) === comma);
  behind = load<u8>(at) === closeObject ? at + 1 : -1;
  if (behind < 0) return behind;
  switch (type) {
    case word.text:
    case word.thinking:
      setField(part + partKind, type === word.text ? saidPart : thoughtPart);
      calls = true;
      break;
    case word.tool_use:
      if (load<i32>(fieldsAt + (part + partTool) * 4) === noText || inputTo <= inputFrom || load<u8>(inputFrom) !== openObject) return refuse();
      setField(part + partKind, callPart);
      setText(part + partId, idFrom, idTo);
      setRange(part + partInput, inputFrom, inputTo);
      setField(part + partSecrets, mayHoldSecret(inputFrom, inputTo) ? 1 : 0);
      calls = true;
      break;
    case word.tool_result:
      // What failed is told by its text; one that is no plain text, or very long, is left to the parser.
      if (failed && (contentTo <= contentFrom || contentTo - contentFrom > longestFailure || load<u8>(contentFrom) !== quote)) return refuse();
      setField(part + partFailed, failed ? 1 : 0);
      setRange(part + partInput, contentFrom, contentTo);
      setField(part + partKind, answerPart);
      setText(part + partId, answeredFrom, answeredTo);
      answers = true;
      break;
    default:
      return refuse();
  }
  parts += 1;
  return behind;
}

/** What the tool gave as structure; of it only two fields count here. Gives the flags that it sets. */
function resultAt(open: i32, end: i32): i32 {
  if (load<u8>(open) !== openObject || load<u8>(open + 1) === closeObject) {
    longText(open, end);
    if (behind >= 0 && !keepText(open, behind)) behind = -1;
    return 0;
  }
  let flags = 0;
  let seen = 0;
  let at = open;
  let copied = 0;
  do {
    const key = keyAt(at + 1, end);
    if (behind < 0) return 0;
    if (key === word.interrupted || key === word.agentId) {
      if ((seen & (1 << key)) !== 0) {
        behind = -1;
        return 0;
      }
      seen |= 1 << key;
    }
    if (key === word.interrupted) {
      if (load<u8>(behind) === 0x74) flags |= interruptedFlag;
      behind = valueEnd(behind, end, 0);
    } else if (key === word.agentId) {
      plainText(behind, end);
      setText(rowStartedAgent, plainFrom, plainTo);
    } else {
      const value = behind;
      if (longText(value, end) && copied === 0) {
        if (!keepText(open, value)) behind = -1;
        if (behind < 0) return 0;
        copied = behind;
      }
    }
    at = behind;
    if (at < 0) return 0;
  } while (load<u8>(at) === comma);
  behind = load<u8>(at) === closeObject ? at + 1 : -1;
  if (behind >= 0 && !keepText(copied === 0 ? open : copied, behind)) behind = -1;
  return flags;
}

/** Walks over a value; true where it is the row's long text once more, which needs no second look. */
function longText(at: i32, end: i32): bool {
  if (load<u8>(at) !== quote) {
    behind = valueEnd(at, end, 0);
    return false;
  }
  const length = textTo - textFrom;
  if (length > 0 && at + 1 + length < end && load<u8>(at + 1 + length) === quote && sameText(textFrom, at + 1, length)) {
    behind = at + length + 2;
    return true;
  }
  const last = stringEnd(at + 1, end);
  behind = last < 0 ? -1 : last + 1;
  if (length === 0 && last >= 0) {
    textFrom = at + 1;
    textTo = last;
  }
  return false;
}
