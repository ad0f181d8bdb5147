/**
 * Reads one transcript file in a single pass: lines to records, records to events and sessions, each with its place.
 * State that spans files (sessions, calls waiting for their answers, rows seen before) is the desk's.
 */
import { isUtf8 } from 'node:buffer';
import type { EventKind, EvidenceRef, Lane, Outcome } from '../../../../shared/event.ts';
import type { ToolCall } from '../../analysis/examined-call.ts';
import type { RowAttendance } from '../../events/event-store.ts';
import { ownText } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { lineCap, type LinePlace, readLines } from '../../intake/lines.ts';
import { fileProblem, reasonOf } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import { firstInvalidUtf8 } from '../../intake/utf8.ts';
import { createCoverage, createFileCounts, type FileCounts, unreconciled } from '../file-counts.ts';
import { argumentOf } from './argument.ts';
import type { Answer } from './answer.ts';
import { isBlank, isCutRecord, malformedReason, zeroBytes } from './line-faults.ts';
import { holdsTooMany, mostValues } from './many-values.ts';
import { parseLine } from './parse-line.ts';
import { type Part, promptMode, type RecordReading, resultMode } from './record.ts';
import { createRowSkimmer } from './skim-row.ts';
import { attendance, callCounted, laneOf, modeAt, modeOfAgent, noteEnvelope, noteMode, noteTitle, type SessionNotes } from './sessions.ts';
import { correctMode, modeAskedFor, noteAskedMode, otherAnswer, settleAnswer } from './settle-answer.ts';
import type { TranscriptDesk, TranscriptFile } from './transcript-desk.ts';
import { createUsualRows, type FileUnderWay } from './usual-rows.ts';

/** The row whose parts are taken, one after the other. */
interface RowUnderWay {
  readonly reading: RecordReading;
  readonly session: SessionNotes;
  readonly agentId: string | null;
  readonly lane: Lane;
  readonly duplicate: boolean;
  readonly ref: EvidenceRef;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** The flat call right before it, which alone it can answer. */
  readonly answersFlat: number | null;
}

const placesKept = 16;

/** Reads a file to its end. Gives its hash, or null where it could not be read to the end (the ledger says why). */
export async function readTranscript(
  files: Pick<EvidenceFiles, 'open'>,
  file: TranscriptFile,
  desk: TranscriptDesk,
  pace: Pace,
  onBytes: (bytes: number) => void,
): Promise<{ sha256: string | null; bytes: number; partial: boolean; counts: FileCounts }> {
  const counts = createFileCounts(file.path);
  const opened = files.open(file.path);
  if (!opened.ok) {
    desk.ledger.problem(opened.problem);
    return { sha256: null, bytes: 0, partial: true, counts };
  }
  const before = desk.store.length;
  const covered = createCoverage();
  const reader = recordReader(file, desk, counts);
  let done = 0;
  try {
    const read = await readLines(
      opened.value,
      {
        line(bytes, start, end, place) {
          covered.line(place);
          reader.line(bytes, start, end, place);
        },
        lines(start, end, number, base) {
          const read = reader.lines(start, end, number, base);
          if (read.end > start) covered.line({ byteStart: base + start, byteEnd: base + read.end - 1, ended: true });
          return read;
        },
        oversized(place) {
          covered.line(place);
          reader.oversized(place);
        },
        progress(bytes) {
          onBytes(bytes - done);
          done = bytes;
        },
      },
      pace,
      lineCap,
      desk.scanner.block,
    );
    reader.carryOver();
    if (read.sizeChanged) desk.ledger.problem(fileProblem(file.path, `Its size changed while it was read: ${opened.value.bytes} bytes when opened, ${read.bytes} at the end.`));
    counts.bytes = read.bytes;
    counts.lines = read.lines;
    for (const fault of unreconciled(counts, covered, desk.store.length - before)) desk.ledger.problem(fileProblem(file.path, `The ledger does not add up: ${fault}.`));
    return { sha256: read.sha256, bytes: read.bytes, partial: reader.partial() || read.sizeChanged, counts };
  } catch (error) {
    if (error instanceof Error && error.name === 'Cancelled') throw error;
    reader.carryOver();
    desk.ledger.problem({ path: file.path, line: null, byteOffset: done, reason: `Reading stopped here. ${reasonOf(error)}` });
    counts.bytes = done;
    counts.lines = counts.records + counts.malformed + counts.oversized + counts.blank;
    return { sha256: null, bytes: done, partial: true, counts };
  } finally {
    reader.end();
    opened.value.close();
  }
}

