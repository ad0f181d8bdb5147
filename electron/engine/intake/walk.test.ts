import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawEvidence } from '../../../e2e/draw-evidence.ts';
import { walk } from './walk.ts';

describe('walking an evidence folder', () => {
  it('lists each name in bytewise order and follows no link out', async () => {
    const outside = drawEvidence({ 'private.txt': 'not evidence' });
    const root = drawEvidence({ 'b.txt': 'b', 'a/inner.txt': 'a', 'a/out': { link: outside }, 'a/loop': { link: '..' }, 'file-link': { link: path.join(outside, 'private.txt') } });
    const { files, problems } = await walk(root, ['']);
    expect([...files.entries.keys()]).toEqual(['a', 'a/inner.txt', 'a/loop', 'a/out', 'b.txt', 'file-link']);
    expect(files.entries.get('a/out')).toMatchObject({ kind: 'link', linkTarget: outside });
    expect(problems).toEqual([]);
    expect(files.open('file-link')).toMatchObject({ ok: false });
    expect(files.open('a/out/private.txt')).toMatchObject({ ok: false });
  });

  it('never opens a FIFO: the name is listed and a read of it is refused at once', async () => {
    const root = drawEvidence({ waiting: { fifo: true } });
    const { files } = await walk(root, ['']);
    expect(files.entries.get('waiting')?.kind).toBe('fifo');
    expect(files.readWhole('waiting', 10)).toMatchObject({ ok: false, problem: { path: 'waiting' } });
  });

  it('refuses a file whose folder was exchanged for a link out of the evidence after the walk', async () => {
    const outside = drawEvidence({ 'inner.txt': 'not evidence' });
    const root = drawEvidence({ 'a/inner.txt': 'evidence' });
    const { files } = await walk(root, ['']);
    fs.rmSync(path.join(root, 'a'), { recursive: true });
    fs.symlinkSync(outside, path.join(root, 'a'));
    expect(files.readWhole('a/inner.txt', 100)).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('out of the evidence') } });
  });

  it('does not take a sibling with the same beginning for a folder inside', async () => {
    const parent = drawEvidence({ 'case/x.txt': 'in', 'case-other/y.txt': 'out' });
    const { files } = await walk(path.join(parent, 'case'), ['']);
    expect([...files.entries.keys()]).toEqual(['x.txt']);
    expect(files.open('../case-other/y.txt')).toMatchObject({ ok: false });
  });

  it('keeps a name that is no UTF-8 apart from every other name, and opens it', async () => {
    const root = drawEvidence({});
    const name = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]);
    fs.writeFileSync(name, 'latin1 name');
    const { files } = await walk(root, ['']);
    const [only] = files.entries.keys();
    expect(only).toBe('caf\udce9');
    const read = files.readWhole('caf\udce9', 100);
    expect(read.ok && Buffer.from(read.value).toString()).toBe('latin1 name');
    const folder = Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xff])]);
    fs.mkdirSync(folder);
    fs.writeFileSync(Buffer.concat([folder, Buffer.from('/inside')]), 'below');
    const below = (await walk(root, [''])).files.readWhole('d\udcff/inside', 100);
    expect(below.ok && Buffer.from(below.value).toString()).toBe('below');
  });

  it('says that a file is larger than what is read of its kind, instead of reading a part', async () => {
    const { files } = await walk(drawEvidence({ large: 'x'.repeat(100) }), ['']);
    expect(files.readWhole('large', 99)).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('100 bytes') } });
  });

  it('fails for a folder that is not there, and for a file in its place', async () => {
    await expect(walk('/nowhere/at/all', [''])).rejects.toThrow();
    const root = drawEvidence({ file: 'x' });
    await expect(walk(path.join(root, 'file'), [''])).rejects.toThrow('not a folder');
  });

  it('reads only the folders that are named, and says which of them is gone', async () => {
    const root = drawEvidence({ 'one/a': 'a', 'two/b': 'b' });
    const { files, problems } = await walk(root, ['one', 'three']);
    expect([...files.entries.values()].filter((entry) => entry.kind === 'file').map((entry) => entry.path)).toEqual(['one/a']);
    expect(problems).toMatchObject([{ path: 'three' }]);
  });
});
