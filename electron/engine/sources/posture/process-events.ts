/**
 * Reads process events that an endpoint tool exported: JSON lines, or comma, tab or semicolon separated with a heading. A file
 * is one where its first record has a time and a command line under names that are known; another is left alone.
 */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import type { Delimiter } from '../../../../shared/table-mapping.ts';
import { parseIsoTime, utcMillis } from '../../../../shared/time.ts';
import { asList, asObject, type Json, own } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { type LinePlace, readLines } from '../../intake/lines.ts';
import { fileProblem, reasonOf } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import { createCoverage, createFileCounts, type FileCounts } from '../file-counts.ts';

export interface RecordTable {
  readonly path: string;
  readonly counts: FileCounts;
  readonly sha256: string | null;
  readonly problems: readonly ReadProblem[];
}

export interface TableRow {
  readonly ref: EvidenceRef;
  /** A field by one of several names, whatever their case; null where the record has none. */
  text(...names: readonly string[]): string | null;
  readonly json: Json | null;
}

export interface ProcessEvent {
  readonly ref: EvidenceRef;
  readonly time: number | null;
  readonly host: string | null;
  readonly user: string | null;
  readonly command: string;
  readonly env: ReadonlyMap<string, string | null>;
}

/** Columns whose own name gives the zone of their times. */
export const utcNames = ['utctime', 'time_utc', 'timestamp_utc', 'utc_time', 'utc_timestamp', 'datetime_utc', 'date_utc', 'timecreated_utc', 'event_time_utc'] as const;
export const timeNames = ['timestamp', '@timestamp', 'time', 'event_time', 'eventtime', 'utctime', 'datetime', 'date', 'timecreated', 'starting_at', 'created_at', 'ts', 'starttime', 'start_time', 'unixtime', 'columns.time', 'timegenerated', 'eventtimestamp'] as const;
const commandNames = ['command_line', 'commandline', 'process.command_line', 'cmdline', 'process_command_line', 'processcommandline', 'cmd_line', 'cmd', 'process_cmdline', 'columns.cmdline', 'process.args', 'command'] as const;
const maxRows = 1_000_000;
const maxLine = 4 * 1024 * 1024;

/** A time with its zone, or seconds, milliseconds or nanoseconds since 1970; null for a time without a zone. */
export function recordTime(text: string | null): number | null {
  if (text === null || text === '') return null;
  if (/^\d{9,19}(?:\.\d+)?$/.test(text)) {
    const value = Number(text);
    const ms = value < 1e11 ? value * 1000 : value < 1e14 ? value : value < 1e17 ? value / 1000 : value / 1e6;
    return utcMillis(Math.round(ms));
  }
  return parseIsoTime(text.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, '$1T').replace(/ ?(?:UTC|Z)$/, 'Z').replace(/ ([+-]\d\d:?\d\d)$/, '$1'));
}

/** The record's separator by its heading: the sign that stands most often outside quotes. */
export function separatorOf(heading: string): ',' | ';' | '\t' | '|' {
  const plain = heading.replaceAll(/"[^"]*"/g, '');
  const signs = [',', ';', '\t', '|'] as const;
  return signs.reduce((best, sign) => (plain.split(sign).length > plain.split(best).length ? sign : best), ',');
}

/** The fields of one line of separated values; quotes are doubled inside quotes. */
export function separated(line: string, separator: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at];
    if (quoted) {
      if (sign !== '"') field += sign;
      else if (line[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && field.trim() === '') {
      quoted = true;
      field = '';
    } else if (sign === separator) {
      fields.push(field);
      field = '';
      if (fields.length > 512) break;
    } else field += sign;
  }
  fields.push(field);
  return fields;
}

