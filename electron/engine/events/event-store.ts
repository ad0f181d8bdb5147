/** The events of a case as columns. Filled while reading, then put in time order and frozen; knows no file format. */
import { type Attendance, type EventKind, eventKinds, type Lane, lanes, type Outcome, outcomes } from '../../../shared/event.ts';
import { comparePaths } from '../intake/path-text.ts';
import type { Typed } from './columns.ts';
import { byColumn, type ColumnName, type Columns, type Context, contextNumbers, emptyColumns, eventColumns, joinColumns, keptColumns, shapes, type StoreColumns } from './store-columns.ts';
import { reordered, unpacked, whole } from './packed-column.ts';
import { createRoom } from './room.ts';
import { createKeptPool, createStringTable, createTextPool, type PooledTexts, type StringTable, type TextPool } from './texts.ts';
import { timeOrder } from './time-order.ts';

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

/** What events that follow each other mostly share; see `NewEvent`. */
export type EventContext = Pick<NewEvent, 'lane' | 'session' | 'agent' | 'cwd' | 'mode' | 'attended' | 'file'>;

/** Events and answers that the scanner took, by column, the first ones of each; see `scanner/wasm/staging.ts`. */
export interface StagedRows {
  readonly time: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly line: Uint32Array;
  readonly tool: Uint32Array;
  readonly toolUse: Uint32Array;
  readonly argument: Uint32Array;
  readonly block: Uint32Array;
  readonly kind: Uint8Array;
  readonly outcome: Uint8Array;
  readonly answerEvent: Uint32Array;
  readonly answerTime: Float64Array;
  readonly answerStart: Float64Array;
  readonly answerEnd: Float64Array;
  readonly answerLine: Uint32Array;
  readonly answerOutcome: Uint8Array;
  /** Bytes of texts, one behind the other, and how many each has. */
  readonly texts: Buffer;
  readonly textLengths: Uint32Array;
}

