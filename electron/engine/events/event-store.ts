/** The events of a case as columns. Filled while reading, then put in time order and frozen; knows no file format. */
import { type Attendance, type EventKind, eventKinds, type Lane, lanes, type Outcome, outcomes } from '../../../shared/event.ts';
import { comparePaths } from '../intake/path-text.ts';
import { type Column, createColumn, createStringTable, createTextPool, float64, joinedColumn, type PooledTexts, type StringTable, type TextPool, type Typed, uint32, uint8 } from './columns.ts';

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
  /** Corrects what became of a call whose result stands already. */
  setOutcome(event: number, outcome: Outcome): void;
  /** Corrects the mode that a call ran in, and whether a person was there. */
  setMode(event: number, mode: string | null, attended: RowAttendance): void;
  /** Places an event that has no time of its own. */
  place(event: number, time: number): void;
  /** What it holds so far, as plain data for another thread. */
  columns(): StoreColumns;
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

/** How each column is kept. `string`: a number of the string table; `text`: a number of the text pool. */
const shapes = {
  time: float64,
  placed: float64,
  lane: uint8,
  kind: uint8,
  session: uint32,
  agent: uint32,
  toolUse: uint32,
  tool: uint32,
  argument: uint32,
  cwd: uint32,
  mode: uint32,
  attended: uint8,
  outcome: uint8,
  file: uint32,
  line: uint32,
  start: float64,
  end: float64,
  block: uint32,
  resultFile: uint32,
  resultLine: uint32,
  resultStart: float64,
  resultEnd: float64,
  resultTime: float64,
} as const;

type ColumnName = keyof typeof shapes;
const columnNames = Object.keys(shapes) as readonly ColumnName[];
/** Columns of numbers in the string table, whose first number is null. */
const stringColumns: ReadonlySet<ColumnName> = new Set<ColumnName>(['session', 'agent', 'tool', 'cwd', 'mode', 'file', 'resultFile']);

/** A store's content as typed arrays and strings. */
export interface StoreColumns {
  readonly length: number;
  readonly values: Record<ColumnName, Typed>;
  readonly strings: readonly (string | null)[];
  readonly texts: PooledTexts;
}

/**
 * Joins stores that were filled side by side. `offsets` says which number each one's first event has now. The parts' columns
 * are taken over one by one and gone afterwards: kept, they would be in memory twice.
 */
export function createMergedStore(parts: readonly StoreColumns[]): { store: EventStore; offsets: readonly number[] } {
  const strings = createStringTable();
  const offsets: number[] = [];
  const renumbered = parts.map((part) => Uint32Array.from(part.strings, (text) => strings.number(text)));
  let events = 0;
  for (const part of parts) {
    offsets.push(events);
    events += part.length;
  }
  const columns = byColumn((name) => {
    const values = joinedColumn(shapes[name], parts.map((part) => part.values[name]));
    for (const part of parts) part.values[name] = shapes[name](0);
    let texts = 0;
    for (const [at, part] of parts.entries()) {
      const numbers = renumbered[at];
      const from = offsets[at] ?? 0;
      if (stringColumns.has(name) && numbers) for (let event = from; event < from + part.length; event++) values[event] = values[event] === noResult ? noResult : (numbers[values[event] ?? 0] ?? 0);
      else if (name === 'argument' && texts > 0) for (let event = from; event < from + part.length; event++) values[event] = (values[event] ?? 0) + texts;
      // A call's id is kept one higher in the pool's numbers, so that 0 can stand for none.
      else if (name === 'toolUse' && texts > 0) for (let event = from; event < from + part.length; event++) values[event] = values[event] === 0 ? 0 : (values[event] ?? 0) + texts;
      texts += part.texts.block.length;
    }
    return createColumn(shapes[name], values);
  });
  return { store: storeOver(columns, strings, createTextPool(parts.map((part) => part.texts))), offsets };
}

export function createEventStore(): EventStore {
  return storeOver(emptyColumns(), createStringTable(), createTextPool());
}

/** A store over columns that were kept: `read` gives a column's values as they were. Throws where the columns do not fit together. */
export function createStoreFrom(read: (column: string) => ArrayBuffer, strings: readonly (string | null)[], texts: PooledTexts): EventStore {
  const columns = byColumn((name) => createColumn(shapes[name], viewOf(shapes[name], read(name))));
  const { length } = columns.time;
  if (columnNames.some((name) => columns[name].length !== length)) throw new Error('The columns differ in length.');
  const table = createStringTable();
  for (const text of strings.slice(1)) table.number(text);
  return storeOver(columns, table, createTextPool([texts]));
}

