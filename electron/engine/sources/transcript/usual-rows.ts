/**
 * Lets the scanner take the rows that make up nearly all of a transcript by itself: calls and answers, prompts, words and thoughts
 * of a session under way. It is told what holds for the session, and what it took is carried over here, many rows at a time.
 * Whatever is new or odd about a row (another folder or version, a mode, a copy, a refusal) is left to the reader of single rows,
 * which gives the same for any row.
 */
import type { Lane } from '../../../../shared/event.ts';
import { utcMillis } from '../../../../shared/time.ts';
import type { EventContext, StagedRows } from '../../events/event-store.ts';
import { asObject, type Json, type JsonObject } from '../../events/json.ts';
import type { LinePlace } from '../../intake/lines.ts';
import { answersFlag, callPart, noText, otherText, partFields, partKind, partTool, promptFlag, rowAgent, rowCwd, rowEntrypoint, rowEpoch, rowFlags, rowMode, rowParts, rowSession, rowVersion, sidechainFlag } from '../../scanner/layout.ts';
import { firstPart, type RowScanner } from '../../scanner/row-scanner.ts';
import {
  answerEndAt, answerEventAt, answerLineAt, answerOutcomeAt, answerStartAt, answerTimeAt, atEnd, atFull, atOddRow, callBlock, callEnd, callEvent, callFields, callIdFrom, callIdTo, callInputFrom, callInputTo, callLine, callPathFrom, callPathTo, callRow, callsAt, callSecrets, callStart, callTime, callTool, maxStaged, stagedArgumentAt, stagedBlockAt, stagedEndAt, stagedKindAt, stagedLineAt, stagedOutcomeAt, stagedStartAt, stagedTimeAt, stagedToolAt,
  stagedToolUseAt, textBytesAt, textLengthsAt, textRoom, walkAgent, walkAnswers, walkBase, walkBranched, walkCall, walkCalls, walkCwd, walkEarly, walkEntrypoint, walkEpoch, walkEvent, walkEvents, walkFailed, walkFirstTime, walkLastId, walkLastTime, walkLastTimed,
  walkLatestTime, walkLine, walkMode, walkModeSince, walkNoArgument, walkNoOutcome, walkOpen, walkPrompt, walkPrompts, walkRanWell, walkRows, walkSaid, walkSession, walkSidechain, walkSince, walkStopped, walkStoppedEnd, walkText, walkTextBytes, walkTexts, walkThought, walkUnanswered,
  walkVersion,
} from '../../scanner/walk-layout.ts';
import type { FileCounts } from '../file-counts.ts';
import type { RecordReading } from './record.ts';
import { attendance, callCounted, headlessOf, noteTime, type SessionNotes } from './sessions.ts';
import { otherAnswer } from './settle-answer.ts';
import { pathAlone } from './skim-row.ts';
import type { FileTrail } from './trail.ts';
import type { TranscriptDesk, TranscriptFile } from './transcript-desk.ts';

/** What the reader of single rows keeps of a file under way, and what rows taken here change as well. */
export interface FileUnderWay {
  /** The mode that the file's own rows set; null where they left it open, undefined where they said nothing: the session's holds. */
  mode: string | null | undefined;
  /** The same of a sub-agent whose rows stand among its session's. */
  sideMode: string | undefined;
  /** What the last prompt that named a mode said; null for none. */
  promptMode: string | null;
  /** A call that asks to leave plan mode and has no answer yet. */
  leavesPlan: number | null;
  lastTime: number | null;
  /** A flat call without an id, which only the very next line can answer. */
  flatCall: number | null;
}

/** Reads single rows of the same file. */
export interface SingleRows {
  /** A row of the scanner's block that was skimmed just now. */
  skimmed(start: number, end: number, place: LinePlace): void;
}

export interface UsualRows {
  /**
   * Reads on from `start` in the scanner's block, to `end` at most, which lies behind a line feed. `number` is the number of the
   * line before, `base` the offset in the file of the block's first byte. Gives how many lines were read, and where the next
   * begins, which can not be skimmed.
   */
  read(start: number, end: number, number: number, base: number): { readonly lines: number; readonly end: number };
  /** Carries over what was taken; to be asked before anything else is done with the file or the store. */
  carryOver(): void;
  /** Looks at a row that was skimmed and taken by itself: those that follow mostly say the same. */
  learn(reading: RecordReading, session: SessionNotes, agent: string | null, lane: Lane): void;
}

