/** The events of a case as columns. Filled while reading, then put in time order and frozen; knows no file format. */
import { type Attendance, type EventKind, eventKinds, type Lane, lanes, type Outcome, outcomes } from '../../../shared/event.ts';
import { type Column, createColumn, createStringTable, createTextPool, float64, uint32, uint8 } from './columns.ts';

/** What a reader says of one event. `time` is milliseconds UTC or null; `order` places an untimed one (see `place`). */
export interface NewEvent {
  readonly time: number | null;
  /** Where an event without a time stands: the time of the nearest timed record of its file, or null. */
  readonly near: number | null;
  readonly lane: Lane;
  readonly kind: EventKind;
  readonly session: string | null;
  readonly agent: string | null;
  readonly toolUseId: string | null;
  readonly tool: string | null;
  readonly argument: string;
  readonly cwd: string | null;
  readonly mode: string | null;
  readonly attended: 'attended' | 'unattended' | 'unknown';
  readonly outcome: Outcome | null;
  readonly file: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  /** Which content block of the record it is, from 0; the whole record where it has no blocks. */
  readonly block: number;
}

/** Where the answer to a call stands. */
export interface ResultPlace {
  readonly file: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
  readonly time: number | null;
  readonly outcome: Outcome;
}

export type RowAttendance = 'attended' | 'unattended' | 'unknown';
const rowAttendances: readonly RowAttendance[] = ['attended', 'unattended', 'unknown'];
const noResult = 0xffffffff;

/** Read access by event number. After `freeze`, numbers follow time: the order that the timeline shows. */
export interface EventStore {
  readonly length: number;
  add(event: NewEvent): number;
  setResult(event: number, result: ResultPlace): void;
  /** Places an event that has no time of its own. */
  place(event: number, time: number): void;
  /** Puts the events in time order and gives for each old number the new one. */
  freeze(): Uint32Array;
  time(event: number): number | null;
  /** The time it is placed at: its own, or its neighbour's. NaN where neither is known. */
  placedTime(event: number): number;
  lane(event: number): Lane;
  kind(event: number): EventKind;
  session(event: number): string | null;
  agent(event: number): string | null;
  toolUseId(event: number): string | null;
  tool(event: number): string | null;
  argument(event: number): string;
  cwd(event: number): string | null;
  mode(event: number): string | null;
  attended(event: number): RowAttendance;
  outcome(event: number): Outcome | null;
  durationMs(event: number): number | null;
  file(event: number): string;
  line(event: number): number;
  byteStart(event: number): number;
  byteEnd(event: number): number;
  block(event: number): number;
  result(event: number): { file: string; line: number; byteStart: number; byteEnd: number } | null;
}

