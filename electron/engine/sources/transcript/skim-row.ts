/**
 * Reads the rows that make up nearly all of a transcript, a tool's call and a tool's answer, without parsing them: the few
 * fields that count are taken out of the bytes, and long texts are only walked over. It gives exactly what `parseLine` gives,
 * or null for a row that is in any way unlike those; a property test holds the two against each other.
 */
import { parseIsoTime, type UtcMillis } from '../../../../shared/time.ts';
import { asObject, type Json } from '../../events/json.ts';
import { plainEnd, stringEnd, valueEnd } from '../../events/json-bytes.ts';
import { answerOf } from './answer.ts';
import type { Part, RecordReading } from './record.ts';
import { type RowKey, rowKeyAt, rowKeys, type RowType, rowTypeAt, rowTypes, stands } from './row-keys.ts';

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openObject = 0x7b;
const closeObject = 0x7d;

const ranWell = answerOf({}, {});
const said: Part = { part: 'note', kind: 'assistant-text', text: '' };
const thought: Part = { part: 'note', kind: 'thinking', text: '' };

/** A text of the row before, which the next one mostly repeats: compared as bytes, it need not be made again. */
interface LastText {
  text: string;
}

/** Reads `bytes[start..end)`; the bytes must be valid UTF-8. One for each file: it remembers what the rows of one repeat. */
export type RowSkimmer = (bytes: Buffer, start: number, end: number) => RecordReading | null;

