/**
 * Takes the rows that make up nearly all of a transcript straight from the scanner's tape, many at a time and by numbers alone:
 * calls, answers that ran well, words and thoughts of a session under way. It does what the reader of single rows does, only
 * faster; whatever is new or odd about a row (another folder or version, a mode, a copy, a call that nobody made) is left to it.
 */
import type { EvidenceRef, Lane } from '../../../../shared/event.ts';
import { utcMillis } from '../../../../shared/time.ts';
import type { RowAttendance } from '../../events/event-store.ts';
import { asObject, type Json, type JsonObject } from '../../events/json.ts';
import type { LinePlace } from '../../intake/lines.ts';
import {
  answerPart, answersFlag, callPart, noText, otherText, partFields, partKind, partTool, rowAgent, rowCwd, rowEntrypoint, rowEpoch, rowFlags, rowMode, rowParts, rowSession, rowVersion, saidPart, sidechainFlag, tapeAgent, tapeCwd, tapeEnd,
  tapeEntrypoint, tapeEpoch, tapeFields, tapeFirstPart, tapeFlags, tapeFollows, tapeId, tapeMillis, tapeMode, tapeParent, tapePartArgument, tapePartFields, tapePartHash, tapePartId, tapePartInput, tapePartKind, tapePartPath, tapeParts,
  tapePartsAt, tapePartSecrets, tapePartTool, tapePartWords, tapeAt, tapeSession, tapeStart, tapeUsual, tapeUuid, tapeVersion, maxParts,
} from '../../scanner/layout.ts';
import { firstPart } from '../../scanner/row-scanner.ts';
import type { FileCounts } from '../file-counts.ts';
import type { RecordReading } from './record.ts';
import { pathAlone } from './skim-row.ts';
import { attendance, callCounted, noteTime, type SessionNotes } from './sessions.ts';
import type { FileTrail } from './trail.ts';
import type { ReadCall, TranscriptDesk, TranscriptFile } from './transcript-desk.ts';

/** What the reader of single rows keeps of a file under way, and what the rows taken here change as well. */
export interface FileUnderWay {
  /** The mode that the file's own rows set. */
  mode: string | null;
  lastTime: number | null;
  /** A flat call without an id, which only the very next line can answer. */
  flatCall: number | null;
}

export interface UsualRows {
  /**
   * Reads on from `start` in the scanner's block, to `end` at most, which lies behind a line feed. `number` is the number of the
   * line before, `base` the offset in the file of the block's first byte. Gives how many lines were read, and where the next begins.
   */
  read(start: number, end: number, number: number, base: number): { readonly lines: number; readonly end: number };
  /** True where the row that begins there was just found not to be one that can be skimmed. */
  refused(start: number): boolean;
  /** Looks at a row that was skimmed and then taken by itself: those that follow mostly say the same. */
  learn(reading: RecordReading, session: SessionNotes, agent: string | null, lane: Lane): void;
}

/** What is the same for the rows that follow each other; numbers are those of the scanner's known texts. */
interface Same {
  readonly epoch: number;
  readonly session: number;
  readonly cwd: number;
  readonly version: number;
  readonly agent: number;
  readonly entrypoint: number;
  readonly sidechain: number;
  readonly notes: SessionNotes;
  readonly agentId: string | null;
  readonly lane: Lane;
  readonly folder: string | null;
}

/** What holds until a row is taken by itself. */
interface Now {
  readonly mode: string | null;
  readonly attended: RowAttendance;
  readonly context: number;
  /** A row that says this mode, at this time or later, changes nothing. */
  readonly saidMode: number;
  readonly modeSince: number;
}

const noInput: JsonObject = {};

