/**
 * Reads the rows that make up nearly all of a transcript, a tool's call and a tool's answer, without parsing them. It gives
 * what `parseLine` gives, but for what nobody asks for while reading, or null for a row that is in any way unlike those; a
 * property test holds the two against each other.
 */
import { parseIsoTime, utcMillis, type UtcMillis } from '../../../../shared/time.ts';
import { asObject, type Json } from '../../events/json.ts';
import {
  answersFlag, callPart, interruptedFlag, noText, partFailed, partFields, partId, partInput, partKind, partPath, partSecrets, partTool, rowAgent, rowCwd, rowDecision, rowEntrypoint, rowEpoch, rowFlags, rowMillis, rowMode, rowParent,
  rowParts, rowSession, rowStartedAgent, rowTime, rowUuid, rowVersion, saidPart, sidechainFlag,
} from '../../scanner/layout.ts';
import { firstPart, type RowScanner } from '../../scanner/row-scanner.ts';
import { type Answer, answerOf } from './answer.ts';
import { type Envelope, nothingUnknown, type Part, type RecordReading, resultMode } from './record.ts';

const ranWell = answerOf({}, {});
const failedAt = (text: Json): Answer => answerOf({ is_error: true, content: text }, {});
const said: Part = { part: 'note', kind: 'assistant-text', text: '' };
const thought: Part = { part: 'note', kind: 'thinking', text: '' };

/** Tools of whose input only the path counts, once no secret can be in it. */
export const pathAlone: ReadonlySet<string> = new Set(['Read', 'Write', 'Edit']);

/** Reads the row that the scanner skimmed last. */
export type RowSkimmer = () => RecordReading | null;

export function createRowSkimmer({ block, fields, runs }: RowScanner): RowSkimmer {
  /** Texts that rows repeat, by the scanner's numbers. */
  const known: string[] = [];
  let epoch = -1;

  return function skimmedRow() {
    if (fieldOf(rowEpoch) !== epoch) {
      epoch = fieldOf(rowEpoch);
      known.length = 0;
    }
    const flags = fieldOf(rowFlags);
    const parts = (flags & answersFlag) === 0 ? callParts() : answerParts(flags);
    if (parts === null) return null;
    const envelope: Envelope = {
      uuid: textOf(rowUuid),
      sessionId: knownOf(rowSession),
      time: timeOf(),
      cwd: knownOf(rowCwd),
      version: knownOf(rowVersion),
      agentId: knownOf(rowAgent),
      sidechain: (flags & sidechainFlag) !== 0,
      entrypoint: knownOf(rowEntrypoint),
      flat: false,
      parentUuid: textOf(rowParent),
    };
    return { envelope, parts, unknown: nothingUnknown, runs: runs() };
  };

  function fieldOf(field: number): number {
    return fields.getInt32(field * 4, true);
  }

  function latin1(field: number): string {
    return block.toString('latin1', fieldOf(field), fieldOf(field + 1));
  }

  function json(field: number): Json {
    return JSON.parse(block.toString('utf8', fieldOf(field), fieldOf(field + 1))) as Json;
  }

  function textOf(field: number): string | null {
    return fieldOf(field) === noText ? null : latin1(field + 1);
  }

  function knownOf(field: number): string | null {
    const number = fieldOf(field);
    if (number < 0) return textOf(field);
    let text = known[number];
    if (text === undefined) {
      text = latin1(field + 1);
      known[number] = text;
    }
    return text;
  }

  function timeOf(): UtcMillis | null {
    const time = fields.getFloat64(rowMillis * 4, true);
    if (!Number.isNaN(time)) return utcMillis(time);
    return fieldOf(rowTime) === noText ? null : parseIsoTime(latin1(rowTime));
  }

  function callParts(): readonly Part[] | null {
    const parts: Part[] = [];
    const behind = firstPart + fieldOf(rowParts) * partFields;
    for (let part = firstPart; part < behind; part += partFields) {
      if (fieldOf(part + partKind) === callPart) {
        const call = callOf(part);
        if (call === null) return null;
        parts.push(call);
      } else parts.push(fieldOf(part + partKind) === saidPart ? said : thought);
    }
    return parts;
  }

  function callOf(part: number): Part | null {
    const tool = knownOf(part + partTool) ?? '';
    const noSecrets = fieldOf(part + partSecrets) === 0;
    // Without a path all values stand for the call.
    const short = noSecrets && fieldOf(part + partPath) < fieldOf(part + partPath + 1) && fieldOf(part + partPath) !== noText && pathAlone.has(tool);
    const place = part + (short ? partPath : partInput);
    const input = short ? { file_path: latin1(place) } : asObject(json(place));
    return input && { part: 'call', toolUseId: textOf(part + partId), tool, input, noSecrets, inputIs: short ? 'path' : 'json', inputFrom: fieldOf(place), inputTo: fieldOf(place + 1) };
  }

  function answerParts(flags: number): readonly Part[] {
    const parts: Part[] = [];
    const mode = knownOf(rowMode);
    if (mode !== null && mode !== '') parts.push({ part: 'mode', mode, source: resultMode, own: false });
    const usual = (flags & interruptedFlag) === 0 && fieldOf(rowStartedAgent) === noText && fieldOf(rowDecision) === noText;
    const behind = firstPart + fieldOf(rowParts) * partFields;
    for (let part = firstPart; part < behind; part += partFields) {
      const failure = fieldOf(part + partFailed) === 0 ? null : json(part + partInput);
      const answer = !usual ? unusualAnswer(flags, failure) : failure === null ? ranWell : failedAt(failure);
      parts.push({ part: 'answer', toolUseId: textOf(part + partId), answer });
    }
    return parts;
  }

  function unusualAnswer(flags: number, failure: Json): Answer {
    const permissionDecision = fieldOf(rowDecision) === noText ? null : json(rowDecision);
    const toolUseResult = { interrupted: (flags & interruptedFlag) !== 0, agentId: textOf(rowStartedAgent) };
    return answerOf(failure === null ? {} : { is_error: true, content: failure }, { permissionDecision, toolUseResult });
  }
}
