import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableMapping, TableReading } from '../../../../shared/table-mapping.ts';
import { previewTable } from '../../case/posture-view.ts';
import { openDrawn } from '../../drawn-case.ts';
import { mappedTime } from './mapped-tables.ts';

const utc = (text: string): number => Date.parse(text);
const edr = 'edr/starts.csv';
const table = 'Wann;Rechner;Konto;Befehl\n15.05.2026 16:30:58;h7;kim;"claude --dangerously-skip-permissions -p ""a;b"""\n15.05.2026 16:31:02;h7;kim;ls\n';
const reading: TableReading = { delimiter: ';', zone: '+02:00', dates: 'dmy', columns: [{ column: 'Wann', meaning: 'time' }, { column: 'Rechner', meaning: 'host' }, { column: 'Konto', meaning: 'user' }, { column: 'Befehl', meaning: 'command' }] };
const mapping: TableMapping = { path: edr, ...reading };

describe('times of a table, as the analyst says they are written', () => {
  it.each([
    ['2026-05-15 14:30:58', 'Z', 'ymd', '2026-05-15T14:30:58Z'],
    ['2026-05-15 14:30:58', '+02:00', 'ymd', '2026-05-15T12:30:58Z'],
    ['2026-05-15 14:30:58', '-09:30', 'ymd', '2026-05-16T00:00:58Z'],
    ['2026-05-15 14:30:58+02:00', 'Z', 'ymd', '2026-05-15T12:30:58Z'],
    ['2026/05/15 14:30', 'Z', 'ymd', '2026-05-15T14:30:00Z'],
    ['15.05.2026 14:30:58,250', 'Z', 'dmy', '2026-05-15T14:30:58.250Z'],
    ['05/06/2026 2:30:58 PM', 'Z', 'mdy', '2026-05-06T14:30:58Z'],
    ['05/06/2026 12:00:00 AM', 'Z', 'dmy', '2026-06-05T00:00:00Z'],
    ['1778855458', null, 'dmy', '2026-05-15T14:30:58Z'],
  ] as const)('%s in %s, %s', (text, zone, dates, expected) => {
    expect(mappedTime(text, { zone, dates })).toBe(utc(expected));
  });

  it.each([
    ['2026-05-15 14:30:58', null, 'ymd'],
    ['15.05.2026 14:30:58', 'Z', 'mdy'],
    ['31.02.2026 14:30:58', 'Z', 'dmy'],
    ['15.05.2026', 'Z', 'dmy'],
    ['25:00', 'Z', 'ymd'],
    ['', 'Z', 'ymd'],
  ] as const)('%s in %s, %s is no time', (text, zone, dates) => {
    expect(mappedTime(text, { zone, dates })).toBeNull();
  });

  it('never throws, whatever stands there', () => {
    fc.assert(fc.property(fc.string(), fc.constantFrom('Z', '+02:00', null), fc.constantFrom('ymd' as const, 'dmy' as const, 'mdy' as const), (text, zone, dates) => {
      const time = mappedTime(text, { zone, dates });
      expect(time === null || Number.isFinite(time)).toBe(true);
    }));
  });
});

