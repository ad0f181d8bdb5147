import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { setup } from './objects/drawn-objects.ts';
import { compareWorkTree } from './work-tree.ts';

describe('the index and the work tree', () => {
  test.each([2, 3, 4])('an index of version %i has the entries that git lists', async (version) => {
    const kit = setup('history');
    if (version === 3) {
      kit.write('later.txt', 'x');
      kit.git('add', '-N', 'later.txt');
      kit.git('update-index', '--skip-worktree', 'no-feed.txt');
    } else kit.git('update-index', `--index-version=${version}`);
    const { files, read, objects } = await kit.open();
    const compared = await compareWorkTree(files, read, objects);
    expect(compared.problems).toEqual([]);
    expect(compared.tracked).toBe(kit.git('ls-files').split('\n').length);
    expect(compared.staged).toEqual([]);
    expect(compared.hidden).toEqual(version === 3 ? ['no-feed.txt'] : []);
  });

  test('are compared as git status compares them', async () => {
    const kit = setup('history');
    kit.write('side.txt', 'changed and staged\n');
    kit.write('new.txt', 'new\n');
    kit.git('add', '-A');
    kit.git('rm', '-q', '--cached', 'bin.dat');
    kit.write('side.txt', 'changed again\n');
    kit.write('no-feed.txt', 'last\r\n');
    fs.rmSync(path.join(kit.root, 'app/new.txt'));
    kit.write('deep/untracked.txt', 'u');
    const { files, read, objects } = await kit.open();
    const compared = await compareWorkTree(files, read, objects);
    expect(compared.staged).toEqual([
      { path: 'bin.dat', status: 'deleted' }, { path: 'new.txt', status: 'added' }, { path: 'side.txt', status: 'modified' },
    ]);
    expect(compared.unstaged).toEqual([{ path: 'new.txt', status: 'deleted' }, { path: 'side.txt', status: 'modified' }]);
    expect(compared.untracked).toEqual(['bin.dat', 'deep/untracked.txt']);
    expect(compared.filesCopied).toBe(true);
  });

  test('that is sparse keeps folders as one entry, and a pointer to a large file is no change', async () => {
    const kit = setup();
    const large = 'a large file\n'.repeat(10);
    const digest = crypto.createHash('sha256').update(large).digest('hex');
    kit.write('in/a.txt', 'a');
    kit.write('out/deep/b.txt', 'b');
    kit.write('in/large.bin', `version large-file/1\noid sha256:${digest}\nsize ${large.length}\n`);
    kit.commit('first');
    kit.git('sparse-checkout', 'init', '--cone', '--sparse-index');
    kit.git('sparse-checkout', 'set', 'in');
    kit.write('in/large.bin', large);
    const { files, read, objects } = await kit.open();
    expect(await compareWorkTree(files, read, objects)).toMatchObject({ tracked: 3, staged: [], unstaged: [], problems: [] });
  });

  test('with a merge that was not finished name the paths in conflict', async () => {
    const kit = setup();
    kit.write('a.txt', 'base\n');
    kit.commit('base');
    kit.git('checkout', '-qb', 'other');
    kit.write('a.txt', 'theirs\n');
    kit.commit('theirs');
    kit.git('checkout', '-q', 'main');
    kit.write('a.txt', 'ours\n');
    kit.commit('ours');
    expect(() => kit.git('merge', '-q', 'other')).toThrow();
    const { files, read, objects } = await kit.open();
    expect(await compareWorkTree(files, read, objects)).toMatchObject({ conflicts: ['a.txt'], staged: [] });
    expect(read.pseudoRefs.map((ref) => ref.name)).toContain('MERGE_HEAD');
  });

  test('of a copy without files say nothing of the files', async () => {
    const kit = setup();
    kit.write('a.txt', 'a');
    kit.commit('first');
    fs.rmSync(path.join(kit.root, 'app/a.txt'));
    const { files, read, objects } = await kit.open();
    expect(await compareWorkTree(files, read, objects)).toMatchObject({ filesCopied: false, unstaged: [], tracked: 1 });
  });
});