/** What rows that follow each other say again. */
interface Same {
  /** Field of the walk, field of a row, and the scanner's number of the text that the row named there. */
  readonly fields: readonly (readonly [walk: number, row: number, known: number])[];
  readonly notes: SessionNotes;
  readonly agent: string | null;
  readonly lane: Lane;
  readonly cwd: string | null;
  /** How the rows say that they were started; null where they do not. */
  readonly entrypoint: string | null;
}

const sameFields = [[walkEpoch, rowEpoch], [walkSession, rowSession], [walkCwd, rowCwd], [walkVersion, rowVersion], [walkAgent, rowAgent], [walkEntrypoint, rowEntrypoint]] as const;
/** What is counted of rows that were taken and not carried over yet. */
const staged = [walkRows, walkBranched, walkEvents, walkAnswers, walkTexts, walkTextBytes] as const;
const noInput: JsonObject = {};

export function createUsualRows(file: TranscriptFile, desk: TranscriptDesk, counts: FileCounts, under: FileUnderWay, trail: FileTrail, single: SingleRows): UsualRows {
  const { scanner, store, ledger } = desk;
  const { block, fields, walked } = scanner;
  let same: Same | null = null;
  /** The flag of a side chain, as rows say it again too. */
  let sidechain = 0;
  /** What the events that are staged share. */
  let context: EventContext | null = null;
  /** True where the scanner was told what holds now. */
  let told = false;
  /** The scanner's number of a mode, in which epoch, and which mode it is. */
  let knownMode = { epoch: -1, number: noText, mode: '' };
  /** The same of a prompt that is just taken by itself; the file's mode is then what it says. */
  let promptMode: { readonly epoch: number; readonly number: number } | null = null;

  const promptKind = store.taken.kind('prompt');

  const field = (number: number): number => fields.getInt32(number * 4, true);
  /** An empty mode is none, see `record.ts`. */
  const namesMode = (): boolean => field(rowMode) >= 0 && field(rowMode + 1) < field(rowMode + 2);
  const walkField = (number: number): number => walked.getInt32(number * 4, true);
  const walkDouble = (number: number): number => walked.getFloat64(number * 4, true);
  const tell = (number: number, value: number): void => walked.setInt32(number * 4, value, true);
  const tellDouble = (number: number, value: number): void => walked.setFloat64(number * 4, value, true);

  // A file that reading stopped in can have left calls that were not handed on: they are not this one's.
  for (const number of [...staged, walkCalls]) tell(number, 0);

  /** Tells the scanner what holds; each row is then taken by itself where that can change from one to the next. */
  const tellNow = (): void => {
    told = true;
    tell(walkOpen, 0);
    // The first time of a file also places what came before it.
    if (same === null || under.lastTime === null || under.leavesPlan !== null || under.sideMode !== undefined || (under.mode === undefined && same.notes.modes.length > 1)) return;
    const { notes, agent, lane, cwd } = same;
    const first = notes.modes[0];
    const mode = under.mode === undefined ? (first?.mode ?? null) : under.mode;
    // What came before the first mode that is known is in none.
    tellDouble(walkSince, Math.max(0, under.mode === undefined ? (first?.time ?? 0) : 0));
    context = { lane, session: notes.id, agent, cwd, mode, attended: attendance(mode, same.entrypoint === null ? notes.headless : headlessOf(same.entrypoint)), file: file.path };
    const change = notes.modes.at(-1);
    for (const [number, , known] of same.fields) tell(number, known);
    tell(walkSidechain, sidechain);
    tell(walkMode, mode === under.mode && mode === knownMode.mode && mode === change?.mode && walkField(walkEpoch) === knownMode.epoch ? knownMode.number : noText);
    tellDouble(walkModeSince, notes.modeTimes.at(-1) ?? Number.NEGATIVE_INFINITY);
    tell(walkNoArgument, desk.noText);
    tell(walkSaid, store.taken.kind('assistant-text'));
    tell(walkThought, store.taken.kind('thinking'));
    tell(walkPrompt, promptKind);
    // Without a title the first prompt gives one; on a side chain it is the parent's words and no person's.
    tell(walkPrompts, notes.title !== null && agent === null && sidechain === 0 ? 1 : 0);
    tell(walkEarly, desk.early.size);
    tell(walkCall, store.taken.kind('tool-call'));
    tell(walkUnanswered, store.taken.outcome('unknown'));
    tell(walkNoOutcome, store.taken.outcome(null));
    tell(walkRanWell, store.taken.outcome('ok'));
    tell(walkFailed, store.taken.outcome('error'));
    tell(walkEvent, store.length);
    tell(walkText, store.taken.nextText);
    const { a, b, time } = trail.last;
    tell(walkLastId, a);
    tell(walkLastId + 1, b);
    tell(walkLastTimed, time === null ? 0 : 1);
    tellDouble(walkLastTime, time ?? 0);
    tell(walkOpen, 1);
  };

  const carryOver = (): void => {
    told = false;
    const rows = walkField(walkRows);
    if (rows === 0 || same === null || context === null) return;
    for (let event = 0; event < walkField(walkEvents); event++) {
      if (desk.staged.kind[event] !== promptKind) continue;
      // The mode is the part before its words.
      if (desk.staged.block[event] === 1) under.promptMode = context.mode;
      same.notes.prompts += 1;
      same.notes.promptTimes.push(desk.staged.time[event] ?? 0);
    }
    for (const at of store.taken.add(desk.staged, walkField(walkEvents), walkField(walkAnswers), walkField(walkTexts), context)) {
      const { answerEvent, answerLine, answerStart, answerEnd } = desk.staged;
      ledger.problem(otherAnswer(store, answerEvent[at] ?? 0, { path: file.path, line: answerLine[at] ?? 0, byteStart: answerStart[at] ?? 0, byteEnd: answerEnd[at] ?? 0 }));
    }
    if (same.entrypoint !== null) same.notes.headless = headlessOf(same.entrypoint);
    const time = walkDouble(walkLastTime);
    trail.taken(same.notes.id, walkField(walkLastId) >>> 0, walkField(walkLastId + 1) >>> 0, time, walkField(walkBranched) === 1);
    noteTime(same.notes, walkDouble(walkFirstTime));
    noteTime(same.notes, walkDouble(walkLatestTime));
    under.lastTime = time;
    under.flatCall = null;
    counts.records += rows;
    counts.events += walkField(walkEvents);
    ledger.records += rows;
    for (const number of staged) tell(number, 0);
  };

  /** Hands on the calls that were taken, while their records stand in the block. */
  const handOn = (base: number): void => {
    const calls = walkField(walkCalls);
    if (calls === 0 || same === null || context === null) return;
    const { notes, agent, cwd } = same;
    const epoch = walkField(walkEpoch);
    for (let index = 0; index < calls; index++) {
      const of = (number: number): number => desk.calling.getInt32((index * callFields + number) * 4, true);
      const event = of(callEvent);
      notes.toolCalls += 1;
      callCounted(notes, context.attended, 1);
      trail.takenCall(event, of(callRow));
      const tool = desk.tools.of(of(callTool), epoch) ?? '';
      const noSecrets = of(callSecrets) === 0;
      const path = noSecrets && of(callPathFrom) !== noText && of(callPathFrom) < of(callPathTo) && pathAlone.has(tool);
      const inputFrom = of(path ? callPathFrom : callInputFrom);
      const inputTo = of(path ? callPathTo : callInputTo);
      desk.judge.call({
        call: {
          eventId: event, toolUseId: block.toString('latin1', of(callIdFrom), of(callIdTo)), tool, input: desk.judge.takesInput ? inputOf(block, path, inputFrom, inputTo) : noInput, cwd, sessionId: notes.id, agentId: agent,
          time: utcMillis(desk.calling.getFloat64((index * callFields + callTime) * 4, true)), noSecrets,
        },
        ref: { path: file.path, line: of(callLine), byteStart: base + of(callStart), byteEnd: base + of(callEnd) },
        firstCwd: notes.cwd,
        bytes: block,
        start: of(callStart),
        end: of(callEnd),
        block: of(callBlock),
        inputIs: path ? 'path' : 'json',
        inputFrom,
        inputTo,
      });
    }
    tell(walkCalls, 0);
  };

  return {
    read(start, end, number, base) {
      tell(walkLine, number);
      tellDouble(walkBase, base);
      if (promptMode !== null && typeof under.mode === 'string') knownMode = { ...promptMode, mode: under.mode };
      promptMode = null;
      for (let at = start; ; ) {
        if (!told) tellNow();
        const why = scanner.walk(at, end);
        const [from, to, line] = [walkField(walkStopped), walkField(walkStoppedEnd), walkField(walkLine)];
        at = from;
        handOn(base);
        if (why === atEnd) return { lines: line - number, end: from };
        carryOver();
        if (why === atFull) continue;
        if (why === atOddRow) {
          const isPrompt = to > from && (field(rowFlags) & promptFlag) !== 0;
          if (isPrompt && namesMode()) promptMode = { epoch: field(rowEpoch), number: field(rowMode) };
          return { lines: line - number, end: from };
        }
        single.skimmed(from, to, { number: line + 1, byteStart: base + from, byteEnd: base + to, ended: true, utf8: true });
        tell(walkLine, line + 1);
        at = to + 1;
      }
    },
    carryOver,
    learn(reading, notes, agent, lane) {
      if (same === null || same.notes !== notes || same.lane !== lane || same.fields.some(([, row, known]) => field(row) !== known)) {
        const read = sameFields.map(([walk, row]) => [walk, row, field(row)] as const);
        same = read.some(([, , known]) => known === otherText) ? null : { fields: read, notes, agent, lane, cwd: reading.envelope.cwd, entrypoint: reading.envelope.entrypoint };
      }
      sidechain = field(rowFlags) & sidechainFlag;
      if ((field(rowFlags) & answersFlag) !== 0) {
        if (namesMode() && typeof under.mode === 'string') knownMode = { epoch: field(rowEpoch), number: field(rowMode), mode: under.mode };
        return;
      }
      for (let part = 0; part < field(rowParts); part++) {
        const at = firstPart + part * partFields;
        const read = reading.parts[part];
        if (read?.part === 'call' && field(at + partKind) === callPart && field(at + partTool) >= 0) desk.tools.learn(field(at + partTool), field(rowEpoch), read.tool);
      }
    },
  };
}

