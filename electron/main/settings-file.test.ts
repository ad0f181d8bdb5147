/** Settings survive, and a damaged file is kept and told. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSettings, type StoredCase } from './settings-file.ts';

const setup = () => mkdtempSync(join(tmpdir(), 'postflight-settings-'));
const opened = (path: string, openedAt = 1): StoredCase => ({ kind: 'folder', path, folders: [], name: path, sessions: 1, findings: 2, worst: 'high', openedAt });

test('a first start has the system’s theme, no cases and no problem', () => {
  const settings = openSettings(setup());
  expect(settings.read()).toEqual({ schema: 'postflight.settings/1', theme: 'system', recent: [] });
  expect(settings.problem()).toBeNull();
});

test('theme and cases come back at the next start, the newest case first and each once', () => {
  const folder = setup();
  const settings = openSettings(folder);
  settings.setTheme('dark');
  settings.remember(opened('/a', 1));
  settings.remember(opened('/b', 2));
  settings.remember(opened('/a', 3));
  const again = openSettings(folder).read();
  expect(again.theme).toBe('dark');
  expect(again.recent.map((one) => [one.path, one.openedAt])).toEqual([['/a', 3], ['/b', 2]]);
});

test('the sample stands in the list once, also when a new version of it lies elsewhere', () => {
  const settings = openSettings(setup());
  settings.remember({ ...opened('/user/sample/1', 1), kind: 'sample' });
  settings.remember({ ...opened('/user/sample/2', 2), kind: 'sample' });
  expect(settings.read().recent.map((one) => one.path)).toEqual(['/user/sample/2']);
});

test('the list of cases ends after twelve', () => {
  const settings = openSettings(setup());
  for (let index = 0; index < 30; index++) settings.remember(opened(`/${index}`));
  expect(settings.read().recent).toHaveLength(12);
  expect(settings.read().recent[0]?.path).toBe('/29');
});

test.each(['', '{', '[]', '{"schema":"postflight.settings/1","theme":"system","recent":[],"extra":1}', '{"schema":"other","theme":"system","recent":[]}'])(
  'a damaged file (%j) is kept aside and told, never overwritten',
  (content) => {
    const folder = setup();
    writeFileSync(join(folder, 'settings.json'), content);
    const settings = openSettings(folder);
    expect(settings.problem()).toContain('damaged');
    settings.setTheme('light');
    const kept = readdirSync(folder).filter((name) => name.includes('damaged'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(folder, kept[0] ?? ''), 'utf8')).toBe(content);
    expect(openSettings(folder).read().theme).toBe('light');
  },
);

test('a place that cannot be written is told, and the app goes on', () => {
  const folder = setup();
  mkdirSync(join(folder, 'settings.json'));
  writeFileSync(join(folder, 'settings.json', 'x'), '');
  const settings = openSettings(folder);
  settings.setTheme('dark');
  expect(settings.read().theme).toBe('dark');
});

test('no content of the file stops a start', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (content) => {
      const folder = setup();
      writeFileSync(join(folder, 'settings.json'), content);
      expect(openSettings(folder).read().recent).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