/** Reads a file of records row by row, by its name's ending or as `delimiter` says. `take` says false where a row is not what it looks for. */
export async function readTable(files: EvidenceFiles, path: string, take: (row: TableRow) => boolean, pace: Pace, delimiter: Delimiter | null = null): Promise<RecordTable> {
  const counts = createFileCounts(path);
  const problems: ReadProblem[] = [];
  const covered = createCoverage();
  const json = delimiter === null ? !/\.(?:csv|tsv|txt)$/i.test(path) : delimiter === 'json';
  let heading: readonly string[] | null = null;
  let separator: string = ',';
  let sha256: string | null = null;
  let waiting: { text: string; start: LinePlace } | null = null;
  const bad = (place: LinePlace, reason: string): void => {
    counts.malformed += 1;
    if (problems.length < 200) problems.push({ path, line: place.number, byteOffset: place.byteStart, reason });
  };
  const opened = files.open(path);
  if (!opened.ok) return { path, counts, sha256, problems: [opened.problem] };
  try {
    const read = await readLines(
      opened.value,
      {
        line(bytes, start, end, place) {
          covered.line(place);
          const text = bytes.toString('utf8', start, end).replace(/\r$/, '').replace(/^\ufeff/, '');
          if (text.trim() === '') {
            counts.blank += 1;
            return;
          }
          if (counts.records >= maxRows) {
            counts.oversized += 1;
            return;
          }
          if (json) {
            const value = parsed(text);
            if (value === null) bad(place, 'Not a JSON object; its bytes are kept in the evidence.');
            else counted(take(jsonRow(value, { path, line: place.number, byteStart: place.byteStart, byteEnd: place.byteEnd })));
            return;
          }
          if (heading === null) {
            separator = delimiter ?? separatorOf(text);
            heading = separated(text, separator).map((name) => name.trim().toLowerCase());
            counts.blank += 1;
            return;
          }
          // A quoted field can hold line feeds: the record goes on until its quotes are even.
          const whole: string = waiting === null ? text : `${waiting.text}\n${text}`;
          const first: LinePlace = waiting?.start ?? place;
          if (whole.split('"').length % 2 === 0 && whole.length < 65_536) {
            waiting = { text: whole, start: first };
            counts.blank += 1;
            return;
          }
          waiting = null;
          const fields = separated(whole, separator);
          if (fields.length < 2 || fields.length > heading.length + 8) {
            bad(place, `The heading names ${heading.length} columns; this row has ${fields.length}.`);
            return;
          }
          counted(take(fieldRow(heading, fields, { path, line: first.number, byteStart: first.byteStart, byteEnd: place.byteEnd })));
        },
        oversized(place) {
          covered.line(place);
          counts.oversized += 1;
          problems.push({ path, line: place.number, byteOffset: place.byteStart, reason: 'A record longer than 4 MB was passed over.' });
        },
        progress() {},
      },
      pace,
      maxLine,
    );
    counts.bytes = read.bytes;
    counts.lines = read.lines;
    sha256 = read.sha256;
    if (waiting !== null) problems.push(fileProblem(path, 'The file ends inside a quoted field.'));
    if (counts.records >= maxRows) problems.push(fileProblem(path, `Of this file the first ${maxRows} records were read.`));
  } catch (error) {
    problems.push(fileProblem(path, `The records could not be read to their end. ${reasonOf(error)}`));
  } finally {
    opened.value.close();
  }
  return { path, counts, sha256, problems };

  function counted(known: boolean): void {
    counts.records += 1;
    if (known) counts.events += 1;
    else counts.unknown += 1;
  }
}

function parsed(text: string): Json | null {
  try {
    return asObject(JSON.parse(text.replace(/,\s*$/, '')) as Json);
  } catch {
    return null;
  }
}

function plain(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

function ownInAnyCase(json: Json | undefined, name: string): Json | undefined {
  const key = Object.keys(asObject(json) ?? {}).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : own(json, key);
}

export function jsonRow(json: Json, ref: EvidenceRef): TableRow {
  const keys = Object.keys(asObject(json) ?? {});
  return {
    ref,
    json,
    text(...names) {
      for (const name of names) {
        const key = keys.find((each) => each.toLowerCase() === name);
        const flat = key === undefined ? undefined : own(json, key);
        const value = flat ?? name.split('.').reduce<Json | undefined>(ownInAnyCase, json);
        const text = plain(value) ?? (Array.isArray(value) && /command|args/.test(name) ? asList(value).map((each) => plain(each) ?? '').join(' ') : null);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

/** A row of separated values; `heading` in lower case. */
export function fieldRow(heading: readonly string[], fields: readonly string[], ref: EvidenceRef): TableRow {
  return {
    ref,
    json: null,
    text(...names) {
      for (const name of names) {
        const at = heading.indexOf(name);
        const value = at < 0 ? undefined : fields[at];
        if (value !== undefined && value !== '') return value;
      }
      return null;
    },
  };
}

/** A record's time as text; under a name that says UTC, it is given that zone where it names none. */
export function timeText(row: TableRow): string | null {
  const utc = row.text(...utcNames);
  if (utc !== null && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(utc.trim())) return `${utc.trim()}Z`;
  return utc ?? row.text(...timeNames);
}

/** What a record says of a process; null where it has no time or no command line. */
export function processEvent(row: TableRow): ProcessEvent | null {
  const command = row.text(...commandNames);
  const written = timeText(row);
  if (command === null || command === '' || written === null) return null;
  return { ref: row.ref, time: recordTime(written), host: row.text('host', 'hostname', 'host.name', 'computer', 'device', 'devicename', 'computername', 'hostidentifier', 'host_name'), user: row.text('user', 'username', 'user.name', 'account', 'accountname'), command: command.slice(0, 65_536), env: environment(row) };
}

function environment(row: TableRow): ReadonlyMap<string, string | null> {
  const env = new Map<string, string | null>();
  const value = row.json === null ? undefined : (own(row.json, 'env') ?? own(row.json, 'environment') ?? own(own(row.json, 'process'), 'env_vars'));
  for (const [name, each] of Object.entries(asObject(value) ?? {})) env.set(name, plain(each));
  const written = row.json === null ? (row.text('env', 'environment', 'env_vars') ?? '').split(/[;\s]+/) : asList(value).flatMap((each) => plain(each) ?? []);
  for (const each of written) {
    const equals = each.indexOf('=');
    if (equals > 0) env.set(each.slice(0, equals), each.slice(equals + 1));
  }
  return env;
}
