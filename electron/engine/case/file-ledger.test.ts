import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileLedger } from '../../../shared/case.ts';
import { contract } from '../../../shared/contract.ts';
import { defaultReportOptions } from '../../../shared/report.ts';
import { answerCall } from '../../../shared/rpc.ts';
import { at, call, prompt, result } from '../../../e2e/draw-evidence.ts';
import { openDrawn } from '../drawn-case.ts';
import { createHandlers } from '../handlers.ts';
import { scanJson } from '../scan/scan-json.ts';
import { scanWindow } from '../scan/scan-window.ts';
import { createCoverage, createFileCounts, unreconciled } from '../sources/file-counts.ts';
import { ledgerFaults, ledgerSums } from './file-ledger.ts';
import type { OpenedCase } from './opened-case.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';
const row = (opened: OpenedCase, name: string): FileLedger | undefined => opened.fileLedger.find((each) => each.path.endsWith(name));
const transcripts = (opened: OpenedCase): readonly FileLedger[] => opened.fileLedger.filter((each) => each.kind.endsWith('transcript'));

/** Holds the rows against the files themselves, counted in another way, and against the totals. */
function reconciled(opened: OpenedCase): void {
  for (const each of opened.fileLedger) {
    const bytes = fs.readFileSync(path.join(opened.files.root, each.path));
    const feeds = bytes.filter((byte) => byte === 0x0a).length;
    expect(each.bytes).toBe(bytes.length);
    expect(each.lines).toBe(feeds + (bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0));
    expect(each.records + each.malformed + each.oversized + each.blank).toBe(each.lines);
  }
  const sums = ledgerSums(transcripts(opened));
  const { records, malformed, oversized, duplicates, untimed } = opened.ledger;
  expect(sums).toMatchObject({ records, malformed, oversized, duplicates, untimed, events: opened.store.length });
  expect(opened.problems.filter((problem) => problem.reason.includes('does not add up'))).toEqual([]);
}