function inputOf(block: Buffer, path: boolean, from: number, to: number): JsonObject {
  return path ? { file_path: block.toString('latin1', from, to) } : (asObject(JSON.parse(block.toString('utf8', from, to)) as Json) ?? noInput);
}

/** Calls that the scanner took and that are to be handed on. */
export function stagedCalls({ view }: RowScanner): DataView {
  return new DataView(view(), callsAt, maxStaged * callFields * 4);
}

/** What the scanner stages, as the store takes it over. */
export function stagedRows({ view }: RowScanner): StagedRows {
  const memory = view();
  const doubles = (at: number): Float64Array => new Float64Array(memory, at, maxStaged);
  const words = (at: number, length: number = maxStaged): Uint32Array => new Uint32Array(memory, at, length);
  const bytes = (at: number): Uint8Array => new Uint8Array(memory, at, maxStaged);
  return {
    time: doubles(stagedTimeAt),
    start: doubles(stagedStartAt),
    end: doubles(stagedEndAt),
    line: words(stagedLineAt),
    tool: words(stagedToolAt),
    toolUse: words(stagedToolUseAt),
    argument: words(stagedArgumentAt),
    block: words(stagedBlockAt),
    kind: bytes(stagedKindAt),
    outcome: bytes(stagedOutcomeAt),
    answerEvent: words(answerEventAt),
    answerTime: doubles(answerTimeAt),
    answerStart: doubles(answerStartAt),
    answerEnd: doubles(answerEndAt),
    answerLine: words(answerLineAt),
    answerOutcome: bytes(answerOutcomeAt),
    texts: Buffer.from(memory, textBytesAt, textRoom),
    textLengths: words(textLengthsAt, maxStaged * 2),
  };
}
