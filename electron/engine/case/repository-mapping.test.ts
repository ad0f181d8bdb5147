import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawGitRun } from '../../../e2e/draw-git.ts';
import type { Choice, History } from '../../../shared/choices.ts';
import { drawEvidence } from '../../../e2e/draw-evidence.ts';
import { openFolder } from '../drawn-case.ts';
import { type IndexedCase, openIndexed } from '../index-store/indexed-case.ts';
import { yardstickOf } from '../policy/yardstick.ts';
import { scanJson } from '../scan/scan-json.ts';
import { scanWindow } from '../scan/scan-window.ts';
import { createHandlers } from '../handlers.ts';

/** Two repositories of one name, copied to where they did not stand. */
function drawMoved() {
  const drawn = drawGitRun();
  const a = drawn.repository('a');
  const b = drawn.repository('b');
  const id = drawn.bash(b, 'git commit --allow-empty -m "Where was this"', [['commit', '--allow-empty', '-m', 'Where was this']], { cwd: '/srv/build/shop' });
  const quiet = drawn.bash(a, 'git commit -q --allow-empty -m "Nobody knows"', [['commit', '-q', '--allow-empty', '-m', 'Nobody knows']], { cwd: '/srv/other/shop' });
  const never = drawn.bash(a, 'git commit -m "Never made"', [], { cwd: '/srv/other/shop', say: '' });
  drawn.finish();
  for (const [from, to] of [[a, 'copies/one/shop'], [b, 'copies/two/shop']] as const) {
    fs.mkdirSync(path.dirname(path.join(drawn.root, to)), { recursive: true });
    fs.renameSync(path.join(drawn.root, from), path.join(drawn.root, to));
  }
  return { root: drawn.root, id, quiet, never };
}

const chosen = (choice: Choice): History => [{ what: 'chosen', id: 1, at: '2026-06-01T10:00:00.000Z', by: 'Kim', reason: null, manifestSha256: null, choice }];
const about = ({ opened }: IndexedCase, rule: string): number => opened.findings.filter(({ finding }) => finding.rule === rule).length;

describe('the map from folders of the source machine to repositories of the copy', () => {
  it('tells two of one name apart by the commit ids in the outputs, and leaves open what nothing tells', async () => {
    const { root, id, never } = drawMoved();
    const opened = await openFolder(root);
    expect(opened.mapping.filter((row) => row.path.startsWith('/srv'))).toMatchObject([
      { path: '/srv/other/shop', repository: null, how: 'ambiguous', candidates: ['copies/one/shop/.git', 'copies/two/shop/.git'], calls: 2, sessions: ['s1'] },
      { path: '/srv/build/shop', repository: 'copies/two/shop/.git', how: 'commit-ids', calls: 1 },
    ]);
    expect(opened.git.links.map((link) => opened.store.toolUseId(link.event))).toContain(id);
    expect(opened.git.notCovered.map((missing) => [opened.store.toolUseId(missing.event), missing.reason])).toEqual([[never, 'several repositories of the copy could be meant']]);
  });

  it('takes what ~/.claude.json notes of a folder on GitHub, and is not led astray by what else stands there', async () => {
    const { root, quiet } = drawMoved();
    fs.appendFileSync(path.join(root, 'copies/one/shop/.git/config'), '[remote "origin"]\n\turl = git@github.com:acme/Shop.git\n');
    const note = (content: unknown): void => fs.writeFileSync(path.join(root, '.claude.json'), JSON.stringify({ githubRepoPaths: content }));
    note({ 'acme/shop': ['/srv/other/shop', 7, null], __proto__: ['/'], 'acme/infra': 'no list' });
    const opened = await openFolder(root);
    expect(opened.mapping.find((row) => row.path === '/srv/other/shop')).toMatchObject({ repository: 'copies/one/shop/.git', how: 'remote' });
    expect(opened.git.links.map((link) => opened.store.toolUseId(link.event))).toContain(quiet);
    note(['/srv/other/shop']);
    expect((await openFolder(root)).mapping.find((row) => row.path === '/srv/other/shop')?.how).toBe('ambiguous');
  });

  it('follows the analyst, and so does the join', async () => {
    const { root, quiet } = drawMoved();
    const opened = await openFolder(root, undefined, { repositories: [['/srv/other/shop', 'copies/one/shop/.git']] });
    expect(opened.mapping.find((row) => row.path === '/srv/other/shop')).toMatchObject({ repository: 'copies/one/shop/.git', how: 'analyst' });
    expect(opened.git.links.map((link) => opened.store.toolUseId(link.event))).toContain(quiet);
    expect(opened.git.unexplained).toEqual([]);
  });

  it('follows a choice in the case file, an undo gives the very case back, and no index is of another choice', async () => {
    const { root, quiet } = drawMoved();
    const history = chosen({ kind: 'repository-of-path', path: '/srv/other/shop', repository: 'copies/one/shop/.git' });
    const none = chosen({ kind: 'repository-of-path', path: '/srv/other/shop', repository: null });
    const options = (given: History) => ({ now: () => 0, history: given, yardstick: yardstickOf(given).yardstick });
    const indexFolder = drawEvidence({});
    const open = (given: History) => openIndexed({ root, include: [''], name: 'drawn', live: false, indexFolder }, options(given), 'build 1');
    const json = ({ opened }: IndexedCase) => JSON.stringify(scanJson(opened, scanWindow(null, null, 'info')));
    const before = await open([]);
    const after = await before.judgedAnew(options(history));
    const row = ({ opened }: IndexedCase) => scanJson(opened, scanWindow(null, null, 'info')).repositoryMapping.find(({ path: of }) => of === '/srv/other/shop');
    const linked = ({ opened }: IndexedCase) => opened.git.links.map((link) => opened.store.toolUseId(link.event));
    expect(row(after)).toMatchObject({ repository: 'copies/one/shop/.git', how: 'analyst' });
    expect([about(before, 'git.contradicted'), about(after, 'git.contradicted')]).toEqual([0, 1]);
    const neither = await after.judgedAnew(options(none));
    expect(row(neither)).toMatchObject({ repository: null, how: 'analyst', says: 'The analyst chose none of the repositories for the folder.' });
    expect([linked(after).includes(quiet), linked(neither).includes(quiet)]).toEqual([true, false]);
    expect([about(after, 'git.unexplained'), about(neither, 'git.unexplained')]).toEqual([0, 1]);
    expect(json(await after.judgedAnew(options([])))).toBe(json(before));
    await after.keep({ aborted: false });
    expect((await open([])).custody().from).toBe('evidence');
    const again = await open(history);
    expect([again.custody().from, json(again)]).toEqual(['index', json(after)]);
  });

  it('is answered to the page, open questions first', async () => {
    const opened = await openFolder(drawMoved().root);
    const handlers = createHandlers({ ready: () => opened, progress: () => { throw new Error('not asked for'); }, cancel: () => false, sandboxOff: false });
    const page = handlers['repositories.mapping']({ offset: 0, limit: 2 }, { aborted: false });
    expect(page).toMatchObject({ total: opened.mapping.length, rows: opened.mapping.slice(0, 2) });
  });
});