describe('the ledger', () => {
  it('counts each line of each file once, under the name of what it was', async () => {
    const twice = call('t1', 'Bash', { command: 'ls' }, { uuid: '11111111-1111-4111-8111-111111111111', second: 1 });
    const opened = await openDrawn({
      [`${folder}/s1.jsonl`]: [twice, '', '{"type":', twice, { type: 'permission-mode', permissionMode: 'plan' }, { type: 'odd', timestamp: at(3) }, '  ', result('gone', 'x', { second: 4 })],
      [`${folder}/s1/subagents/agent-a1.jsonl`]: [prompt('Look', null, { second: 5 })],
      'Users/kim/.claude/history.jsonl': [{ display: 'x', timestamp: Date.parse(at(1)), sessionId: 's1' }, 'no json', { display: 'y' }],
    });
    expect(row(opened, 's1.jsonl')).toEqual({ path: `${folder}/s1.jsonl`, kind: 'transcript', bytes: expect.any(Number), lines: 8, records: 5, events: 4, malformed: 1, oversized: 0, blank: 2, duplicates: 1, untimed: 1, unknown: 1 });
    expect(row(opened, 'agent-a1.jsonl')).toMatchObject({ kind: 'agent-transcript', lines: 1, records: 1, events: 1 });
    expect(row(opened, 'history.jsonl')).toMatchObject({ kind: 'prompt-history', lines: 3, records: 2, malformed: 1, untimed: 1, events: 0 });
    reconciled(opened);
  });

  it('shows the same numbers in the app, in its pages, in the report and in the scan', async () => {
    const opened = await openDrawn({ [`${folder}/s1.jsonl`]: [prompt('Go', 'default', { second: 1 }), '{', ''], [`${folder}/s2.jsonl`]: [call('t1', 'Bash', { command: 'ls' }, { second: 2, session: 's2' })], 'Users/kim/.claude/history.jsonl': ['{}'] });
    const handlers = createHandlers({
      ready: () => opened,
      progress: () => {
        throw new Error('not asked for');
      },
      cancel: () => false,
      sandboxOff: false,
    });
    const page = await answerCall(contract, handlers, 'files.ledger', { offset: 1, limit: 1 }, { aborted: false });
    expect(page).toMatchObject({ ok: true, value: { total: 3, rows: [{ path: `${folder}/s2.jsonl`, records: 1 }], sums: { lines: 4, records: 2, malformed: 1, blank: 1, events: opened.store.length } } });
    const { ledger, retention } = scanJson(opened, scanWindow(null, null, 'info'));
    expect(retention).toEqual([{ folder: 'Users/kim/.claude', periodDays: 30, periodFrom: null, lastSweep: null, sweepFrom: null, paused: false }]);
    expect(ledger).toMatchObject({ records: 2, malformed: 1, byFile: opened.fileLedger });
    const pages = await answerCall(contract, handlers, 'files.ledger', { offset: 0, limit: 500 }, { aborted: false });
    const report = await answerCall(contract, handlers, 'report.model', { options: defaultReportOptions, issuedAt: 0 }, { aborted: false });
    expect(pages).toMatchObject({ ok: true, value: { rows: ledger.byFile } });
    expect(report).toMatchObject({ ok: true, value: { ledgerByFile: ledger.byFile, ledgerLeftOut: 0, ledgerSums: ledgerSums(transcripts(opened)), summary: { ledger: { records: ledger.records, malformed: ledger.malformed } } } });
  });

  it('adds up to the files for any mixture of lines', async () => {
    const line = fc.oneof(
      fc.constantFrom('', ' ', '\r', '{}', '[]', '42', 'null', '{"type":"user"', '\ufeff', '{"a":"\u2028"}', '{"type":"tool_use","tool_name":"Bash","input":{}}', '{"type":"tool_result","content":"x"}'),
      fc.record({ type: fc.constantFrom('user', 'assistant', 'summary', 'odd'), uuid: fc.constantFrom('a', 'b', 'c'), parentUuid: fc.constantFrom('a', 'b', 'gone'), timestamp: fc.constantFrom(at(1), 'never'), message: fc.record({ content: fc.string() }) }).map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\n', ' ')),
    );
    const file = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, ended]) => lines.join('\n') + (ended ? '\n' : ''));
    await fc.assert(
      fc.asyncProperty(file, file, file, async (one, two, history) => {
        reconciled(await openDrawn({ [`${folder}/s1.jsonl`]: one, [`${folder}/s2.jsonl`]: two, 'Users/kim/.claude/history.jsonl': history }));
      }),
      { numRuns: 40 },
    );
  });

  it('says in the engine itself where lines, bytes, events or sums do not add up', () => {
    const counts = { ...createFileCounts('f'), bytes: 10, lines: 2, records: 2, events: 1 };
    const covered = createCoverage();
    covered.line({ byteStart: 0, byteEnd: 4, ended: true });
    covered.line({ byteStart: 5, byteEnd: 10, ended: false });
    expect(unreconciled(counts, covered, 1)).toEqual([]);
    expect(unreconciled({ ...counts, records: 1 }, covered, 1)).toHaveLength(1);
    expect(unreconciled({ ...counts, bytes: 11 }, covered, 1)).toEqual(['the lines end at byte 10, the file at 11']);
    expect(unreconciled(counts, covered, 2)).toEqual(['1 events counted, 2 stored']);
    covered.line({ byteStart: 12, byteEnd: 14, ended: true });
    expect(unreconciled({ ...counts, bytes: 15 }, covered, 1)).toEqual(['the lines leave a hole at byte 10']);
    const rows: FileLedger[] = [{ ...createFileCounts('f'), kind: 'transcript', records: 3 }];
    const totals = { files: 1, records: 4, malformed: 0, oversized: 0, duplicates: 0, untimed: 0, unknownKinds: {}, problems: 0 };
    expect(ledgerFaults(rows, totals, 0)).toEqual(['records: 3 over the files, 4 in all']);
  });
});
