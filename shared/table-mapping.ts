/** How the analyst reads a table of records that has no known shape: which column means what, and in which zone its times are. */
import * as v from 'valibot';
import { list, text, unknownOr } from './schema.ts';

export const columnMeanings = ['time', 'host', 'user', 'command', 'model', 'inputTokens', 'outputTokens', 'requestId', 'toolUseId', 'sessionId'] as const;
export type ColumnMeaning = (typeof columnMeanings)[number];
export const meaningWords: Readonly<Record<ColumnMeaning, string>> = {
  time: 'time', host: 'host', user: 'user', command: 'command line', model: 'model', inputTokens: 'input tokens', outputTokens: 'output tokens', requestId: 'request id', toolUseId: 'tool call id', sessionId: 'session id',
};

/** `json`: one JSON object a line. */
export const delimiters = [',', ';', '\t', '|', 'json'] as const;
export type Delimiter = (typeof delimiters)[number];
export const delimiterWords: Readonly<Record<Delimiter, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar', json: 'one JSON object a line' };

/** The order of a date in figures that does not begin with the year. */
export const dateOrders = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof dateOrders)[number];
export const dateWords: Readonly<Record<DateOrder, string>> = { ymd: 'year, month, day', dmy: 'day, month, year', mdy: 'month, day, year' };

const zonePattern = /^(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** `Z` or `+02:00`: counts for times that name no zone of their own. Null: such times stay without a place. */
export const zone = unknownOr(v.pipe(text(6), v.regex(zonePattern)));

export const tableReading = v.strictObject({
  delimiter: v.picklist(delimiters),
  zone,
  dates: v.picklist(dateOrders),
  columns: list(v.strictObject({ column: text(300), meaning: v.picklist(columnMeanings) }), 64),
});
export type TableReading = v.InferOutput<typeof tableReading>;

/** The reading of one file of the evidence, as a case keeps it. */
export const tableMapping = v.strictObject({ path: text(8192), ...tableReading.entries });
export type TableMapping = v.InferOutput<typeof tableMapping>;

/** What a reading makes of a table; `nothing` where a meaning is missing that each kind needs. */
export function readsAs(columns: TableReading['columns']): 'process-events' | 'provider-records' | 'nothing' {
  const has = (meaning: ColumnMeaning): boolean => columns.some((each) => each.meaning === meaning);
  if (!has('time')) return 'nothing';
  if (has('command')) return 'process-events';
  return has('requestId') || (has('model') && (has('inputTokens') || has('outputTokens'))) ? 'provider-records' : 'nothing';
}

/** A reading in words, for lists; names of columns are evidence text and not escaped. */
export function columnWords({ columns, zone: given, delimiter, dates }: TableReading): string {
  const meanings = columns.map(({ column, meaning }) => `${column} is ${meaningWords[meaning]}`).join(', ');
  const times = given === null ? 'times need a zone of their own' : `times without a zone are in ${given === 'Z' ? 'UTC' : `UTC${given}`}`;
  return `${meanings}; ${times}; dates are ${dateWords[dates]}; ${delimiter === 'json' ? delimiterWords.json : `split by ${delimiterWords[delimiter]}`}`;
}
