/**
 * Reads the rows that make up nearly all of a transcript, a tool's call and a tool's answer, without parsing them. It gives
 * what `parseLine` gives, but for what nobody asks for while reading, or null for a row that is in any way unlike those; a
 * property test holds the two against each other.
 */
import { parseIsoTime, utcMillis, type UtcMillis } from '../../../../shared/time.ts';
import { asObject, type Json } from '../../events/json.ts';
import {
  answerPart, answersFlag, callPart, interruptedFlag, noText, partFields, partId, partInput, partKind, partPath, partSecrets, partTool, rowAgent, rowCwd, rowDecision, rowEntrypoint, rowEpoch, rowFlags, rowMillis, rowMode,
  rowParent, rowParts, rowSession, rowStartedAgent, rowTime, rowUuid, rowVersion, saidPart, sameUuid, sidechainFlag,
} from '../../scanner/layout.ts';
import { answerOf } from './answer.ts';
import type { Part, RecordReading } from './record.ts';
import { firstPart, type RowScanner } from '../../scanner/row-scanner.ts';

const ranWell = answerOf({}, {});
const said: Part = { part: 'note', kind: 'assistant-text', text: '' };
const thought: Part = { part: 'note', kind: 'thinking', text: '' };

/** Tools of whose input only the path counts, once no secret can be in it. */
const pathAlone = new Set(['Read', 'Write', 'Edit']);

/** Reads `bytes[start..end)`; the bytes must be valid UTF-8. One for each file: it remembers what the rows of one repeat. */
export type RowSkimmer = (bytes: Buffer, start: number, end: number) => RecordReading | null;

export function createRowSkimmer({ block, fields, millis, beginFile, scan, runs }: RowScanner): RowSkimmer {
  beginFile();
  /** Texts that rows repeat, by the scanner's numbers. */
  const known: string[] = [];
  let epoch = -1;
  let lastUuid: string | null = null;

  return function skimRow(bytes, start, end) {
    if (bytes !== block || !scan(start, end)) return null;
    if (fields[rowEpoch] !== epoch) {
      epoch = fields[rowEpoch] ?? 0;
      known.length = 0;
    }
    const flags = fields[rowFlags] ?? 0;
    const parentUuid = fields[rowParent] === sameUuid ? lastUuid : textOf(rowParent);
    const uuid = textOf(rowUuid);
    lastUuid = uuid;
    const parts: Part[] = [];
    const answers = (flags & answersFlag) !== 0;
    if (answers) {
      const mode = knownOf(rowMode);
      if (mode !== null) parts.push({ part: 'mode', mode, source: 'user.permissionMode', own: false });
    }
    const answer = answers ? answerOfRow(flags) : ranWell;
    const behind = firstPart + (fields[rowParts] ?? 0) * partFields;
    for (let part = firstPart; part < behind; part += partFields) {
      switch (fields[part + partKind]) {
        case saidPart:
          parts.push(said);
          break;
        case callPart: {
          const call = callOf(part);
          if (call === null) return null;
          parts.push(call);
          break;
        }
        case answerPart:
          parts.push({ part: 'answer', toolUseId: textOf(part + partId), answer });
          break;
        default:
          parts.push(thought);
      }
    }
    return {
      envelope: {
        uuid,
        sessionId: knownOf(rowSession),
        time: timeOf(),
        cwd: knownOf(rowCwd),
        version: knownOf(rowVersion),
        agentId: knownOf(rowAgent),
        sidechain: (flags & sidechainFlag) !== 0,
        entrypoint: knownOf(rowEntrypoint),
        flat: false,
        parentUuid,
      },
      parts,
      unknown: null,
      runs: runs(),
    };
  };

  function textOf(field: number): string | null {
    return fields[field] === noText ? null : block.toString('latin1', fields[field + 1], fields[field + 2]);
  }

  function knownOf(field: number): string | null {
    const number = fields[field] ?? noText;
    if (number < 0) return textOf(field);
    let text = known[number];
    if (text === undefined) {
      text = block.toString('latin1', fields[field + 1], fields[field + 2]);
      known[number] = text;
    }
    return text;
  }

  function timeOf(): UtcMillis | null {
    const time = millis[rowMillis / 2] ?? Number.NaN;
    if (!Number.isNaN(time)) return utcMillis(time);
    return fields[rowTime] === noText ? null : parseIsoTime(block.toString('latin1', fields[rowTime], fields[rowTime + 1]));
  }

  function answerOfRow(flags: number) {
    const startedAgent = textOf(rowStartedAgent);
    const interrupted = (flags & interruptedFlag) !== 0;
    if (!interrupted && startedAgent === null && fields[rowDecision] === noText) return ranWell;
    const permissionDecision = fields[rowDecision] === noText ? null : (JSON.parse(block.toString('utf8', fields[rowDecision], fields[rowDecision + 1])) as Json);
    return answerOf({}, { permissionDecision, toolUseResult: { interrupted, agentId: startedAgent } });
  }

  function callOf(part: number): Part | null {
    const tool = knownOf(part + partTool) ?? '';
    const noSecrets = fields[part + partSecrets] === 0;
    const short = noSecrets && fields[part + partPath] !== noText && pathAlone.has(tool);
    const place = part + (short ? partPath : partInput);
    const [inputFrom, inputTo] = [fields[place] ?? 0, fields[place + 1] ?? 0];
    const input = short ? { file_path: block.toString('latin1', inputFrom, inputTo) } : asObject(JSON.parse(block.toString('utf8', inputFrom, inputTo)) as Json);
    return input && { part: 'call', toolUseId: textOf(part + partId), tool, input, noSecrets, inputIs: short ? 'path' : 'json', inputFrom, inputTo };
  }
}
