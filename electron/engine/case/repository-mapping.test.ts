import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawGitRun } from '../../../e2e/draw-git.ts';
import { openFolder } from '../drawn-case.ts';
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

  it('follows the analyst, and so does the join', async () => {
    const { root, quiet } = drawMoved();
    const opened = await openFolder(root, undefined, { repositories: [['/srv/other/shop', 'copies/one/shop/.git']] });
    expect(opened.mapping.find((row) => row.path === '/srv/other/shop')).toMatchObject({ repository: 'copies/one/shop/.git', how: 'analyst' });
    expect(opened.git.links.map((link) => opened.store.toolUseId(link.event))).toContain(quiet);
    expect(opened.git.unexplained).toEqual([]);
  });

  it('is answered to the page, open questions first', async () => {
    const opened = await openFolder(drawMoved().root);
    const handlers = createHandlers({ ready: () => opened, progress: () => { throw new Error('not asked for'); }, cancel: () => false, sandboxOff: false });
    const page = handlers['repositories.mapping']({ offset: 0, limit: 2 }, { aborted: false });
    expect(page).toMatchObject({ total: opened.mapping.length, rows: opened.mapping.slice(0, 2) });
  });
});
