import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { call, drawEvidence, prompt, result } from '../../../e2e/draw-evidence.ts';
import { openFolder } from '../drawn-case.ts';
import { createSearchDesk, type SearchDesk, type SearchPage } from './search-desk.ts';

const folder = 'Users/kim/.claude/projects/-Users-kim-work-till';

async function setup(lines: readonly (string | object)[], deadlineMs?: number) {
  const root = drawEvidence({ [`${folder}/s1.jsonl`]: [...lines] });
  const opened = await openFolder(root);
  const desk = createSearchDesk(opened.files, opened.store, deadlineMs === undefined ? {} : { deadlineMs });
  return { root, opened, desk };
}

async function ended(desk: SearchDesk, id: number): Promise<SearchPage> {
  for (;;) {
    const page = desk.page(id, 0, 500);
    if (!page) throw new Error('The search is gone.');
    if (page.state !== 'running') return page;
    await sleep(2);
  }
}

const lines = [
  prompt('the needle', 'default', { second: 0 }),
  call('t1', 'Bash', { command: 'grep needle a.txt' }, { second: 1 }),
  result('t1', 'needle\nNeedle', { second: 2 }),
  call('t2', 'Bash', { command: 'ls' }, { second: 3 }),
  result('t2', 'nothing', { second: 4 }),
];

describe('searching a case', () => {
  it('gives the calls in whose input or output the text stands, each with its place', async () => {
    const { desk, opened } = await setup(lines);
    const { id, bytesTotal } = desk.start({ text: 'needle', kind: 'literal', caseSensitive: true }, null);
    const page = await ended(desk, id);
    expect(page).toMatchObject({ state: 'done', total: 2, occurrences: 2, bytesSearched: bytesTotal, problemCount: 0 });
    expect(page.hits.map((hit) => [opened.store.toolUseId(hit.eventId), hit.part, hit.place.line, hit.snippet.slice(hit.match.start, hit.match.end)])).toEqual([
      ['t1', 'input', 2, 'needle'],
      ['t1', 'output', 3, 'needle'],
    ]);
  });

  it('keeps to the events of a filter', async () => {
    const { desk } = await setup(lines);
    const { id } = desk.start({ text: 'n', kind: 'literal', caseSensitive: false }, () => false);
    expect(await ended(desk, id)).toMatchObject({ state: 'done', total: 0 });
  });

  it('ends the search before when a new one begins, and answers no more for it', async () => {
    const { desk } = await setup(lines);
    const first = desk.start({ text: 'needle', kind: 'literal', caseSensitive: true }, null);
    const second = desk.start({ text: 'ls', kind: 'literal', caseSensitive: true }, null);
    expect(desk.page(first.id, 0, 10)).toBeNull();
    expect((await ended(desk, second.id)).total).toBe(1);
  });

  it('stops when it is cancelled, and says how far it came', async () => {
    const { desk } = await setup(lines);
    const { id } = desk.start({ text: 'needle', kind: 'literal', caseSensitive: true }, null);
    expect(desk.cancel(id)).toBe(true);
    expect(desk.page(id, 0, 10)).toMatchObject({ state: 'cancelled', total: 0, bytesSearched: 0 });
    expect(desk.cancel(id)).toBe(false);
  });

  it('ends a pattern at its deadline and leaves no doubt that the rest was not searched', async () => {
    const many = Array.from({ length: 40 }, (_, at) => [call(`c${at}`, 'Bash', { command: 'ls' }, { second: at * 2 }), result(`c${at}`, 'ab '.repeat(40_000), { second: at * 2 + 1 })]).flat();
    const { desk } = await setup(many, 1);
    const { id } = desk.start({ text: '(a|b)+[^x]*zz', kind: 'regex', caseSensitive: true }, null);
    const page = await ended(desk, id);
    expect(page.state).toBe('deadline');
    expect(page.bytesSearched).toBeLessThan(page.bytesTotal);
  });

  it('looks into the files that hold large results whole, and names those that no call names', async () => {
    const preview = '<persisted-output>\nOutput too large. Full output saved to: /Users/kim/.claude/projects/x/s1/tool-results/b7f.txt\n\nPreview:\nfirst lines';
    const root = drawEvidence({
      [`${folder}/s1.jsonl`]: [call('toolu_1', 'Bash', { command: 'ls' }, { second: 1 }), result('toolu_1', '<persisted-output>\nfirst', { second: 2 }), call('toolu_2', 'Bash', { command: 'make' }, { second: 3 }), result('toolu_2', preview, { second: 4 })],
      [`${folder}/s1/tool-results/toolu_1.txt`]: `${'line\n'.repeat(100_000)}a "needle" and a needle\n`,
      [`${folder}/s1/tool-results/b7f.txt`]: 'one needle',
      [`${folder}/s1/tool-results/c99.txt`]: 'a needle of nobody',
    });
    const opened = await openFolder(root);
    const desk = createSearchDesk(opened.files, opened.store);
    for (const query of [{ text: 'needle', kind: 'literal', caseSensitive: true }, { text: 'NEEDLE', kind: 'literal', caseSensitive: false }, { text: '"ne+dle" and', kind: 'regex', caseSensitive: true }] as const) {
      const page = await ended(desk, desk.start(query, null).id);
      const found = page.hits.map((hit) => [opened.store.toolUseId(hit.eventId), hit.part, hit.field, hit.occurrences, hit.place.path.split('/').at(-1)]);
      expect(found).toEqual(query.kind === 'regex' ? [['toolu_1', 'output', 'the whole result', 1, 'toolu_1.txt']] : [['toolu_2', 'output', 'the whole result', 1, 'b7f.txt'], ['toolu_1', 'output', 'the whole result', 2, 'toolu_1.txt']]);
      expect(page.problems).toMatchObject([{ path: `${folder}/s1/tool-results/c99.txt`, reason: expect.stringContaining('No call') }]);
      expect(page.bytesSearched).toBe(page.bytesTotal);
    }
  });

  it('names a file that can no longer be read, and goes on', async () => {
    const { desk, root } = await setup(lines);
    fs.rmSync(`${root}/${folder}/s1.jsonl`);
    const { id } = desk.start({ text: 'needle', kind: 'literal', caseSensitive: true }, null);
    const page = await ended(desk, id);
    expect(page).toMatchObject({ state: 'done', total: 0, problemCount: 1 });
    expect(page.problems[0]?.path).toBe(`${folder}/s1.jsonl`);
  });

  it('names the lines that are too large to be searched, wherever they stand', async () => {
    const large = `{"type":"user","many":[${'{},'.repeat(2_000_000)}"needle"]}`;
    const { desk } = await setup([...lines, large]);
    const { id } = desk.start({ text: 'needle', kind: 'literal', caseSensitive: true }, null);
    const page = await ended(desk, id);
    expect(page).toMatchObject({ state: 'done', problemCount: 1, problems: [{ path: `${folder}/s1.jsonl`, line: lines.length + 1, reason: expect.stringContaining('not searched') }] });
  });
});
