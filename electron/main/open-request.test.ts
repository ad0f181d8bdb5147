/** What a person points at becomes a case, or a message with the path. */
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CallProblem } from '../../shared/rpc.ts';
import { folderRequest, recentRequest } from './open-request.ts';
import type { StoredCase } from './settings-file.ts';

function setup() {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'postflight-home-')));
  mkdirSync(join(home, '.claude', 'projects'), { recursive: true });
  mkdirSync(join(home, 'case'));
  writeFileSync(join(home, 'file'), '');
  symlinkSync(join(home, 'case'), join(home, 'link'));
  return home;
}

test('a folder is opened whole, by its real path', () => {
  const home = setup();
  expect(folderRequest(join(home, 'link'), home)).toEqual({ kind: 'folder', order: { root: join(home, 'case'), include: [''], name: 'case', live: false } });
});

test('the user’s own ~/.claude is live, also when it is opened as a folder', () => {
  const home = setup();
  expect(folderRequest(join(home, '.claude', 'projects'), home).order.live).toBe(true);
});

test.each(['missing', 'file', 'file/below'])('%s is a problem with its path', (name) => {
  const home = setup();
  try {
    folderRequest(join(home, name), home);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(CallProblem);
    expect(error instanceof CallProblem && error.problem).toMatchObject({ kind: 'unreadable', path: join(home, name) });
  }
});

test('a recent case is opened as it was then', async () => {
  const home = setup();
  const stored: StoredCase = { kind: 'machine', path: home, folders: [join(home, '.claude'), '/srv/app'], name: 'This machine', sessions: 1, findings: 0, worst: null, openedAt: 1 };
  const sample = async () => '/user/sample/1';
  expect(await recentRequest(stored, sample, home)).toEqual({
    kind: 'machine',
    order: { root: '/', include: [join(home, '.claude').slice(1), 'srv/app'], name: 'This machine', live: true },
  });
  expect(await recentRequest({ ...stored, kind: 'sample' }, sample, home)).toMatchObject({ kind: 'sample', order: { root: '/user/sample/1', live: false } });
  expect(await recentRequest({ ...stored, kind: 'folder', path: join(home, 'case') }, sample, home)).toMatchObject({ kind: 'folder' });
});
