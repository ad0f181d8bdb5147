import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, call, type Drawn, drawEvidence, prompt, result } from '../../../e2e/draw-evidence.ts';
import { walk } from '../intake/walk.ts';
import { transcriptByName } from '../sources/identify.ts';
import { firstRows } from './first-rows.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';

async function setup(drawing: Readonly<Record<string, Drawn>>, written: Readonly<Record<string, number>> = {}) {
  const root = drawEvidence(drawing);
  for (const [name, second] of Object.entries(written)) fs.utimesSync(path.join(root, name), new Date(at(second)), new Date(at(second)));
  const { files } = await walk(root, ['']);
  return firstRows(files, [...files.entries.keys()].flatMap((name) => transcriptByName(name) ?? []));
}

const line = (row: object): number => Buffer.byteLength(JSON.stringify(row)) + 1;

describe('rows to look at while the rest is read', () => {
  it('are the last calls of the transcript that was written to last, each at its byte', async () => {
    const before = [prompt('Go', 'default', { second: 0 }), result('t0', 'x', { second: 1 })];
    const shown = await setup(
      { [`${folder}/old.jsonl`]: [call('t9', 'Bash', { command: 'old' }, { second: 1 })], [`${folder}/new.jsonl`]: [...before, call('t1', 'Bash', { command: 'make' }, { second: 2 }), '{"cut', call('t2', 'Read', { file_path: '/a' }, { second: 3 })], [`${folder}/agent-1.jsonl`]: [call('t3', 'Bash', { command: 'agent' }, { second: 9 })] },
      { [`${folder}/old.jsonl`]: 5, [`${folder}/new.jsonl`]: 50, [`${folder}/agent-1.jsonl`]: 59 },
    );
    expect(shown).toMatchObject({ path: `${folder}/new.jsonl`, rows: [{ time: Date.parse(at(2)), tool: 'Bash', argument: 'make', byteStart: before.reduce((sum, row) => sum + line(row), 0) }, { tool: 'Read', argument: '/a' }] });
  });

  it('come from the next one where the last holds no call, and are none where none does', async () => {
    const drawing = { [`${folder}/a.jsonl`]: [call('t1', 'Bash', { command: 'ls' })], [`${folder}/b.jsonl`]: `{"x":"${'y'.repeat(600_000)}"}` };
    expect(await setup(drawing, { [`${folder}/a.jsonl`]: 1, [`${folder}/b.jsonl`]: 2 })).toMatchObject({ path: `${folder}/a.jsonl`, rows: [{ argument: 'ls' }] });
    expect(await setup({ [`${folder}/b.jsonl`]: 'no json' })).toEqual({ path: null, rows: [] });
  });

  it('are few, and come of any bytes without a throw', async () => {
    expect((await setup({ [`${folder}/a.jsonl`]: Array.from({ length: 40 }, (_, n) => call(`t${n}`, 'Bash', { command: `${n}` })) })).rows.map((row) => row.argument)).toEqual(Array.from({ length: 12 }, (_, n) => `${n + 28}`));
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect((await setup({ [`${folder}/a.jsonl`]: Buffer.from(bytes) })).rows).toEqual([]);
    }), { numRuns: 30 });
  });
});
