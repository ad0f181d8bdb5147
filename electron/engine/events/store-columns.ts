/**
 * How the events of a case are kept: three tables of columns, the events, the places of answers, and what neighbouring events
 * share. Only events are put in order; an event names its answer and its context by their numbers. Knows no reader.
 */
import { type Column, createColumn, float64, type Piece, type Typed, uint32, uint8 } from './columns.ts';
import { columnOver, createPackedColumn, createWideColumn, lengthOf, unpacked } from './packed-column.ts';
import { createRoom } from './room.ts';
import { createStringTable, type PooledTexts, type StringTable } from './texts.ts';

/** How each column is kept. Columns of one table have one length. */
export const shapes = {
  // Events. `placed`: own time, or where an untimed one stands; `result`, `toolUse`: one higher, so that 0 stands for none.
  placed: float64,
  untimed: uint8,
  kind: uint8,
  outcome: uint8,
  context: uint32,
  tool: uint32,
  toolUse: uint32,
  argument: uint32,
  line: uint32,
  start: float64,
  end: float64,
  block: uint32,
  result: uint32,
  // Answers, which only calls have.
  resultFile: uint32,
  resultLine: uint32,
  resultStart: float64,
  resultEnd: float64,
  resultTime: float64,
  // What the events of a file mostly share.
  session: uint32,
  agent: uint32,
  cwd: uint32,
  mode: uint32,
  file: uint32,
  lane: uint8,
  attended: uint8,
} as const;

export type ColumnName = keyof typeof shapes;
export const columnNames = Object.keys(shapes) as readonly ColumnName[];
const resultColumns: readonly ColumnName[] = ['resultFile', 'resultLine', 'resultStart', 'resultEnd', 'resultTime'];
const contextColumns: readonly ColumnName[] = ['session', 'agent', 'cwd', 'mode', 'file', 'lane', 'attended'];
/** The columns that are put in another order when events are. */
export const eventColumns: readonly ColumnName[] = columnNames.filter((name) => !resultColumns.includes(name) && !contextColumns.includes(name));
/** Numbers of the string table, whose first is null. */
const stringColumns: ReadonlySet<ColumnName> = new Set<ColumnName>(['tool', 'resultFile', 'session', 'agent', 'cwd', 'mode', 'file']);

export type Columns = Record<ColumnName, Column>;

/** A store's content as typed arrays and strings. */
export interface StoreColumns {
  /** How many events. */
  readonly length: number;
  readonly values: Record<ColumnName, readonly Piece[]>;
  readonly strings: readonly (string | null)[];
  readonly texts: PooledTexts;
}

/** One value a column. The cast is sound: each name is given. */
export function byColumn<Value>(make: (name: ColumnName) => Value): Record<ColumnName, Value> {
  return Object.fromEntries(columnNames.map((name) => [name, make(name)])) as Record<ColumnName, Value>;
}

export function emptyColumns(): Columns {
  const room = createRoom();
  return byColumn((name) => createPackedColumn(shapes[name], room));
}

/** The columns of several stores as one. `offsets` says which number each one's first event has then. */
export interface JoinedColumns {
  readonly columns: Columns;
  readonly strings: StringTable;
  readonly offsets: readonly number[];
}