function viewOf(shape: (typeof shapes)[ColumnName], values: ArrayBuffer): Typed {
  return shape === float64 ? new Float64Array(values) : shape === uint32 ? new Uint32Array(values) : new Uint8Array(values);
}

/** One value a column. The cast is sound: each name is given. */
function byColumn<Value>(make: (name: ColumnName) => Value): Record<ColumnName, Value> {
  return Object.fromEntries(columnNames.map((name) => [name, make(name)])) as Record<ColumnName, Value>;
}

const emptyColumns = (): Record<ColumnName, Column> => byColumn((name) => createColumn(shapes[name]));

function storeOver(given: Record<ColumnName, Column>, strings: StringTable, pool: TextPool): EventStore {
  const columns = given;
  // A row mostly repeats what the row before it said.
  const sessionNumber = repeating(strings);
  const agentNumber = repeating(strings);
  const toolNumber = repeating(strings);
  const cwdNumber = repeating(strings);
  const modeNumber = repeating(strings);
  const fileNumber = repeating(strings);
  const resultFileNumber = repeating(strings);
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
      columns.session.push(sessionNumber(event.session));
      columns.agent.push(agentNumber(event.agent));
      columns.toolUse.push(event.toolUseId === null ? 0 : pool.add(event.toolUseId) + 1);
      columns.tool.push(toolNumber(event.tool));
      columns.argument.push(textNumber(event.argument));
      columns.cwd.push(cwdNumber(event.cwd));
      columns.mode.push(modeNumber(event.mode));
      columns.attended.push(rowAttendances.indexOf(event.attended));
      columns.outcome.push(event.outcome === null ? outcomes.length : outcomes.indexOf(event.outcome));
      columns.file.push(fileNumber(event.file));
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
      columns.resultFile.set(event, resultFileNumber(result.file));
      columns.resultLine.set(event, result.line);
      columns.resultStart.set(event, result.byteStart);
      columns.resultEnd.set(event, result.byteEnd);
      columns.resultTime.set(event, result.time ?? Number.NaN);
      columns.outcome.set(event, outcomes.indexOf(result.outcome));
    },
    setOutcome: (event, outcome) => columns.outcome.set(event, outcomes.indexOf(outcome)),
    setMode(event, mode, attended) {
      columns.mode.set(event, strings.number(mode));
      columns.attended.set(event, rowAttendances.indexOf(attended));
    },
    place: (event, time) => columns.placed.set(event, time),
    columns: () => ({
      length: columns.time.length,
      values: byColumn((name) => columns[name].values()),
      strings: strings.list(),
      texts: pool.blocks(),
    }),
    freeze() {
      const { length } = columns.time;
      const { placed, file, line } = columns; // As they are before the first is put in order.
      // Files in bytewise order of their paths: ties of time never depend on the order of reading.
      const ranks = new Uint32Array(strings.size);
      const byPath = [...strings.list().keys()].sort((a, b) => comparePaths(strings.text(a) ?? '', strings.text(b) ?? ''));
      for (const [rank, number] of byPath.entries()) ranks[number] = rank;
      // Events without any time go last.
      const order = Uint32Array.from({ length }, (_, at) => at).sort((a, b) => {
        const x = placed.get(a);
        const y = placed.get(b);
        if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y;
        return (ranks[file.get(a)] ?? 0) - (ranks[file.get(b)] ?? 0) || line.get(a) - line.get(b) || a - b;
      });
      // One after the other: all at once would be in memory twice.
      for (const name of columnNames) columns[name] = columns[name].reordered(order);
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

/** Numbers of a string table for a column in which one string often follows itself. */
function repeating(strings: StringTable): (text: string | null) => number {
  let last: string | null = null;
  let number = 0;
  return (text) => {
    if (text !== last) {
      number = strings.number(text);
      last = strings.text(number);
    }
    return number;
  };
}

/** A session's attendance from the calls it made: both kinds make it mixed, none known makes it unknown. */
export function sessionAttendance(attended: number, unattended: number): Attendance {
  if (attended > 0 && unattended > 0) return 'mixed';
  if (unattended > 0) return 'unattended';
  return attended > 0 ? 'attended' : 'unknown';
}