/** Takes over what the scanner took, in which names stand as the store's numbers. */
export interface TakenEvents {
  tool(name: string): number;
  kind(of: EventKind): number;
  outcome(of: Outcome | null): number;
  /** Number of the next text that is kept. */
  readonly nextText: number;
  /** Keeps an empty text. */
  noText(): number;
  /** Adds the first ones, all of the same context; answers stand in `file`. Gives which answers say otherwise than the one that their call has, and were left. */
  add(rows: StagedRows, events: number, answers: number, texts: number, context: EventContext): readonly number[];
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
/** In the order of their numbers in the column `attended`. */
export const rowAttendances: readonly RowAttendance[] = ['attended', 'unattended', 'unknown'];

/** Read access by event number. After `freeze`, numbers follow time: the order that the timeline shows. */
export interface EventStore {
  readonly length: number;
  add(event: NewEvent): number;
  readonly taken: TakenEvents;
  setResult(event: number, result: ResultPlace): void;
  /** True where a call has a result that says what became of it: neither broken off nor unknown. */
  isAnswered(event: number): boolean;
  /** Corrects what became of a call whose result stands already. */
  setOutcome(event: number, outcome: Outcome): void;
  /** Corrects the mode that a call ran in, and whether a person was there. */
  setMode(event: number, mode: string | null, attended: RowAttendance): void;
  /** Places an event that has no time of its own. */
  place(event: number, time: number): void;
  /** What it holds so far, as plain data for another thread. */
  columns(): StoreColumns;
  /** Puts the events in time order and gives for each old number the new one. Takes a rest between its steps. */
  freeze(rest: () => Promise<void>): Promise<Uint32Array>;
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
  /**
   * A column as one array, for what looks at each event of a case: to ask for one after the other takes many times as long. Not to
   * be written to. Kinds, outcomes and the like stand as their places in their lists, strings as numbers that `text` knows.
   */
  values(column: ColumnName): Typed;
  /** The string that a number of a column of strings stands for; 0 is null. */
  text(number: number): string | null;
  /** How many strings it knows: their numbers lie below. */
  readonly texts: number;
}

/**
 * Joins stores that were filled side by side. `offsets` says which number each one's first event has now. The parts' columns
 * are gone afterwards.
 */
export async function createMergedStore(parts: readonly StoreColumns[], rest: () => Promise<void>): Promise<{ store: EventStore; offsets: readonly number[] }> {
  const { columns, strings, offsets } = await joinColumns(parts, rest);
  await rest();
  return { store: storeOver(columns, strings, createTextPool(parts.map((part) => part.texts))), offsets };
}

export function createEventStore(): EventStore {
  return storeOver(emptyColumns(), createStringTable(), createTextPool());
}

/** A store over columns that were kept: `read` gives a column's values as they were. Throws where the columns do not fit together. */
export function createStoreFrom(read: (column: string) => ArrayBuffer, strings: readonly (string | null)[], texts: PooledTexts): EventStore {
  const table = createStringTable();
  for (const text of strings.slice(1)) table.number(text);
  return storeOver(keptColumns(read), table, createKeptPool(texts));
}

function storeOver(columns: Columns, strings: StringTable, pool: TextPool): EventStore {
  // A row mostly repeats what the row before it said.
  const sessionNumber = repeating(strings);
  const agentNumber = repeating(strings);
  const toolNumber = repeating(strings);
  const cwdNumber = repeating(strings);
  const modeNumber = repeating(strings);
  const fileNumber = repeating(strings);
  const resultFileNumber = repeating(strings);
  const contextNumber = contextNumbers(columns);
  const contextOf = (event: number): number => columns.context.get(event);
  const resultOf = (event: number): number => columns.result.get(event) - 1;
  const timeOf = (event: number): number | null => (columns.untimed.get(event) === 1 ? null : columns.placed.get(event));

  const numbered = (of: EventContext): Context => ({
    session: sessionNumber(of.session),
    agent: agentNumber(of.agent),
    cwd: cwdNumber(of.cwd),
    mode: modeNumber(of.mode),
    file: fileNumber(of.file),
    lane: lanes.indexOf(of.lane),
    attended: rowAttendances.indexOf(of.attended),
  });
  const putResult = (event: number, file: number, line: number, byteStart: number, byteEnd: number, time: number, outcome: number): void => {
    const result = resultOf(event);
    if (result < 0) {
      columns.result.set(event, columns.resultFile.length + 1);
      columns.resultFile.push(file);
      columns.resultLine.push(line);
      columns.resultStart.push(byteStart);
      columns.resultEnd.push(byteEnd);
      columns.resultTime.push(time);
    } else {
      columns.resultFile.set(result, file);
      columns.resultLine.set(result, line);
      columns.resultStart.set(result, byteStart);
      columns.resultEnd.set(result, byteEnd);
      columns.resultTime.set(result, time);
    }
    columns.outcome.set(event, outcome);
  };

  const open = [outcomes.indexOf('interrupted'), outcomes.indexOf('unknown')] as const;
  const isAnswered = (event: number): boolean => {
    if (resultOf(event) < 0) return false;
    const outcome = columns.outcome.get(event);
    return outcome !== open[0] && outcome !== open[1];
  };

  /** Kept beside the columns: it is asked for in each round of each loop over the events. */
  let { length } = columns.placed;

  return {
    get length() {
      return length;
    },
    add(event) {
      columns.placed.push(event.time ?? event.near ?? Number.NaN);
      columns.untimed.push(event.time === null ? 1 : 0);
      columns.kind.push(eventKinds.indexOf(event.kind));
      columns.outcome.push(event.outcome === null ? outcomes.length : outcomes.indexOf(event.outcome));
      columns.context.push(contextNumber(numbered(event)));
      columns.tool.push(toolNumber(event.tool));
      columns.toolUse.push(event.toolUseId === null ? 0 : pool.add(event.toolUseId) + 1);
      columns.argument.push(pool.addOnce(event.argument));
      columns.line.push(event.line);
      columns.start.push(event.byteStart);
      columns.end.push(event.byteEnd);
      columns.block.push(event.block);
      columns.result.push(0);
      return length++;
    },
    setResult: (event, { file, line, byteStart, byteEnd, time, outcome }) => putResult(event, resultFileNumber(file), line, byteStart, byteEnd, time ?? Number.NaN, outcomes.indexOf(outcome)),
    taken: {
      tool: toolNumber,
      kind: (of) => eventKinds.indexOf(of),
      outcome: (of) => (of === null ? outcomes.length : outcomes.indexOf(of)),
      get nextText() {
        return pool.size;
      },
      noText: () => pool.add(''),
      add(rows, events, answers, texts, of) {
        pool.addMany(rows.texts, rows.textLengths, texts);
        const context = events === 0 ? 0 : contextNumber(numbered(of));
        for (let at = 0; at < events; at++) {
          columns.placed.push(rows.time[at] ?? 0);
          columns.untimed.push(0);
          columns.kind.push(rows.kind[at] ?? 0);
          columns.outcome.push(rows.outcome[at] ?? 0);
          columns.context.push(context);
          columns.tool.push(rows.tool[at] ?? 0);
          columns.toolUse.push(rows.toolUse[at] ?? 0);
          columns.argument.push(rows.argument[at] ?? 0);
          columns.line.push(rows.line[at] ?? 0);
          columns.start.push(rows.start[at] ?? 0);
          columns.end.push(rows.end[at] ?? 0);
          columns.block.push(rows.block[at] ?? 0);
          columns.result.push(0);
        }
        length += events;
        const file = answers === 0 ? 0 : resultFileNumber(of.file);
        const left: number[] = [];
        for (let at = 0; at < answers; at++) {
          const event = rows.answerEvent[at] ?? 0;
          const outcome = rows.answerOutcome[at] ?? 0;
          if (isAnswered(event)) {
            if (columns.outcome.get(event) !== outcome) left.push(at);
          } else putResult(event, file, rows.answerLine[at] ?? 0, rows.answerStart[at] ?? 0, rows.answerEnd[at] ?? 0, rows.answerTime[at] ?? 0, outcome);
        }
        return left;
      },
    },
    isAnswered,
    setOutcome: (event, outcome) => columns.outcome.set(event, outcomes.indexOf(outcome)),
    setMode(event, mode, attended) {
      const context = contextOf(event);
      columns.context.set(
        event,
        contextNumber({
          session: columns.session.get(context),
          agent: columns.agent.get(context),
          cwd: columns.cwd.get(context),
          mode: modeNumber(mode),
          file: columns.file.get(context),
          lane: columns.lane.get(context),
          attended: rowAttendances.indexOf(attended),
        }),
      );
    },
    place: (event, time) => columns.placed.set(event, time),
    columns: () => ({
      length,
      values: byColumn((name) => columns[name].pieces()),
      strings: strings.list(),
      texts: pool.blocks(),
    }),
    async freeze(rest) {
      // Files in bytewise order of their paths: ties of time never depend on the order of reading.
      const ranks = new Uint32Array(strings.size);
      const byPath = [...strings.list().keys()].sort((a, b) => comparePaths(strings.text(a) ?? '', strings.text(b) ?? ''));
      for (const [rank, number] of byPath.entries()) ranks[number] = rank;
      const values = (name: ColumnName): Typed => unpacked(shapes[name], [columns[name].pieces()]);
      const [placed, line, context, file] = [Float64Array.from(values('placed')), Uint32Array.from(values('line')), values('context'), values('file')];
      const rank = new Uint32Array(length);
      for (let event = 0; event < length; event++) rank[event] = ranks[file[context[event] ?? 0] ?? 0] ?? 0;
      await rest();
      const order = timeOrder({ placed, rank, line });
      // One after the other: all at once would be in memory twice.
      const room = createRoom();
      for (const name of eventColumns) {
        await rest();
        columns[name] = reordered(shapes[name], room, columns[name], order);
      }
      const newNumber = new Uint32Array(length);
      for (let at = 0; at < length; at++) newNumber[order[at] ?? 0] = at;
      return newNumber;
    },
    time: timeOf,
    placedTime: (event) => columns.placed.get(event),
    lane: (event) => lanes[columns.lane.get(contextOf(event))] ?? 'session',
    kind: (event) => eventKinds[columns.kind.get(event)] ?? 'unknown',
    session: (event) => strings.text(columns.session.get(contextOf(event))),
    agent: (event) => strings.text(columns.agent.get(contextOf(event))),
    toolUseId(event) {
      const number = columns.toolUse.get(event);
      return number === 0 ? null : pool.text(number - 1);
    },
    tool: (event) => strings.text(columns.tool.get(event)),
    argument: (event) => pool.text(columns.argument.get(event)),
    cwd: (event) => strings.text(columns.cwd.get(contextOf(event))),
    mode: (event) => strings.text(columns.mode.get(contextOf(event))),
    attended: (event) => rowAttendances[columns.attended.get(contextOf(event))] ?? 'unknown',
    outcome: (event) => outcomes[columns.outcome.get(event)] ?? null,
    durationMs(event) {
      const from = timeOf(event);
      const result = resultOf(event);
      const to = result < 0 ? Number.NaN : columns.resultTime.get(result);
      return from === null || Number.isNaN(to) || to < from ? null : Math.round(to - from);
    },
    file: (event) => strings.text(columns.file.get(contextOf(event))) ?? '',
    line: (event) => columns.line.get(event),
    byteStart: (event) => columns.start.get(event),
    byteEnd: (event) => columns.end.get(event),
    block: (event) => columns.block.get(event),
    result(event) {
      const result = resultOf(event);
      if (result < 0) return null;
      return {
        file: strings.text(columns.resultFile.get(result)) ?? '',
        line: columns.resultLine.get(result),
        byteStart: columns.resultStart.get(result),
        byteEnd: columns.resultEnd.get(result),
      };
    },
    values: (name) => whole(shapes[name], columns[name].pieces()),
    text: strings.text,
    get texts() {
      return strings.size;
    },
  };
}

/** The events of a kind, in their order. */
export function* eventsOf(store: EventStore, kind: EventKind): Generator<number> {
  const kinds = store.values('kind');
  const wanted = eventKinds.indexOf(kind);
  for (let event = kinds.indexOf(wanted); event >= 0; event = kinds.indexOf(wanted, event + 1)) yield event;
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