describe('a table that has no known shape', () => {
  it('is listed as not mapped, with its columns and first rows, and nothing of it is guessed', async () => {
    const opened = await openDrawn({ [edr]: table, 'notes/prices.csv': 'name;price\ntea;2\n', 'notes/days.csv': 'day;weather\n2026-05-15 10:00;fine\n' });
    expect(opened.posture.tables).toMatchObject([{ path: edr, state: 'not mapped', head: { delimiter: ';', columns: ['Wann', 'Rechner', 'Konto', 'Befehl'], rows: [['15.05.2026 16:30:58', 'h7', 'kim', 'claude --dangerously-skip-permissions -p "a;b"'], ['15.05.2026 16:31:02', 'h7', 'kim', 'ls']] } }]);
    expect(opened.store.length).toBe(0);
    expect(opened.entries.find((entry) => entry.path === edr)).toMatchObject({ kind: 'other', state: 'hashed' });
  });

  it('is read by its mapping: events in their lane, flags found, the ledger counted', async () => {
    const opened = await openDrawn({ [edr]: table }, undefined, { tables: [mapping] });
    expect(Array.from({ length: opened.store.length }, (_, event) => [opened.store.lane(event), opened.store.tool(event), opened.store.argument(event), opened.store.time(event)])).toEqual([
      ['endpoint', 'kim@h7', 'claude --dangerously-skip-permissions -p "a;b"', utc('2026-05-15T14:30:58Z')],
      ['endpoint', 'kim@h7', 'ls', utc('2026-05-15T14:31:02Z')],
    ]);
    expect(opened.posture.flags).toMatchObject([{ path: edr, line: 2, scope: 'one-off' }]);
    expect(opened.posture.tables).toMatchObject([{ state: 'mapped' }]);
    expect(opened.fileLedger.find((row) => row.path === edr)).toMatchObject({ lines: 3, records: 2, untimed: 0 });
    expect(opened.problems).toEqual([]);
  });

  it('with JSON lines and other names is read as requests of the provider, and joined', async () => {
    const rows = [{ at: { local: '2026-05-15 16:00:01' }, meta: { rid: 'req_1' } }, { at: { local: 'soon' }, meta: { rid: 'req_2' } }];
    const opened = await openDrawn({ 'gw/log.jsonl': rows.map((row) => ({ ...row })) }, undefined, { tables: [{ path: 'gw/log.jsonl', delimiter: 'json', zone: '+02:00', dates: 'ymd', columns: [{ column: 'at.local', meaning: 'time' }, { column: 'meta.rid', meaning: 'requestId' }] }] });
    expect(opened.posture.secondSources).toMatchObject([{ kind: 'provider-records', records: 2, untimed: 1 }]);
    expect(opened.problems).toMatchObject([{ path: 'gw/log.jsonl', reason: expect.stringContaining('1 of its records have no time') }]);
  });

  it('with a wrong delimiter or without a meaning says so, row by row or as a whole', async () => {
    const split = await openDrawn({ [edr]: table }, undefined, { tables: [{ ...mapping, delimiter: '\t' }] });
    expect(split.store.length).toBe(0);
    expect(split.problems.length).toBeGreaterThan(0);
    const nothing = await openDrawn({ [edr]: table }, undefined, { tables: [{ ...mapping, columns: [{ column: 'Wann', meaning: 'time' }] }] });
    expect(nothing.problems).toMatchObject([{ path: edr, reason: expect.stringContaining('names no time with a command') }]);
    const gone = await openDrawn({ 'a.csv': table }, undefined, { tables: [mapping] });
    expect(gone.problems).toMatchObject([{ path: edr, reason: expect.stringContaining('no such file') }]);
  });

  it('takes the place of what was read by itself, so that a missing zone can be given', async () => {
    const plain = 'timestamp,command_line\n2026-05-15 14:30:58,ls\n';
    const before = await openDrawn({ 'edr/p.csv': plain });
    expect([before.store.time(0), before.posture.tables[0]?.state]).toEqual([null, 'known']);
    const after = await openDrawn({ 'edr/p.csv': plain }, undefined, { tables: [{ path: 'edr/p.csv', delimiter: ',', zone: '+02:00', dates: 'ymd', columns: [{ column: 'timestamp', meaning: 'time' }, { column: 'command_line', meaning: 'command' }] }] });
    expect([after.store.length, after.store.time(0)]).toEqual([1, utc('2026-05-15T12:30:58Z')]);
  });

  it('shows in a preview what a reading would make of it, and changes nothing', async () => {
    const opened = await openDrawn({ [edr]: table });
    expect(previewTable(opened, 0, reading)).toEqual({ columns: ['Wann', 'Rechner', 'Konto', 'Befehl'], rows: [{ cells: ['15.05.2026 16:30:58', 'h7', 'kim', 'claude --dangerously-skip-permissions -p "a;b"'], time: utc('2026-05-15T14:30:58Z') }, { cells: ['15.05.2026 16:31:02', 'h7', 'kim', 'ls'], time: utc('2026-05-15T14:31:02Z') }], readsAs: 'process-events' });
    expect(previewTable(opened, 0, { ...reading, zone: null }).rows.map((row) => row.time)).toEqual([null, null]);
    expect(previewTable(opened, 0, { ...reading, delimiter: ',' }).columns).toEqual(['Wann;Rechner;Konto;Befehl']);
    expect(() => previewTable(opened, 7, reading)).toThrow('no table of this number');
  });
});
