import { describe, expect, it } from 'vitest';
import { createRepositoryMap, type MapInput } from './map-repositories.ts';

const repository = (gitDir: string, workTree: string | null, remotes: readonly string[] = [], family = gitDir) => ({ gitDir, workTrees: workTree === null ? [] : [workTree], remotes, family });

function decided(directory: string, input: MapInput) {
  const { repository: taken, how, path, candidates } = createRepositoryMap(input).mappingOf(directory);
  return { taken, how, path, candidates };
}

describe('which repository a folder of the source machine is', () => {
  const mirrored = [repository('Users/kim/work/shop/.git', '/Users/kim/work/shop'), repository('Users/kim/work/shop/vendor/lib/.git', '/Users/kim/work/shop/vendor/lib'), repository('Users/kim/old/shop/.git', '/Users/kim/old/shop')];
  const apart = [repository('repos/shop/.git', '/repos/shop'), repository('backup/shop/.git', '/backup/shop'), repository('repos/infra/.git', '/repos/infra')];

  it('is the innermost one around its full path', () => {
    expect(decided('/Users/kim/work/shop/src/cart', { repositories: mirrored })).toMatchObject({ taken: 'Users/kim/work/shop/.git', how: 'path', path: '/Users/kim/work/shop' });
    expect(decided('/Users/kim/work/shop/vendor/lib/src', { repositories: mirrored })).toMatchObject({ taken: 'Users/kim/work/shop/vendor/lib/.git', how: 'path' });
  });

  it('is found by the end of its path where only one repository ends so, and says that no more than the end agrees', () => {
    expect(decided('/home/lee/src/infra/modules', { repositories: apart })).toEqual({ taken: 'repos/infra/.git', how: 'ending', path: '/home/lee/src/infra', candidates: ['repos/infra/.git'] });
    expect(createRepositoryMap({ repositories: apart }).mappingOf('/home/lee/src/infra').says).toBe('Only the end of the path agrees (infra); the copy does not say where the repository stood.');
  });

  it('is left open where two end alike, instead of taking one', () => {
    expect(decided('/home/lee/src/shop/lib', { repositories: apart })).toEqual({ taken: null, how: 'ambiguous', path: '/home/lee/src/shop', candidates: ['repos/shop/.git', 'backup/shop/.git'] });
  });

  it('is told apart by ids of commits that calls there printed', () => {
    const input: MapInput = { repositories: apart, cluesOf: (folder) => ({ ids: folder === '/home/lee/src/shop' ? ['1f2e3d4', '99aabbc'] : [], remotes: [] }), holds: (gitDir, id) => gitDir === 'backup/shop/.git' && id === '1f2e3d4' };
    expect(decided('/home/lee/src/shop/lib', input)).toMatchObject({ taken: 'backup/shop/.git', how: 'commit-ids' });
    expect(decided('/home/lee/src/shop', input)).toMatchObject({ taken: 'backup/shop/.git', how: 'commit-ids' });
  });

  it('is found by ids alone where the folder had another name', () => {
    const input: MapInput = { repositories: apart, cluesOf: () => ({ ids: ['1f2e3d4'], remotes: [] }), holds: (gitDir) => gitDir === 'repos/infra/.git' };
    expect(decided('/workspaces/renamed', input)).toMatchObject({ taken: 'repos/infra/.git', how: 'commit-ids' });
  });

  it('takes none of two clones that hold the same commits, unless the path or the remote says which', () => {
    const clones = [repository('x/shop/.git', '/x/shop', ['git@github.com:acme/shop.git']), repository('y/fork/.git', '/y/fork', ['https://github.com/lee/shop'])];
    const clues = { ids: ['1f2e3d4'], remotes: [] };
    const holds = (): boolean => true;
    expect(decided('/workspaces/renamed', { repositories: clones, cluesOf: () => clues, holds })).toMatchObject({ taken: null, how: 'ambiguous' });
    expect(decided('/home/lee/fork', { repositories: clones, cluesOf: () => clues, holds })).toMatchObject({ taken: 'y/fork/.git', how: 'commit-ids' });
    expect(decided('/workspaces/renamed', { repositories: clones, cluesOf: () => ({ ...clues, remotes: ['https://github.com/acme/shop.git'] }), holds })).toMatchObject({ taken: 'x/shop/.git', how: 'commit-ids' });
  });

  it('is found by a remote, however its address is written', () => {
    const named = [repository('x/a/.git', '/x/a', ['git@github.com:acme/shop.git']), repository('y/b/.git', '/y/b', ['https://github.com/acme/infra'])];
    for (const remote of ['https://github.com/acme/shop', 'ssh://git@github.com:22/acme/shop.git', 'GitHub.com:acme/shop.git'])
      expect(decided('/workspaces/code', { repositories: named, cluesOf: () => ({ ids: [], remotes: [remote] }) })).toMatchObject({ taken: 'x/a/.git', how: 'remote' });
  });

  it('is found by the remote that the client noted for the folder, unless what calls there printed says otherwise', () => {
    const named = [repository('x/a/.git', '/x/a', ['git@github.com:acme/shop.git']), repository('y/b/.git', '/y/b', ['https://github.com/acme/infra'])];
    const noted = new Map([['/home/lee/code', ['https://github.com/acme/shop']], ['/home/lee/code/nested', ['https://github.com/acme/other']]]);
    expect(createRepositoryMap({ repositories: named, noted }).mappingOf('/home/lee/code/src')).toMatchObject({ repository: 'x/a/.git', how: 'remote', path: '/home/lee/code', says: 'The client’s own notes (githubRepoPaths) name a remote that is this repository’s.', placed: false });
    expect(decided('/home/lee/code/nested/src', { repositories: named, noted })).toMatchObject({ taken: null, how: 'none' });
    expect(decided('/home/lee', { repositories: named, noted: new Map([...noted, ['/', ['https://github.com/acme/shop']]]) })).toMatchObject({ taken: null, how: 'none' });
    expect(decided('/home/lee/code', { repositories: named, noted, cluesOf: () => ({ ids: ['1f2e3d4'], remotes: [] }), holds: (gitDir) => gitDir === 'y/b/.git' })).toMatchObject({ taken: 'y/b/.git', how: 'commit-ids' });
    expect(decided('/home/lee/code', { repositories: named, noted, cluesOf: () => ({ ids: [], remotes: ['git@github.com:acme/infra'] }) })).toMatchObject({ taken: 'y/b/.git', how: 'remote' });
    expect(decided('/home/lee/code', { repositories: [...named, repository('z/c/.git', '/z/c', ['https://github.com/acme/shop'])], noted })).toMatchObject({ taken: null, how: 'ambiguous' });
  });

  it('is not taken for a repository that ends alike and holds none of the commits that calls there printed', () => {
    const input: MapInput = { repositories: apart, cluesOf: () => ({ ids: ['1111111', '2222222'], remotes: [] }), holds: () => false };
    expect(decided('/home/lee/infra', input)).toMatchObject({ taken: null, how: 'none', candidates: ['repos/infra/.git'] });
  });

  it('is what the analyst chose, before anything else, for the folder and what lies in it', () => {
    const choices = new Map([['/Users/kim/work/shop', 'Users/kim/old/shop/.git'], ['/Users/kim/work/shop/vendor/lib', '']]);
    expect(decided('/Users/kim/work/shop/src', { repositories: mirrored, choices })).toMatchObject({ taken: 'Users/kim/old/shop/.git', how: 'analyst', path: '/Users/kim/work/shop' });
    expect(decided('/Users/kim/work/shop/vendor/lib', { repositories: mirrored, choices })).toMatchObject({ taken: null, how: 'analyst' });
    expect(createRepositoryMap({ repositories: mirrored, choices: new Map([['/a', 'gone/.git']]) }).mappingOf('/a').says).toBe('The analyst chose gone/.git, which is not in this copy.');
  });

  it('stays the one at the very path of a folder below the chosen one', () => {
    const choices = new Map([['/Users/kim/work', '']]);
    expect(decided('/Users/kim/work/shop/src', { repositories: mirrored, choices })).toMatchObject({ taken: 'Users/kim/work/shop/.git', how: 'path' });
    expect(decided('/Users/kim/work/other', { repositories: mirrored, choices })).toMatchObject({ taken: null, how: 'analyst', path: '/Users/kim/work' });
  });

  it('is nothing where no repository fits', () => {
    expect(decided('/opt/elsewhere', { repositories: mirrored })).toMatchObject({ taken: null, how: 'none' });
    expect(decided('/opt/elsewhere', { repositories: [] })).toMatchObject({ taken: null, how: 'none', candidates: [] });
  });

  it('is the repository of a worktree that a recorded call made and the copy does not hold', () => {
    const worktrees = new Map([['/Users/kim/work/shop-fix', '/Users/kim/work/shop/src']]);
    expect(createRepositoryMap({ repositories: mirrored, worktrees }).mappingOf('/Users/kim/work/shop-fix/lib')).toMatchObject({ repository: 'Users/kim/work/shop/.git', how: 'worktree', placed: false, path: '/Users/kim/work/shop-fix' });
    const there = [...mirrored, { gitDir: 'Users/kim/work/shop/.git/worktrees/fix', workTrees: ['/elsewhere/shop-fix', '/Users/kim/work/shop-fix'], remotes: [], family: 'Users/kim/work/shop/.git' }];
    expect(decided('/Users/kim/work/shop-fix/lib', { repositories: there, worktrees })).toMatchObject({ taken: 'Users/kim/work/shop/.git/worktrees/fix', how: 'path' });
  });

  it('reads Windows paths', () => {
    const windows = [repository('C/Users/kim/shop/.git', 'C:\\Users\\kim\\shop')];
    expect(decided('C:\\Users\\kim\\shop\\src', { repositories: windows })).toMatchObject({ taken: 'C/Users/kim/shop/.git', how: 'path' });
  });
});