/** The parts' columns are taken over one by one and gone afterwards: kept, they would be in memory twice. */
export async function joinColumns(parts: readonly StoreColumns[], rest: () => Promise<void>): Promise<JoinedColumns> {
  const strings = createStringTable();
  const renumbered = parts.map((part) => Uint32Array.from(part.strings, (text) => strings.number(text)));
  const before = (of: (part: StoreColumns) => number): readonly number[] => {
    const starts: number[] = [];
    let sum = 0;
    for (const part of parts) {
      starts.push(sum);
      sum += of(part);
    }
    return starts;
  };
  const offsets = before((part) => part.length);
  const texts = before((part) => lengthOf(part.texts.block));
  const results = before((part) => lengthOf(part.values.resultFile));
  const contexts = before((part) => lengthOf(part.values.session));
  /** Renames the numbers of a part, which stand from `from` to `to`, as the whole has them. */
  const moveNumbers = (name: ColumnName, part: number, values: Typed, from: number, to: number): void => {
    if (stringColumns.has(name)) renumber(values, from, to, renumbered[part] ?? new Uint32Array());
    else if (name === 'argument') shift(values, from, to, texts[part] ?? 0, 0);
    else if (name === 'context') shift(values, from, to, contexts[part] ?? 0, 0);
    else if (name === 'toolUse') shift(values, from, to, texts[part] ?? 0, 1);
    else if (name === 'result') shift(values, from, to, results[part] ?? 0, 1);
  };
  const room = createRoom();
  const columns = emptyColumns();
  for (const name of columnNames) {
    await rest();
    const values = unpacked(shapes[name], parts.map((part) => part.values[name]));
    let from = 0;
    for (const [at, part] of parts.entries()) {
      const to = from + lengthOf(part.values[name]);
      moveNumbers(name, at, values, from, to);
      from = to;
      part.values[name] = [];
    }
    columns[name] = eventColumns.includes(name) ? createWideColumn(shapes[name], room, values) : columnOver(shapes[name], room, values);
  }
  return { columns, strings, offsets };
}

function renumber(values: Typed, from: number, to: number, numbers: Uint32Array): void {
  for (let at = from; at < to; at++) values[at] = numbers[values[at] ?? 0] ?? 0;
}

/** Numbers of a table that now stands behind another one; those below `least` stand for none. */
function shift(values: Typed, from: number, to: number, by: number, least: number): void {
  if (by > 0) for (let at = from; at < to; at++) if ((values[at] ?? 0) >= least) values[at] = (values[at] ?? 0) + by;
}

/** Columns that were kept, by their bytes. Throws where they do not fit together. */
export function keptColumns(read: (column: string) => ArrayBuffer): Columns {
  const columns = byColumn((name) => createColumn(shapes[name], viewOf(name, read(name))));
  for (const table of [eventColumns, resultColumns, contextColumns]) {
    const lengths = new Set(table.map((name) => columns[name].length));
    if (lengths.size > 1) throw new Error('The columns differ in length.');
  }
  return columns;
}

function viewOf(name: ColumnName, values: ArrayBuffer): Typed {
  const shape = shapes[name];
  return shape === float64 ? new Float64Array(values) : shape === uint32 ? new Uint32Array(values) : new Uint8Array(values);
}

/** What neighbouring events share, as numbers: strings by the string table, lane and attendance by their lists. */
export interface Context {
  readonly session: number;
  readonly agent: number;
  readonly cwd: number;
  readonly mode: number;
  readonly file: number;
  readonly lane: number;
  readonly attended: number;
}

/** Gives the number of a context, a new one where it is new. */
export function contextNumbers(columns: Columns): (context: Context) => number {
  const known = new Map<string, number>();
  let last: Context | null = null;
  let lastNumber = 0;
  return (context) => {
    if (last !== null && last.session === context.session && last.agent === context.agent && last.cwd === context.cwd && last.mode === context.mode && last.file === context.file && last.lane === context.lane && last.attended === context.attended) return lastNumber;
    const { session, agent, cwd, mode, file, lane, attended } = context;
    const key = `${session} ${agent} ${cwd} ${mode} ${file} ${lane} ${attended}`;
    let number = known.get(key);
    if (number === undefined) {
      number = columns.session.length;
      known.set(key, number);
      columns.session.push(session);
      columns.agent.push(agent);
      columns.cwd.push(cwd);
      columns.mode.push(mode);
      columns.file.push(file);
      columns.lane.push(lane);
      columns.attended.push(attended);
    }
    last = context;
    lastNumber = number;
    return number;
  };
}
