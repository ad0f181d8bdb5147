/** Reads tables as the analyst maps them: columns by their meaning, times in the zone that is given. Guesses nothing. */
import { append } from '../../../../shared/append.ts';
import type { ReadProblem } from '../../../../shared/case.ts';
import { type ColumnMeaning, type DateOrder, readsAs, type TableMapping, type TableReading } from '../../../../shared/table-mapping.ts';
import { utcMillis } from '../../../../shared/time.ts';
import type { EvidenceFiles } from '../../intake/evidence-files.ts';
import { fileProblem } from '../../intake/open-file.ts';
import type { Pace } from '../../intake/pace.ts';
import { type ProcessEvent, readTable, recordTime, type TableRow } from './process-events.ts';
import { mappedRecord, type ProviderRecord } from './provider-records.ts';
import type { CountedFile } from './read-records.ts';

export interface MappedRead {
  readonly processes: readonly ProcessEvent[];
  readonly provider: readonly ProviderRecord[];
  readonly counted: readonly CountedFile[];
  readonly problems: readonly ReadProblem[];
}

const dateForms: Readonly<Record<DateOrder, RegExp>> = {
  ymd: /^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})/,
  dmy: /^(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})/,
  mdy: /^(?<month>\d{1,2})[-/.](?<day>\d{1,2})[-/.](?<year>\d{4})/,
};
const clock = /^[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?(?: ?(Z|UTC|[+-]\d\d:?\d\d))?$/;

/** A time by the reading's order of dates; a zone that the text names counts before the reading's. Null where none is known. */
export function mappedTime(text: string | null, { zone, dates }: Pick<TableReading, 'zone' | 'dates'>): number | null {
  if (text === null) return null;
  const plain = text.trim();
  const known = dates === 'ymd' ? recordTime(plain) : /^\d{9,19}(?:\.\d+)?$/.test(plain) ? recordTime(plain) : null;
  if (known !== null) return known;
  const date = dateForms[dates].exec(plain);
  const time = date === null ? null : clock.exec(plain.slice(date[0].length));
  if (date?.groups === undefined || time === null) return null;
  const offset = offsetOf(time[6] ?? zone);
  if (offset === null) return null;
  const [year, month, day] = [Number(date.groups['year']), Number(date.groups['month']), Number(date.groups['day'])];
  const half = time[5]?.toLowerCase();
  const hour = half === undefined ? Number(time[1]) : (Number(time[1]) % 12) + (half === 'p' ? 12 : 0);
  const [minute, second] = [Number(time[2]), Number(time[3] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate() || hour > 23 || minute > 59 || second > 59) return null;
  return utcMillis(Date.UTC(year, month - 1, day, hour, minute, second, Math.floor(Number(`0.${time[4] ?? '0'}`) * 1000)) - offset * 60_000);
}

/** Minutes east of UTC. */
function offsetOf(zone: string | null): number | null {
  if (zone === null) return null;
  const parts = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  return parts === null ? 0 : (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3]));
}

/** A row's value by what it means; the first column of that meaning that holds one. */
export function cellOf(row: TableRow, reading: TableReading, meaning: ColumnMeaning): string | null {
  for (const each of reading.columns) {
    if (each.meaning !== meaning) continue;
    const value = row.text(each.column.trim().toLowerCase());
    if (value !== null) return value;
  }
  return null;
}

export async function readMapped(files: EvidenceFiles, mappings: readonly TableMapping[], pace: Pace): Promise<MappedRead> {
  const processes: ProcessEvent[] = [];
  const provider: ProviderRecord[] = [];
  const counted: CountedFile[] = [];
  const problems: ReadProblem[] = [];
  for (const mapping of mappings) {
    const { path } = mapping;
    const kind = readsAs(mapping.columns);
    if (files.entries.get(path)?.kind !== 'file') {
      problems.push(fileProblem(path, 'A mapping names this table, and the copy has no such file.'));
      continue;
    }
    if (kind === 'nothing') {
      problems.push(fileProblem(path, 'Its mapping names no time with a command, a request id, or a model with tokens: nothing was read by it.'));
      continue;
    }
    let untimed = 0;
    const table = await readTable(
      files,
      path,
      (row) => {
        const time = mappedTime(cellOf(row, mapping, 'time'), mapping);
        if (time === null) untimed += 1;
        if (kind === 'process-events') {
          const command = cellOf(row, mapping, 'command');
          if (command === null || command === '') return false;
          processes.push({ ref: row.ref, time, host: cellOf(row, mapping, 'host'), user: cellOf(row, mapping, 'user'), command: command.slice(0, 65_536), env: new Map() });
          return true;
        }
        const found = mappedRecord(row.ref, time, (meaning) => cellOf(row, mapping, meaning));
        if (found !== null) provider.push(found);
        return found !== null;
      },
      pace,
      mapping.delimiter,
    );
    table.counts.untimed = Math.min(untimed, table.counts.records);
    if (untimed > 0) problems.push(fileProblem(path, `${untimed} of its records have no time that its mapping can read. They are shown without a place in time.`));
    append(problems, table.problems);
    counted.push({ counts: table.counts, sha256: table.sha256, partial: table.problems.length > 0, kind });
  }
  return { processes, provider, counted, problems };
}