export function createUsualRows(file: TranscriptFile, desk: TranscriptDesk, counts: FileCounts, under: FileUnderWay, trail: FileTrail, one: (bytes: Buffer, from: number, end: number, place: LinePlace) => void): UsualRows {
  const { scanner, store, ledger } = desk;
  const { run } = store;
  const { tape, memory, block, fields } = scanner;
  const fileNumber = run.file(file.path);
  const said = run.kind('assistant-text');
  const thought = run.kind('thinking');
  const toolCall = run.kind('tool-call');
  const none = run.outcome(null);
  const unknown = run.outcome('unknown');
  const ok = run.outcome('ok');
  /** The argument of what has none. */
  let noArgument = -1;
  let epoch = -1;
  let same: Same | null = null;
  let now: Now | null = null;
  /** The known number of a mode, and which one it is. */
  let knownMode = noText;
  let knownModeText: string | null = null;
  let refusedAt = -1;
  /** The calls that a row's parts answer. */
  const answered = new Int32Array(maxParts);

  const partAt = (part: number): number => tapePartsAt - tapeAt + part * tapePartFields * 4;
  const field = (entry: number, number: number): number => tape.getInt32(entry + number * 4, true);
  const word = (entry: number, number: number): number => tape.getUint32(entry + number * 4, true);
  // The id that is looked for, kept here so that no function is made for each.
  let idFrom = 0;
  let idTo = 0;
  const isIt = (event: number): boolean => run.hasToolUse(event, memory, idFrom, idTo);
  const callOf = (part: number): number => {
    idFrom = field(part, tapePartId);
    idTo = field(part, tapePartId + 1);
    return desk.calls.findWords(word(part, tapePartWords), word(part, tapePartWords + 1), isIt);
  };
  const idOf = (part: number): string => memory.toString('latin1', field(part, tapePartId), field(part, tapePartId + 1));

  /** What holds now for rows that are the same as before; null where each must be looked at by itself. */
  const current = (): Now | null => {
    // The first time of a file also places what came before it.
    if (same === null || under.lastTime === null) return null;
    const { notes, agentId, lane, folder } = same;
    if (under.mode === null && notes.modes.length > 1) return null;
    const mode = under.mode ?? notes.modes[0]?.mode ?? null;
    const attended = attendance(mode, notes.headless);
    const last = notes.modes.at(-1);
    const unchanged = under.mode !== null && under.mode === knownModeText && last?.mode === under.mode;
    return {
      mode,
      attended,
      context: run.context({ lane, session: notes.id, agent: agentId, cwd: folder, mode, attended, file: file.path }),
      saidMode: unchanged ? knownMode : noText,
      modeSince: last?.time ?? Number.NEGATIVE_INFINITY,
    };
  };

  /** True where all parts of the row are such as are taken here. */
  const usualParts = (row: number): boolean => {
    const count = field(row, tapeParts);
    const first = field(row, tapeFirstPart);
    let calls = 0;
    for (let at = 0; at < count; at++) {
      const part = partAt(first + at);
      const kind = field(part, tapePartKind);
      if (kind === answerPart) {
        const event = callOf(part);
        if (event < 0) return false;
        answered[at] = event;
      } else if (kind === callPart) {
        // Of several calls in one row the ids would have to be held against each other too.
        calls += 1;
        if (calls > 1 || desk.tools.of(field(part, tapePartTool), epoch) === undefined || callOf(part) >= 0 || (desk.early.size > 0 && desk.early.has(idOf(part)))) return false;
      }
    }
    return true;
  };

  const take = (row: number, line: number, base: number, { notes, agentId, folder }: Same, { attended, context }: Now): boolean => {
    const time = tape.getFloat64(row + tapeMillis * 4, true);
    const followed = trail.followed(field(row, tapeFollows) === 1, word(row, tapeParent), word(row, tapeParent + 1), time);
    if (followed === -2 || !usualParts(row)) return false;
    if (desk.seen.addWords(field(row, tapeUuid), field(row, tapeUuid + 1), field(row, tapeUuid + 2), field(row, tapeUuid + 3))) return false;
    // From here on the row is taken.
    trail.usualRow(word(row, tapeId), word(row, tapeId + 1), followed, notes.id, time);
    noteTime(notes, time);
    under.lastTime = time;
    under.flatCall = null;
    counts.records += 1;
    ledger.records += 1;
    const start = field(row, tapeStart);
    const end = field(row, tapeEnd);
    const first = field(row, tapeFirstPart);
    const count = field(row, tapeParts);
    for (let at = 0; at < count; at++) {
      const part = partAt(first + at);
      const kind = field(part, tapePartKind);
      if (kind === answerPart) run.answer(answered[at] ?? 0, fileNumber, line, base + start, base + end, time, ok);
      else if (kind === callPart) takeCall(part, at, time, line, start, end, base, notes, agentId, folder, attended, context);
      else {
        if (noArgument < 0) noArgument = run.argument(memory, 0, 0, 0);
        run.add(time, context, kind === saidPart ? said : thought, none, 0, 0, noArgument, line, base + start, base + end, at);
        counts.events += 1;
      }
    }
    return true;
  };

  const takeCall = (part: number, at: number, time: number, line: number, start: number, end: number, base: number, notes: SessionNotes, agentId: string | null, folder: string | null, attended: RowAttendance, context: number): void => {
    const tool = desk.tools.of(field(part, tapePartTool), epoch);
    if (tool === undefined) return;
    const from = field(part, tapePartId);
    const to = field(part, tapePartId + 1);
    const argument = run.argument(memory, field(part, tapePartArgument), field(part, tapePartArgument + 1), word(part, tapePartHash));
    const event = run.add(time, context, toolCall, unknown, tool.number, run.toolUse(memory, from, to), argument, line, base + start, base + end, at);
    counts.events += 1;
    notes.toolCalls += 1;
    callCounted(notes, attended, 1);
    trail.call(event);
    desk.calls.addWords(word(part, tapePartWords), word(part, tapePartWords + 1), event);
    const noSecrets = field(part, tapePartSecrets) === 0;
    const path = noSecrets && field(part, tapePartPath) !== noText && pathAlone.has(tool.name);
    const place = path ? tapePartPath : tapePartInput;
    const inputFrom = field(part, place);
    const inputTo = field(part, place + 1);
    const ref: EvidenceRef = { path: file.path, line, byteStart: base + start, byteEnd: base + end };
    const input = desk.judge.takesInput ? inputOf(path, inputFrom, inputTo) : noInput;
    const read: ReadCall = {
      call: { eventId: event, toolUseId: memory.toString('latin1', from, to), tool: tool.name, input, cwd: folder, sessionId: notes.id, agentId, time: utcMillis(time), noSecrets },
      ref,
      firstCwd: notes.cwd,
      bytes: block,
      start,
      end,
      block: at,
      inputIs: path ? 'path' : 'json',
      inputFrom,
      inputTo,
    };
    desk.judge.call(read);
  };

  const inputOf = (path: boolean, from: number, to: number): JsonObject => (path ? { file_path: block.toString('latin1', from, to) } : (asObject(JSON.parse(block.toString('utf8', from, to)) as Json) ?? noInput));

  const isSame = (row: number, as: Same, { saidMode, modeSince }: Now): boolean => {
    if (field(row, tapeSession) !== as.session || field(row, tapeCwd) !== as.cwd || field(row, tapeVersion) !== as.version || field(row, tapeEpoch) !== as.epoch) return false;
    if (field(row, tapeAgent) !== as.agent || field(row, tapeEntrypoint) !== as.entrypoint || (field(row, tapeFlags) & sidechainFlag) !== as.sidechain) return false;
    const mode = (field(row, tapeFlags) & answersFlag) === 0 ? noText : field(row, tapeMode);
    return mode === noText || (mode === saidMode && tape.getFloat64(row + tapeMillis * 4, true) >= modeSince);
  };

  return {
    read(start, end, number, base) {
      let lines = 0;
      let at = start;
      refusedAt = -1;
      while (at < end) {
        const rows = scanner.walk(at, end);
        now = current();
        for (let index = 0; index < rows; index++) {
          const row = index * tapeFields * 4;
          lines += 1;
          if (field(row, tapeUsual) === 1 && same !== null && now !== null && isSame(row, same, now) && take(row, number + lines, base, same, now)) continue;
          const [from, to] = [field(row, tapeStart), field(row, tapeEnd)];
          one(block, from, to, { number: number + lines, byteStart: base + from, byteEnd: base + to, ended: true, utf8: true });
          now = current();
        }
        at = scanner.walkedTo();
        if (!scanner.refused()) continue;
        refusedAt = at;
        break;
      }
      return { lines, end: at };
    },
    refused(start) {
      const was = refusedAt === start;
      refusedAt = -1;
      return was;
    },
    learn(reading, notes, agentId, lane) {
      const known = (number: number): number => fields.getInt32(number * 4, true);
      if (known(rowEpoch) !== epoch) {
        epoch = known(rowEpoch);
        knownMode = noText;
        knownModeText = null;
      }
      const numbers = { session: known(rowSession), cwd: known(rowCwd), version: known(rowVersion), agent: known(rowAgent), entrypoint: known(rowEntrypoint) };
      same = Object.values(numbers).includes(otherText) ? null : { epoch, ...numbers, sidechain: known(rowFlags) & sidechainFlag, notes, agentId, lane, folder: reading.envelope.cwd };
      if ((known(rowFlags) & answersFlag) !== 0) {
        if (known(rowMode) >= 0) {
          knownMode = known(rowMode);
          knownModeText = under.mode;
        }
        return;
      }
      for (let at = 0; at < known(rowParts); at++) {
        const part = firstPart + at * partFields;
        const read = reading.parts[at];
        if (read?.part === 'call' && known(part + partKind) === callPart && known(part + partTool) >= 0) desk.tools.learn(known(part + partTool), epoch, read.tool);
      }
    },
  };
}