export function createRowSkimmer(): RowSkimmer {
  const lastSession: LastText = { text: '' };
  const lastCwd: LastText = { text: '' };
  const lastVersion: LastText = { text: '' };
  const lastAgent: LastText = { text: '' };
  const lastEntrypoint: LastText = { text: '' };
  const lastMode: LastText = { text: '' };
  const lastTool: LastText = { text: '' };
  const lastUuid: LastText = { text: '' };

  /** Index behind the value read last; -1 where it was not of the usual kind. */
  let behind = -1;
  // What the parts of the row under way hold.
  let parts: Part[] = [];
  let calls = false;
  let answers = false;
  let interrupted = false;
  let startedAgent: string | null = null;
  let texts: number[] = [];
  /** The first long text of the row: its answer, which the client writes a second time. */
  let textFrom = 0;
  let textTo = 0;

  return function skimRow(bytes, start, end) {
    let type: RowType = 0;
    let seen = 0;
    let uuid: string | null = null;
    let parentUuid: string | null = null;
    let sessionId: string | null = null;
    let time: UtcMillis | null = null;
    let cwd: string | null = null;
    let version: string | null = null;
    let agentId: string | null = null;
    let entrypoint: string | null = null;
    let mode: string | null = null;
    let sidechain = false;
    let decision: Json | null = null;
    parts = [];
    texts = [];
    calls = false;
    answers = false;
    interrupted = false;
    startedAgent = null;
    textFrom = 0;
    textTo = 0;

    if (bytes[start] !== openObject) return null;
    let at = start;
    do {
      const key = keyAt(bytes, at + 1, end);
      if (behind < 0) return null;
      if (key !== 0) {
        if ((seen & (1 << key)) !== 0) return null;
        seen |= 1 << key;
      }
      switch (key) {
        case rowKeys.type:
          type = typeAt(bytes, behind, end);
          if (type !== rowTypes.user && type !== rowTypes.assistant) return null;
          break;
        case rowKeys.uuid:
          uuid = textAt(bytes, behind, end, null);
          if (uuid !== null) lastUuid.text = uuid;
          break;
        case rowKeys.parentUuid:
          parentUuid = textAt(bytes, behind, end, lastUuid);
          break;
        case rowKeys.sessionId:
          sessionId = textAt(bytes, behind, end, lastSession);
          break;
        case rowKeys.timestamp: {
          const written = textAt(bytes, behind, end, null);
          time = written === null ? null : parseIsoTime(written);
          break;
        }
        case rowKeys.cwd:
          cwd = textAt(bytes, behind, end, lastCwd);
          break;
        case rowKeys.version:
          version = textAt(bytes, behind, end, lastVersion);
          break;
        case rowKeys.agentId:
          agentId = textAt(bytes, behind, end, lastAgent);
          break;
        case rowKeys.entrypoint:
          entrypoint = textAt(bytes, behind, end, lastEntrypoint);
          break;
        case rowKeys.permissionMode:
          mode = textAt(bytes, behind, end, lastMode);
          break;
        case rowKeys.isSidechain:
          sidechain = bytes[behind] === 0x74;
          behind = valueEnd(bytes, behind, end);
          break;
        case rowKeys.message:
          messageAt(bytes, behind, end);
          break;
        case rowKeys.toolUseResult:
          resultAt(bytes, behind, end);
          break;
        case rowKeys.logicalParentUuid:
        case rowKeys.session_id:
        case rowKeys.toolDenialKind:
          return null;
        case rowKeys.permissionDecision: {
          const from = behind;
          behind = valueEnd(bytes, from, end);
          if (behind >= 0) decision = JSON.parse(bytes.toString('utf8', from, behind)) as Json;
          break;
        }
        default:
          behind = valueEnd(bytes, behind, end);
      }
      at = behind;
      if (at < 0) return null;
    } while (bytes[at] === comma);
    if (bytes[at] !== closeObject || at + 1 !== end || parts.length === 0) return null;
    if (type === rowTypes.user ? calls : type !== rowTypes.assistant || answers) return null;

    if (answers) {
      const usual = !interrupted && startedAgent === null && decision === null;
      const answer = usual ? ranWell : answerOf({}, { permissionDecision: decision, toolUseResult: { interrupted, agentId: startedAgent } });
      for (let part = 0; part < parts.length; part++) {
        const open = parts[part];
        if (open?.part === 'answer') parts[part] = { part: 'answer', toolUseId: open.toolUseId, answer };
      }
      if (mode !== null) parts.unshift({ part: 'mode', mode, source: 'user.permissionMode', own: false });
    }
    return { envelope: { uuid, sessionId, time, cwd, version, agentId, sidechain, entrypoint, flat: false, parentUuid }, parts, unknown: null, texts };
  };

  /** The key that begins at `at`; `behind` is then where its value begins. Keys with escapes are not of the usual kind. */
  function keyAt(bytes: Buffer, at: number, end: number): RowKey {
    const last = bytes[at] === quote ? plainEnd(bytes, at + 1, end) : -1;
    behind = last < 0 || bytes[last + 1] !== colon ? -1 : last + 2;
    return behind < 0 ? 0 : rowKeyAt(bytes, at + 1, last);
  }

  /** A plain string, or null for `null`. */
  function textAt(bytes: Buffer, at: number, end: number, known: LastText | null): string | null {
    if (bytes[at] !== quote) {
      behind = bytes[at] === 0x6e ? valueEnd(bytes, at, end) : -1;
      return null;
    }
    if (known !== null && stands(bytes, at + 1, known.text) && bytes[at + 1 + known.text.length] === quote) {
      behind = at + known.text.length + 2;
      return known.text;
    }
    const last = plainEnd(bytes, at + 1, end);
    behind = last < 0 ? -1 : last + 1;
    if (last < 0) return null;
    const text = bytes.toString('latin1', at + 1, last);
    // Only a file's own words repeat; `lastUuid` is set by the row that bears it.
    if (known !== null && known !== lastUuid) known.text = text;
    return text;
  }

  function messageAt(bytes: Buffer, open: number, end: number): void {
    if (bytes[open] !== openObject) {
      behind = -1;
      return;
    }
    let seen = 0;
    let at = open;
    do {
      const key = keyAt(bytes, at + 1, end);
      if (behind < 0) return;
      if (key === rowKeys.content || key === rowKeys.model) {
        if ((seen & (1 << key)) !== 0) {
          behind = -1;
          return;
        }
        seen |= 1 << key;
      }
      if (key === rowKeys.content) blocksAt(bytes, behind, end);
      // `<synthetic>`: words of the client.
      else behind = key === rowKeys.model && bytes[behind + 1] === 0x3c ? -1 : valueEnd(bytes, behind, end);
      at = behind;
      if (at < 0) return;
    } while (bytes[at] === comma);
    behind = bytes[at] === closeObject ? at + 1 : -1;
  }

  function blocksAt(bytes: Buffer, open: number, end: number): void {
    if (bytes[open] !== 0x5b) {
      behind = -1;
      return;
    }
    let at = open;
    do {
      blockAt(bytes, at + 1, end);
      at = behind;
      if (at < 0) return;
    } while (bytes[at] === comma);
    behind = bytes[at] === 0x5d ? at + 1 : -1;
    if (answers) texts.push(open, behind);
  }

  function blockAt(bytes: Buffer, open: number, end: number): void {
    if (bytes[open] !== openObject) {
      behind = -1;
      return;
    }
    let seen = 0;
    let type: RowType = 0;
    let id: string | null = null;
    let answered: string | null = null;
    let tool: string | null = null;
    let inputFrom = 0;
    let inputTo = 0;
    let at = open;
    do {
      const key = keyAt(bytes, at + 1, end);
      if (behind < 0) return;
      if (key !== 0) {
        if ((seen & (1 << key)) !== 0) {
          behind = -1;
          return;
        }
        seen |= 1 << key;
      }
      switch (key) {
        case rowKeys.type:
          type = typeAt(bytes, behind, end);
          break;
        case rowKeys.id:
          id = textAt(bytes, behind, end, null);
          break;
        case rowKeys.tool_use_id:
          answered = textAt(bytes, behind, end, null);
          break;
        case rowKeys.name:
          tool = textAt(bytes, behind, end, lastTool);
          break;
        case rowKeys.input:
          inputFrom = behind;
          behind = valueEnd(bytes, behind, end);
          inputTo = behind;
          break;
        case rowKeys.is_error:
          // What failed is told by its text.
          if (bytes[behind] === 0x74) {
            behind = -1;
            return;
          }
          behind = valueEnd(bytes, behind, end);
          break;
        case rowKeys.content:
          longText(bytes, behind, end);
          break;
        default:
          behind = valueEnd(bytes, behind, end);
      }
      at = behind;
      if (at < 0) return;
    } while (bytes[at] === comma);
    if (bytes[at] !== closeObject) {
      behind = -1;
      return;
    }
    switch (type) {
      case rowTypes.text:
        parts.push(said);
        calls = true;
        break;
      case rowTypes.thinking:
        parts.push(thought);
        calls = true;
        break;
      case rowTypes.tool_use: {
        if (tool === null || inputTo <= inputFrom) {
          behind = -1;
          return;
        }
        const input = asObject(JSON.parse(bytes.toString('utf8', inputFrom, inputTo)) as Json);
        if (input === null) {
          behind = -1;
          return;
        }
        parts.push({ part: 'call', toolUseId: id, tool, input });
        calls = true;
        break;
      }
      case rowTypes.tool_result:
        parts.push({ part: 'answer', toolUseId: answered, answer: ranWell });
        answers = true;
        break;
      default:
        behind = -1;
        return;
    }
    behind = at + 1;
  }

  /** What the tool gave as structure; of it only two fields count here. */
  function resultAt(bytes: Buffer, open: number, end: number): void {
    const from = open;
    if (bytes[open] !== openObject || bytes[open + 1] === closeObject) {
      longText(bytes, open, end);
      if (behind >= 0) texts.push(from, behind);
      return;
    }
    let seen = 0;
    let at = open;
    let copied = 0;
    do {
      const key = keyAt(bytes, at + 1, end);
      if (behind < 0) return;
      if (key === rowKeys.interrupted || key === rowKeys.agentId) {
        if ((seen & (1 << key)) !== 0) {
          behind = -1;
          return;
        }
        seen |= 1 << key;
      }
      if (key === rowKeys.interrupted) {
        interrupted = bytes[behind] === 0x74;
        behind = valueEnd(bytes, behind, end);
      } else if (key === rowKeys.agentId) {
        startedAgent = textAt(bytes, behind, end, null);
      } else {
        const value = behind;
        if (longText(bytes, value, end) && copied === 0) {
          texts.push(from, value);
          copied = behind;
        }
      }
      at = behind;
      if (at < 0) return;
    } while (bytes[at] === comma);
    behind = bytes[at] === closeObject ? at + 1 : -1;
    texts.push(copied === 0 ? from : copied, behind);
  }

  /** Walks over a value; true where it is the row's long text once more, which needs no second look. */
  function longText(bytes: Buffer, at: number, end: number): boolean {
    if (bytes[at] !== quote) {
      behind = valueEnd(bytes, at, end);
      return false;
    }
    const length = textTo - textFrom;
    if (length > 0 && at + 1 + length < end && bytes[at + 1 + length] === quote && bytes[at + 1] === bytes[textFrom] && bytes.compare(bytes, textFrom, textTo, at + 1, at + 1 + length) === 0) {
      behind = at + length + 2;
      return true;
    }
    const last = stringEnd(bytes, at + 1, end);
    behind = last < 0 ? -1 : last + 1;
    if (length === 0 && last >= 0) {
      textFrom = at + 1;
      textTo = last;
    }
    return false;
  }

  /** What kind of row or block a `type` names. */
  function typeAt(bytes: Buffer, at: number, end: number): RowType {
    const last = bytes[at] === quote ? plainEnd(bytes, at + 1, end) : -1;
    behind = last < 0 ? -1 : last + 1;
    return last < 0 ? 0 : rowTypeAt(bytes, at + 1, last);
  }
}