function recordReader(file: TranscriptFile, desk: TranscriptDesk, counts: FileCounts) {
  const { store, ledger } = desk;
  const trail = desk.trail.file(file);
  const skimmedRow = createRowSkimmer(desk.scanner);
  let partial = false;
  const under: FileUnderWay = {
    // A sub-agent's file begins with the mode that the call which started it asked for.
    mode: file.agentId === null ? undefined : modeAskedFor(desk, file.agentId, file.sessionId),
    sideMode: undefined,
    promptMode: null,
    leavesPlan: null,
    lastTime: null,
    flatCall: null,
  };
  /** A sub-agent's rows among its session's: in another mode than these. */
  const isSide = (lane: Lane): boolean => file.agentId === null && lane === 'agent';
  const modeNow = (session: SessionNotes, lane: Lane, time: number | null): string | null => {
    const own = isSide(lane) ? (under.sideMode ?? under.mode) : under.mode;
    return own === undefined ? modeAt(session, time ?? under.lastTime) : own;
  };
  /** Events at the head of the file that have no time yet; they are placed at the first time that comes. */
  const waiting: number[] = [];
  /** Byte at which the last record with an answer begins. */
  let answeredLine = -1;
  const summaries: { session: SessionNotes; title: string; leafUuid: string }[] = [];

  /** The line under way; set by `take`, so that each event is built at once from one object literal. */
  let at: { time: number | null; lane: Lane; session: string; agent: string | null; cwd: string | null; place: LinePlace } | null = null;
  const add = (
    kind: EventKind,
    argument: string,
    block: number,
    mode: string | null = null,
    attended: RowAttendance = 'unknown',
    outcome: Outcome | null = null,
    tool: string | null = null,
    toolUseId: string | null = null,
    place: LinePlace | undefined = at?.place,
  ): number => {
    const number = store.add({
      time: at?.time ?? null,
      near: under.lastTime,
      lane: at?.lane ?? (file.agentId === null ? 'session' : 'agent'),
      kind,
      session: at?.session ?? file.sessionId,
      agent: at?.agent ?? file.agentId,
      toolUseId,
      tool,
      argument,
      cwd: at?.cwd ?? null,
      mode,
      attended,
      outcome,
      file: file.path,
      line: place?.number ?? 0,
      byteStart: place?.byteStart ?? 0,
      byteEnd: place?.byteEnd ?? 0,
      block,
    });
    counts.events += 1;
    if (under.lastTime === null && (at === null || at.time === null)) waiting.push(number);
    return number;
  };
  const unread = (as: 'malformed' | 'oversized', place: LinePlace, reason: string): void => {
    partial = true;
    trail.unread();
    counts[as] += 1;
    ledger[as] += 1;
    ledger.problem({ path: file.path, line: place.number, byteOffset: place.byteStart, reason });
  };

  const take = (reading: RecordReading, skimmed: boolean, bytes: Buffer, start: number, end: number, place: LinePlace): void => {
    const { envelope } = reading;
    counts.records += 1;
    ledger.records += 1;
    for (let nth = 0; nth < reading.unknown.length; nth++) {
      counts.unknown += 1;
      ledger.unknownKind(reading.unknown[nth] ?? '');
    }
    if (envelope.time === null) {
      counts.untimed += 1;
      ledger.untimed += 1;
    } else {
      under.lastTime = envelope.time;
      if (waiting.length > 0) for (const event of waiting.splice(0)) store.place(event, envelope.time);
    }
    const duplicate = envelope.uuid !== null && desk.seen.add(envelope.uuid);
    if (duplicate) {
      counts.duplicates += 1;
      ledger.duplicates += 1;
    }
    const agentId = envelope.agentId ?? file.agentId;
    const session = desk.sessions.session(envelope.sessionId ?? file.sessionId, file.path, file.project);
    noteEnvelope(session, envelope, agentId);
    const answersFlat = under.flatCall;
    under.flatCall = null;
    const lane = laneOf(envelope.sidechain, agentId);
    at = { time: envelope.time, lane, session: session.id, agent: agentId, cwd: envelope.cwd, place };
    const ref: EvidenceRef = { path: file.path, line: place.number, byteStart: place.byteStart, byteEnd: place.byteEnd };
    trail.row(reading, session.id, duplicate, ref);

    const row: RowUnderWay = { reading, session, agentId, lane, duplicate, ref, bytes, start, end, answersFlat };
    for (let block = 0; block < reading.parts.length; block++) {
      const part = reading.parts[block];
      if (part) takePart(row, part, block);
    }
    if (skimmed) usual.learn(reading, session, agentId, lane);
  };

  function takePart(row: RowUnderWay, part: Part, block: number): void {
    const { session, duplicate, ref, bytes, start, end } = row;
    const { time, cwd } = row.reading.envelope;
    switch (part.part) {
      case 'mode': {
        const ofResult = part.source === resultMode;
        // What the prompt said, and what may have changed since.
        if (ofResult && part.mode === under.promptMode) return;
        if (part.source === promptMode && !isSide(row.lane)) under.promptMode = part.mode;
        if (isSide(row.lane)) under.sideMode = part.mode;
        else under.mode = part.mode;
        if (!ofResult) under.leavesPlan = null;
        if (row.lane === 'session') noteMode(session, { mode: part.mode, time: time ?? under.lastTime, source: part.source });
        if (part.own) add('permission-mode', part.mode, block, part.mode, attendance(part.mode, session.headless));
        return;
      }
      case 'title':
        // A summary names the row it ends at; it may stand in another session's file.
        if (part.leafUuid === null) noteTitle(session, part.title, part.rank);
        else summaries.push({ session, title: part.title, leafUuid: part.leafUuid });
        return;
      case 'note': {
        if (duplicate) return;
        // A sub-agent's prompt is its parent's or the client's, also where its row is not marked as a side chain.
        const kind = part.kind === 'prompt' && row.agentId !== null ? 'injected' : part.kind;
        if (kind === 'prompt') {
          session.prompts += 1;
          if (time !== null) session.promptTimes.push(time);
          noteTitle(session, part.text.split('\n', 1)[0]?.slice(0, 200) ?? '', 'prompt');
        }
        const mode = modeNow(session, row.lane, time);
        const argument = part.kind === 'assistant-text' || part.kind === 'thinking' ? '' : part.text;
        add(kind, argument, block, mode, attendance(mode, session.headless));
        return;
      }
      case 'call': {
        const id = part.toolUseId;
        const mode = modeNow(session, row.lane, time);
        const attended = attendance(mode, session.headless);
        const known = id === null ? null : desk.calls.find(id);
        const argument = argumentOf(part.tool, part.input);
        if (known !== null) {
          repeatedCall(known, part.tool, argument, ref);
          return;
        }
        const event = add('tool-call', argument, block, mode, attended, 'unknown', part.tool, id);
        session.toolCalls += 1;
        callCounted(session, attended, 1);
        trail.call(event);
        if (part.tool === 'Agent' || part.tool === 'Task') {
          if (file.agentId === null) trail.asks(event, ownText(part.input, 'prompt') ?? '');
          const asked = modeOfAgent(mode, ownText(part.input, 'mode'));
          if (asked !== null) desk.askedModes.set(event, asked);
        }
        if (part.tool === 'ExitPlanMode' && under.mode === 'plan') under.leavesPlan = event;
        if (id === null) under.flatCall = event;
        else {
          desk.calls.add(id, event);
          const early = desk.early.get(id);
          if (early) {
            desk.early.delete(id);
            answer(event, early.answer, early.place, early.time);
          }
        }
        const call: ToolCall = { eventId: event, toolUseId: id, tool: part.tool, input: part.input, cwd, sessionId: session.id, agentId: row.agentId, time, ...(part.noSecrets === true ? { noSecrets: true } : {}) };
        desk.judge.call({ call, ref, firstCwd: session.cwd, bytes, start, end, block, inputIs: part.inputIs ?? 'in-record', inputFrom: part.inputFrom ?? -1, inputTo: part.inputTo ?? -1 });
        return;
      }
      case 'answer': {
        // A call without an id has the answer right behind it, whatever id that one names.
        const event = (part.toolUseId === null ? null : desk.calls.find(part.toolUseId)) ?? row.answersFlat;
        if (event !== null) {
          answer(event, part.answer, ref, time);
          if (event === under.leavesPlan) {
            under.leavesPlan = null;
            if (part.answer.outcome === 'ok') planLeft(row);
          }
          if (!duplicate && answeredLine !== ref.byteStart) lookForSecrets(row, event);
          answeredLine = ref.byteStart;
        } else if (part.toolUseId !== null && !desk.early.has(part.toolUseId)) desk.early.set(part.toolUseId, { answer: part.answer, session: session.id, agent: row.agentId, place: ref, time });
        else if (!duplicate) add('result', '', block, null, 'unknown', part.answer.outcome, null, part.toolUseId);
        return;
      }
      case 'plan-left':
        planLeft(row);
        return;
      case 'lineage':
      case 'decision':
        return; // Kept by the trail.
      default: {
        const never: never = part;
        throw new Error(`An unknown part: ${String(never)}`);
      }
    }
  }

  /** Whoever lets the plan be carried out also chooses the mode for it; a version that writes no row for that leaves it open until the next prompt. */
  const planLeft = ({ session, lane, reading }: RowUnderWay): void => {
    if (under.mode !== 'plan' || isSide(lane)) return;
    under.mode = null;
    if (lane === 'session') noteMode(session, { mode: null, time: reading.envelope.time ?? under.lastTime, source: 'ExitPlanMode' });
  };

  const lookForSecrets = ({ reading, ref, bytes, start, end }: RowUnderWay, event: number): void => {
    const runs = reading.runs === undefined && bytes === desk.scanner.block ? desk.scanner.runsIn(start, end) : (reading.runs ?? null);
    if (runs?.length !== 0) desk.judge.answer({ event, ref, bytes, start, end, runs });
  };

  const answer = (event: number, said: Answer, place: EvidenceRef, time: number | null): void => {
    if (said.agentId !== null) {
      desk.trail.agent(said.agentId, event);
      const asked = desk.askedModes.get(event);
      if (asked !== undefined) noteAskedMode(desk, said.agentId, store.session(event) ?? '', asked);
    }
    if (!store.isAnswered(event)) correctMode(desk, event, said);
    if (!settleAnswer(store, event, said, { file: place.path, line: place.line, byteStart: place.byteStart, byteEnd: place.byteEnd }, time)) ledger.problem(otherAnswer(store, event, place));
  };

  const repeatedCall = (event: number, tool: string, argument: string, ref: EvidenceRef): void => {
    const places = desk.otherPlaces.get(event) ?? [];
    if (places.length < placesKept) places.push(ref);
    desk.otherPlaces.set(event, places);
    if (store.tool(event) !== tool || store.argument(event) !== argument) {
      ledger.problem({ path: ref.path, line: ref.line, byteOffset: ref.byteStart, reason: `The same tool_use id stands at ${store.file(event)} line ${store.line(event)} with another input; only that one is counted.` });
    }
  };

  const oversized = (place: LinePlace, what: string, reason: string): void => {
    unread('oversized', place, `${reason}; it is hashed and listed, and its bytes can be read.`);
    at = null;
    add('oversized', what, 0, null, 'unknown', null, null, null, place);
  };

  const line = (bytes: Buffer, from: number, end: number, place: LinePlace, skimmed: RecordReading | null): void => {
    const bom = place.number === 1 && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    const start = bom ? from + 3 : from;
    if (isBlank(bytes, start, end)) {
      counts.blank += 1;
      return;
    }
    if (skimmed === null && holdsTooMany(bytes, start, end)) {
      oversized(place, `more than ${mostValues} values in one line`, `The line is made of more than ${mostValues} values, more than are parsed`);
      return;
    }
    if (!place.utf8 && !isUtf8(bytes.subarray(start, end))) {
      partial = true;
      ledger.problem({ path: file.path, line: place.number, byteOffset: place.byteStart + firstInvalidUtf8(bytes, start, end) - from, reason: 'Not UTF-8 here: the record was read with replacement characters, its bytes are as they were.' });
    }
    try {
      const reading = skimmed ?? parseLine(bytes, start, end);
      if (reading) take(reading, skimmed !== null, bytes, from, end, place);
      else unread('malformed', place, 'JSON, but no object: no record of a known layout.');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const cut = !place.ended && isCutRecord(error, bytes, start, end);
      if (cut) trail.cut({ ref: { path: file.path, line: place.number, byteStart: place.byteStart, byteEnd: place.byteEnd }, sha256: desk.sha256(bytes.subarray(from, end)), zeroBytes: zeroBytes(bytes, start, end) });
      unread('malformed', place, malformedReason(error, end - from, cut));
    }
  };
  const usual = createUsualRows(file, desk, counts, under, trail, {
    skimmed: (start, end, place) => line(desk.scanner.block, start, end, place, skimmedRow()),
  });

  return {
    line(bytes: Buffer, from: number, end: number, place: LinePlace): void {
      usual.carryOver();
      line(bytes, from, end, place, null);
    },
    lines: usual.read,
    carryOver: usual.carryOver,
    oversized(place: LinePlace): void {
      usual.carryOver();
      const length = place.byteEnd - place.byteStart;
      oversized(place, `${length} bytes in one line`, `The line has ${length} bytes, more than is parsed`);
    },
    partial: () => partial,
    end(): void {
      for (const { session, title, leafUuid } of summaries) if (desk.trail.lastFileHas(leafUuid)) noteTitle(session, title, 'summary');
      trail.end();
    },
  };
}
