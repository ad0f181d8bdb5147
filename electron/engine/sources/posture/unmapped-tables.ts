/** Tables that look like events or records of requests and have no known shape: what their columns are called, and their first rows. */
import type { Delimiter, TableReading } from '../../../../shared/table-mapping.ts';
import { asObject, type Json } from '../../events/json.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { mappedTime } from './mapped-tables.ts';
import { fieldRow, jsonRow, recordTime, separated, separatorOf, type TableRow } from './process-events.ts';

/** The head of a table as it is split by a delimiter. */
export interface TableHead {
  readonly delimiter: Delimiter;
  readonly columns: readonly string[];
  /** Cells of the first rows, in the order of the columns. */
  readonly rows: readonly (readonly string[])[];
}

const headBytes = 65_536;
const mostColumns = 64;
const mostRows = 5;
const cell = 300;

/** Reads a table's head, by its own delimiter or as told; null where it is no table by it. */
export function tableHead(files: EvidenceFiles, path: string, told: Delimiter | null = null): TableHead | null {
  const lines = headLines(files, path);
  const [first] = lines;
  if (first === undefined) return null;
  const delimiter = told ?? (/^\s*\{/.test(first) ? 'json' : separatorOf(first));
  if (delimiter === 'json') {
    const objects = lines.slice(0, mostRows).flatMap((line) => parsed(line) ?? []);
    const columns = [...new Set(objects.flatMap((each) => flatNames(each)))].slice(0, mostColumns);
    if (columns.length === 0) return null;
    return { delimiter, columns, rows: objects.map((each) => columns.map((name) => (jsonRow(each, nowhere(path)).text(name.toLowerCase()) ?? '').slice(0, cell))) };
  }
  const columns = separated(first, delimiter).map((name) => name.trim().slice(0, cell)).slice(0, mostColumns);
  return { delimiter, columns, rows: lines.slice(1, mostRows + 1).map((line) => columns.map((_name, at) => (separated(line, delimiter)[at] ?? '').slice(0, cell))) };
}

/** The first whole lines of a file; none where it is no text. */
function headLines(files: EvidenceFiles, path: string): readonly string[] {
  const opened = files.open(path);
  if (!opened.ok) return []; // The manifest lists it as unreadable.
  try {
    const bytes = Buffer.from(opened.value.read(0, headBytes));
    if (bytes.includes(0)) return [];
    const lines = bytes.toString('utf8').replace(/^\ufeff/, '').split('\n').map((line) => line.replace(/\r$/, ''));
    // The last line of a part can be cut.
    const whole = bytes.length < headBytes ? lines : lines.slice(0, -1);
    return whole.filter((line) => line.trim() !== '').slice(0, mostRows + 1);
  } catch {
    return []; // Reading it for its hash says what is wrong.
  } finally {
    opened.value.close();
  }
}

function parsed(line: string): Json | null {
  try {
    return asObject(JSON.parse(line.replace(/,\s*$/, '')) as Json);
  } catch {
    return null; // Not a record; the preview shows that it is missing.
  }
}

/** Names of an object's values, those of objects in it behind a dot. */
function flatNames(json: Json, before = '', depth = 0): readonly string[] {
  return Object.entries(asObject(json) ?? {}).flatMap(([name, value]) => (asObject(value) !== null && depth < 2 ? flatNames(value, `${before}${name}.`, depth + 1) : [`${before}${name}`.slice(0, cell)]));
}

const nowhere = (path: string) => ({ path, line: 1, byteStart: 0, byteEnd: 0 });
const telling = /command|cmd|process|image|exe|request|model|token|user|account|host|computer|device|event|action/i;
const loose = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ,]+\d{1,2}:\d\d/;

/**
 * True where a column of the first rows holds times, and another is called like what such records hold. Beside a project's own
 * files a name must tell; elsewhere a copy's tables of three columns with times are worth a question, in whatever language.
 */
export function looksLikeEvents({ columns, rows }: TableHead, inProject: boolean): boolean {
  if (columns.length < 2 || rows.length === 0) return false;
  const timed = columns.findIndex((_name, at) => rows.every((row) => isTime(row[at] ?? '')));
  if (timed >= 0 && !inProject && columns.length >= 3) return true;
  return timed >= 0 && columns.some((name, at) => at !== timed && telling.test(name));
}

function isTime(text: string): boolean {
  return loose.test(text.trim()) || (/^\d{10}(?:\.\d+)?$|^\d{13}$|^\d{19}$/.test(text.trim()) && recordTime(text.trim()) !== null);
}

/** What a reading makes of the head: the time that each first row gets. */
export function previewTimes(head: TableHead, reading: TableReading): readonly (number | null)[] {
  return head.rows.map((cells) => {
    const row: TableRow = fieldRow(head.columns.map((name) => name.toLowerCase()), cells, nowhere(''));
    const written = reading.columns.filter((each) => each.meaning === 'time').map((each) => row.text(each.column.trim().toLowerCase())).find((value) => value !== null) ?? null;
    return mappedTime(written, reading);
  });
}
