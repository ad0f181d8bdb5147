import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathBytes } from '../intake/path-text.ts';
import { manifestBytes, readManifest } from './manifest-text.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the manifest', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'manifest-'));
    mkdirSync(path.join(folder, 'evidence/in side'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const names = ['plain.jsonl', 'in side/two  spaces', 'back\\slash', 'line\nbreak', 'carriage\rreturn', '-dash', '-', '*star', 'b\udcffad-utf8', '資料.jsonl', '\\n'];
  const write = () => {
    for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${folder}/evidence/`), pathBytes(name)]), `bytes of ${name.length}`);
    writeFileSync(path.join(folder, 'manifest.sha256'), manifestBytes(names.map((name) => ({ path: name, sha256: sha256(`bytes of ${name.length}`) }))));
  };
  const check = () => execFileSync('sha256sum', ['-c', '--strict', '../manifest.sha256'], { cwd: path.join(folder, 'evidence'), stdio: ['ignore', 'pipe', 'pipe'] });

  it('is accepted by sha256sum for names with spaces, backslashes, line breaks, dashes, and bytes that are no UTF-8', () => {
    write();
    expect(check().toString('latin1').split('OK').length - 1).toBe(names.length);
  });

  it('is refused by sha256sum after one byte of one file has changed', () => {
    write();
    appendFileSync(path.join(folder, 'evidence/plain.jsonl'), ' ');
    expect(check).toThrow();
  });
});

describe('the manifest text', () => {
  it('of another program names the same files where it begins each path with `./`', () => {
    const read = readManifest(Buffer.from(`${sha256('a')}  ./in side/a\n\\${sha256('b')}  ./b\\nc\n${sha256('c')}  .//d\n`));
    expect(read.lines.map((line) => line.path)).toEqual(['in side/a', 'b\nc', 'd']);
    expect(read.faults).toEqual([]);
  });

  it('is in bytewise order and leaves out what has no hash', () => {
    const files = ['b', 'é', '\ufb01', '\u{1f600}', 'a'].map((name) => ({ path: name, sha256: sha256(name) }));
    const read = readManifest(manifestBytes([...files, { path: 'link', sha256: null }]));
    const sorted = files.map((file) => file.path).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(read.lines.map((line) => line.path)).toEqual(sorted);
  });

  it('reads back as it was written, whatever the names', () => {
    const name = fc.uint8Array({ minLength: 1, maxLength: 30 }).filter((bytes) => !bytes.includes(0)).map((bytes) => Buffer.from(bytes).toString('latin1')).filter((text) => !text.startsWith('./'));
    const surrogates = fc.array(fc.constantFrom('a', '\\', '\n', '\r', '\udcfe', ' ', '*'), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(name, surrogates), { maxLength: 12 }), (paths) => {
        const read = readManifest(manifestBytes(paths.map((item) => ({ path: item, sha256: sha256(item) }))));
        expect(read.faults).toEqual([]);
        expect(new Map(read.lines.map((line) => [line.path, line.sha256]))).toEqual(new Map(paths.map((item) => [item, sha256(item)])));
      }),
    );
  });

  it('names each line that is none, and reads the others', () => {
    const good = `${'a'.repeat(64)}  x`;
    const read = readManifest(Buffer.from(`${good}\nnonsense\n\\${'b'.repeat(64)}  y\\q\n${'C'.repeat(64)} *z`));
    expect(read.lines).toEqual([{ path: 'x', sha256: 'a'.repeat(64) }, { path: 'z', sha256: 'c'.repeat(64) }]);
    expect(read.faults.map((fault) => fault.line)).toEqual([2, 3]);
  });
});