export function createEventStore(): EventStore {
  const strings = createStringTable();
  const pool = createTextPool();
  let columns = {
    time: createColumn(float64),
    placed: createColumn(float64),
    lane: createColumn(uint8),
    kind: createColumn(uint8),
    session: createColumn(uint32),
    agent: createColumn(uint32),
    toolUse: createColumn(uint32),
    tool: createColumn(uint32),
    argument: createColumn(uint32),
    cwd: createColumn(uint32),
    mode: createColumn(uint32),
    attended: createColumn(uint8),
    outcome: createColumn(uint8),
    file: createColumn(uint32),
    line: createColumn(uint32),
    start: createColumn(float64),
    end: createColumn(float64),
    block: createColumn(uint32),
    resultFile: createColumn(uint32),
    resultLine: createColumn(uint32),
    resultStart: createColumn(float64),
    resultEnd: createColumn(float64),
    resultTime: createColumn(float64),
  };
  let emptyText: number | null = null;
  const textNumber = (text: string): number => {
    if (text !== '') return pool.add(text);
    emptyText ??= pool.add('');
    return emptyText;
  };
  const optional = (value: number): number | null => (Number.isNaN(value) ? null : value);

  return {
    get length() {
      return columns.time.length;
    },
    add(event) {
      columns.time.push(event.time ?? Number.NaN);
      columns.placed.push(event.time ?? event.near ?? Number.NaN);
      columns.lane.push(lanes.indexOf(event.lane));
      columns.kind.push(eventKinds.indexOf(event.kind));
      columns.session.push(strings.number(event.session));
      columns.agent.push(strings.number(event.agent));
      columns.toolUse.push(event.toolUseId === null ? 0 : pool.add(event.toolUseId) + 1);
      columns.tool.push(strings.number(event.tool));
      columns.argument.push(textNumber(event.argument));
      columns.cwd.push(strings.number(event.cwd));
      columns.mode.push(strings.number(event.mode));
      columns.attended.push(rowAttendances.indexOf(event.attended));
      columns.outcome.push(event.outcome === null ? outcomes.length : outcomes.indexOf(event.outcome));
      columns.file.push(strings.number(event.file));
      columns.line.push(event.line);
      columns.start.push(event.byteStart);
      columns.end.push(event.byteEnd);
      columns.block.push(event.block);
      columns.resultFile.push(noResult);
      columns.resultLine.push(0);
      columns.resultStart.push(0);
      columns.resultEnd.push(0);
      columns.resultTime.push(Number.NaN);
      return columns.time.length - 1;
    },
    setResult(event, result) {
      columns.resultFile.set(event, strings.number(result.file));
      columns.resultLine.set(event, result.line);
      columns.resultStart.set(event, result.byteStart);
      columns.resultEnd.set(event, result.byteEnd);
      columns.resultTime.set(event, result.time ?? Number.NaN);
      columns.outcome.set(event, outcomes.indexOf(result.outcome));
    },
    place: (event, time) => columns.placed.set(event, time),
    freeze() {
      const length = columns.time.length;
      const placed = columns.placed;
      // Events without any time go last; equal times keep the order of reading: file by file, line by line.
      const order = Uint32Array.from({ length }, (_, at) => at).sort((a, b) => {
        const x = placed.get(a);
        const y = placed.get(b);
        if (x === y) return a - b;
        if (Number.isNaN(x)) return Number.isNaN(y) ? a - b : 1;
        return Number.isNaN(y) ? -1 : x - y;
      });
      const mapped: Record<string, Column> = {};
      for (const [name, column] of Object.entries(columns)) mapped[name] = column.reordered(order);
      columns = { ...columns, ...mapped };
      const newNumber = new Uint32Array(length);
      for (let at = 0; at < length; at++) newNumber[order[at] ?? 0] = at;
      return newNumber;
    },
    time: (event) => optional(columns.time.get(event)),
    placedTime: (event) => columns.placed.get(event),
    lane: (event) => lanes[columns.lane.get(event)] ?? 'session',
    kind: (event) => eventKinds[columns.kind.get(event)] ?? 'unknown',
    session: (event) => strings.text(columns.session.get(event)),
    agent: (event) => strings.text(columns.agent.get(event)),
    toolUseId(event) {
      const number = columns.toolUse.get(event);
      return number === 0 ? null : pool.text(number - 1);
    },
    tool: (event) => strings.text(columns.tool.get(event)),
    argument: (event) => pool.text(columns.argument.get(event)),
    cwd: (event) => strings.text(columns.cwd.get(event)),
    mode: (event) => strings.text(columns.mode.get(event)),
    attended: (event) => rowAttendances[columns.attended.get(event)] ?? 'unknown',
    outcome: (event) => outcomes[columns.outcome.get(event)] ?? null,
    durationMs(event) {
      const from = columns.time.get(event);
      const to = columns.resultTime.get(event);
      return Number.isNaN(from) || Number.isNaN(to) || to < from ? null : Math.round(to - from);
    },
    file: (event) => strings.text(columns.file.get(event)) ?? '',
    line: (event) => columns.line.get(event),
    byteStart: (event) => columns.start.get(event),
    byteEnd: (event) => columns.end.get(event),
    block: (event) => columns.block.get(event),
    result(event) {
      const file = columns.resultFile.get(event);
      if (file === noResult) return null;
      return {
        file: strings.text(file) ?? '',
        line: columns.resultLine.get(event),
        byteStart: columns.resultStart.get(event),
        byteEnd: columns.resultEnd.get(event),
      };
    },
  };
}

/** A session's attendance from the calls it made: both kinds make it mixed, none known makes it unknown. */
export function sessionAttendance(attended: number, unattended: number): Attendance {
  if (attended > 0 && unattended > 0) return 'mixed';
  if (unattended > 0) return 'unattended';
  return attended > 0 ? 'attended' : 'unknown';
}
