/** The sample is unpacked once, whole, and read-only; a hostile archive is refused. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { placeOf, sampleFolder } from './sample.ts';

type Entry = { readonly name: string; readonly text?: string; readonly type?: 'file' | 'directory' | 'symlink' };

async function setup(entries: readonly Entry[]) {
  const folder = mkdtempSync(join(tmpdir(), 'postflight-sample-'));
  const archive = pack();
  for (const { name, text, type } of entries) {
    if (type === 'symlink') archive.entry({ name, type, linkname: '/etc/passwd' });
    else archive.entry({ name, type: type ?? 'file' }, text ?? '');
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) if (chunk instanceof Uint8Array) chunks.push(chunk);
  writeFileSync(join(folder, 'sample.tar.gz'), gzipSync(Buffer.concat(chunks)));
  return { archive: join(folder, 'sample.tar.gz'), user: join(folder, 'user') };
}

describe('the sample', () => {
  test('is unpacked with its folders, and nothing in it can be written', async () => {
    const { archive, user } = await setup([{ name: 'a/b/one.jsonl', text: '{}\n' }, { name: 'c', type: 'directory' }, { name: 'two', text: '2' }]);
    const place = await sampleFolder(archive, user);
    expect(readFileSync(join(place, 'a/b/one.jsonl'), 'utf8')).toBe('{}\n');
    for (const [path, mode] of [['a/b/one.jsonl', 0o444], ['two', 0o444], ['a/b', 0o555], ['a', 0o555], ['c', 0o555], ['.', 0o555]] as const) {
      expect(statSync(join(place, path)).mode & 0o777, path).toBe(mode);
    }
  });

  test('is unpacked once; two at once give the same folder', async () => {
    const { archive, user } = await setup([{ name: 'one', text: '1' }]);
    const [first, second] = await Promise.all([sampleFolder(archive, user), sampleFolder(archive, user)]);
    const made = statSync(first).ino;
    expect(second).toBe(first);
    expect(await sampleFolder(archive, user)).toBe(first);
    expect(statSync(first).ino).toBe(made);
    expect(readdirSync(join(user, 'sample'))).toHaveLength(1);
  });

  test.each([
    ['a link', [{ name: 'x', type: 'symlink' }]],
    ['a name that leads out', [{ name: '../x', text: '1' }]],
    ['a name that leads out from below', [{ name: 'a/../../x', text: '1' }]],
  ] satisfies [string, Entry[]][])('is refused with %s, and nothing is left of it', async (_name, entries) => {
    const { archive, user } = await setup([{ name: 'good', text: '1' }, ...entries]);
    await expect(sampleFolder(archive, user)).rejects.toThrow(/sample archive/);
    expect(readdirSync(join(user, 'sample'))).toEqual([]);
  });

  test('is refused when it is cut', async () => {
    const { archive, user } = await setup([{ name: 'good', text: '1'.repeat(5000) }]);
    const bytes = readFileSync(archive);
    chmodSync(archive, 0o644);
    writeFileSync(archive, bytes.subarray(0, bytes.length - 20));
    await expect(sampleFolder(archive, user)).rejects.toThrow();
    expect(readdirSync(join(user, 'sample'))).toEqual([]);
  });
});

test.each(['/etc/x', '../x', 'a/../../x', 'a\\..\\x', 'a\0b'])('the name %j has no place', (name) => {
  expect(() => placeOf('/srv/sample', { name, type: 'file' })).toThrow();
});
