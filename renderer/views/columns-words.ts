/** Words and first suggestions of the dialog for columns. Pure. */
import type { EvidenceTable, TablePreview } from '../../shared/posture.ts';
import { type ColumnMeaning, columnMeanings, type DateOrder, dateOrders, dateWords, type Delimiter, delimiters, delimiterWords, meaningWords, type TableReading } from '../../shared/table-mapping.ts';

export const delimiterNames: readonly (readonly [Delimiter, string])[] = delimiters.map((each) => [each, delimiterWords[each]]);
export const dateNames: readonly (readonly [DateOrder, string])[] = dateOrders.map((each) => [each, dateWords[each]]);
export const meaningNames: readonly (readonly [ColumnMeaning | '', string])[] = [['', 'nothing'], ...columnMeanings.map((meaning) => [meaning, meaningWords[meaning]] as const)];

const halves = ['-09:30', '-03:30', '+03:30', '+04:30', '+05:30', '+05:45', '+06:30', '+09:30'];
const whole = Array.from({ length: 27 }, (_, at) => at - 12).map((hours) => `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`).filter((zone) => zone !== '+00:00');
/** Offsets from UTC, west to east; without one, times that name no zone stay without a place. */
export const zones: readonly (readonly [string, string])[] = [['', 'not known: leave them out of the timeline'], ['Z', 'UTC'], ...[...whole, ...halves].sort((a, b) => minutes(a) - minutes(b)).map((zone) => [zone, `UTC${zone}`] as const)];

function minutes(zone: string): number {
  return (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
}

export const isDelimiter = (value: string): value is Delimiter => delimiters.some((each) => each === value);
export const isDateOrder = (value: string): value is DateOrder => dateOrders.some((each) => each === value);
export const isMeaning = (value: string): value is ColumnMeaning => columnMeanings.some((each) => each === value);

const signs: readonly (readonly [ColumnMeaning, RegExp])[] = [
  ['requestId', /request.?id/i], ['toolUseId', /tool.?use.?id/i], ['sessionId', /session.?id/i], ['inputTokens', /(?:input|prompt).?tokens/i], ['outputTokens', /(?:output|completion).?tokens/i],
  ['command', /command|cmd.?line/i], ['time', /time|date|created|when/i], ['user', /user|account/i], ['host', /host|computer|device/i], ['model', /model/i],
];

/** What the names of the columns suggest, each meaning once; the analyst sees and changes it before anything is read so. */
export function firstReading(table: EvidenceTable): TableReading {
  const columns: TableReading['columns'] = [];
  for (const [meaning, sign] of signs) {
    const column = table.columns.find((name) => sign.test(name) && !columns.some((each) => each.column === name));
    if (column !== undefined) columns.push({ column, meaning });
  }
  return { delimiter: table.delimiter, zone: null, dates: 'ymd', columns };
}

/** A column means one thing, and a meaning belongs to one column. */
export function withMeaning(reading: TableReading, column: string, meaning: ColumnMeaning | null): TableReading {
  const rest = reading.columns.filter((each) => each.column !== column && each.meaning !== meaning);
  return { ...reading, columns: meaning === null ? rest : [...rest, { column, meaning }] };
}

export function readsAsText(makes: TablePreview['readsAs']): string {
  if (makes === 'process-events') return 'It reads as process events.';
  if (makes === 'provider-records') return 'It reads as records of the provider.';
  return 'It reads as nothing yet: name a time, and a command line, a request id, or a model with tokens.';
}
