import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../shared/finding.ts';
import { findingColumns, findingsTable, tableCell } from './findings-tsv.ts';

const finding: Finding = {
  id: 'f-1', rule: 'credential.ssh', title: 'Private key read', severity: 'critical', confidence: 'high', confidenceReason: '', state: 'recorded', time: Date.UTC(2026, 9, 9, 17, 14),
  eventId: 4, sessionId: 's1', toolUseId: 'toolu_1', repository: null, ref: null, attack: ['T1552.004'], sentence: '', excerpt: '',
  evidence: [{ path: 'a/b.jsonl', line: 7, byteStart: 100, byteEnd: 250 }, { path: 'c', line: 1, byteStart: 0, byteEnd: 1 }], detail: {},
};
const table = (findings: readonly Finding[]) => [...findingsTable(findings, (ref) => `hash of ${ref.byteStart}`)].join('');

describe('the findings table', () => {
  it('has a head and one line a finding with its place, its hash and its time', () => {
    const [head, line, end] = table([finding]).split('\n');
    expect(head).toBe('id\trule\tseverity\tconfidence\tstate\ttime\tsession\ttool_use_id\tpath\tline\tbyte_start\tbyte_end\tsha256\ttitle\tplaces');
    expect(line).toBe('f-1\tcredential.ssh\tcritical\thigh\trecorded\t2026-10-09T17:14:00.000Z\ts1\ttoolu_1\ta/b.jsonl\t7\t100\t250\thash of 100\tPrivate key read\t2');
    expect(end).toBe('');
  });

  it('leaves a cell empty where the evidence gives no value', () => {
    const line = table([{ ...finding, time: null, sessionId: null, toolUseId: null, evidence: [] }]).split('\n')[1];
    expect(line?.split('\t')).toEqual(['f-1', 'credential.ssh', 'critical', 'high', 'recorded', '', '', '', '', '', '', '', '', 'Private key read', '0']);
  });

  it('leaves the line of what has none empty, such as a packed object of git', () => {
    const line = table([{ ...finding, evidence: [{ path: 'a', line: 0, byteStart: 0, byteEnd: 9 }] }]).split('\n')[1];
    expect(line?.split('\t').slice(8, 12)).toEqual(['a', '', '0', '9']);
  });

  it('prints the byte of a name that is no UTF-8, and shows controls', () => {
    expect(tableCell('a\udcffb')).toBe('a\\xffb');
    expect(tableCell('\u001b[31m\t\r\n\\ \ud800 \u{1f600} \u2028')).toBe('\\x1b[31m\\t\\r\\n\\\\ \\ud800 \u{1f600} \\u2028');
  });

  it('shows what would turn a line around, and tells a control beyond ASCII from a byte of the same number', () => {
    expect(tableCell('a\u202egpj\u2066 \u200f\u061c')).toBe('a\\u202egpj\\u2066 \\u200f\\u061c');
    expect(tableCell('\u0085\udc85')).toBe('\\u0085\\x85');
  });

  it('holds no cell that a spreadsheet would take for a formula', () => {
    const [line = ''] = table([{ ...finding, sessionId: '=1+1', toolUseId: '@SUM(A1)', evidence: [{ path: '-2+3', line: 1, byteStart: 0, byteEnd: 1 }], title: '+1' }]).split('\n').slice(1);
    expect(line.split('\t')).toMatchObject({ 6: '\\x3d1+1', 7: '\\x40SUM(A1)', 8: '\\x2d2+3', 13: '\\x2b1' });
  });

  it('has as many cells in each line as in its head, whatever the evidence holds', () => {
    const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\t', '\n', '\r', '"', '\\', '\u2028', '\ud800', '\udc80', 'a') }));
    fc.assert(
      fc.property(fc.array(fc.tuple(hostile, hostile, hostile)), (texts) => {
        const findings = texts.map(([title, path, session]) => ({ ...finding, title, sessionId: session, evidence: [{ path, line: 1, byteStart: 0, byteEnd: 1 }] }));
        const text = table(findings);
        const lines = text.split('\n');
        expect(lines).toHaveLength(texts.length + 2);
        for (const line of lines.slice(0, -1)) expect(line.split('\t')).toHaveLength(findingColumns.length);
        expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
      }),
    );
  });
});
