/** What is fetched once appears whole or not at all, also when two starts want it at the same moment. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { alone, onceMade } from './cache-folder.mjs';

const setup = () => mkdtempSync(join(tmpdir(), 'postflight-cache-'));

test('two that want the same folder make it once', async () => {
  const place = join(setup(), 'runtime');
  const make = vi.fn(async (draft: string) => {
    expect(existsSync(place)).toBe(false);
    await sleep(50);
    writeFileSync(join(draft, 'program'), 'x');
  });
  expect(await Promise.all([onceMade(place, make), onceMade(place, make)])).toEqual([place, place]);
  expect(make).toHaveBeenCalledOnce();
  expect(readdirSync(place)).toEqual(['program']);
});

test('one that fails half-way leaves nothing, and the next one makes it', async () => {
  const folder = setup();
  const place = join(folder, 'runtime');
  await expect(
    onceMade(place, async (draft) => {
      writeFileSync(join(draft, 'half'), '');
      throw new Error('no network');
    }),
  ).rejects.toThrow('no network');
  expect(readdirSync(folder)).toEqual([]);
  await onceMade(place, async (draft) => writeFileSync(join(draft, 'program'), ''));
  expect(readdirSync(folder)).toEqual(['runtime']);
});

test('a lock whose owner died is taken over', async () => {
  const lock = join(setup(), 'lock');
  mkdirSync(lock);
  // No process has this number: the highest that Linux gives is 4,194,304.
  writeFileSync(join(lock, 'owner'), '4999999');
  expect(await alone(lock, async () => readFileSync(join(lock, 'owner'), 'utf8'))).toBe(String(process.pid));
  expect(existsSync(lock)).toBe(false);
});

test('a lock is given back when the work fails', async () => {
  const lock = join(setup(), 'lock');
  await expect(alone(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lock)).toBe(false);
});
