/** What a comparison with a manifest tells. */
import { createHash } from 'node:crypto';
import { appendFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawEvidence } from '../../../e2e/draw-evidence.ts';
import { manifestBytes } from '../export/manifest-text.ts';
import { verifyFolder } from './verify.ts';

const files = { 'a.jsonl': 'a', 'in side/b': 'b', 'c\nd': 'cd', '-': 'dash' };
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function setup() {
  const folder = drawEvidence(files);
  const manifest = manifestBytes(Object.entries(files).map(([path, text]) => ({ path, sha256: sha256(text) })));
  return { folder, at: (name: string) => join(folder, name), manifest, verify: async (list = manifest) => (await verifyFolder(folder, list)).text.split('\n').slice(0, -1) };
}

describe('a comparison with a manifest', () => {
  it('finds a folder as it was listed, also by paths that begin with `./`', async () => {
    const { verify } = setup();
    expect(await verify()).toEqual(['4 of 4 listed files match. The folder is as the manifest lists it.']);
    const dotted = Object.entries(files).map(([path, text]) => `${path.includes('\n') ? '\\' : ''}${sha256(text)}  ./${path.replace('\n', '\\n')}\n`);
    expect(await verify(Buffer.from(dotted.join('')))).toEqual(['4 of 4 listed files match. The folder is as the manifest lists it.']);
  });

  it('names what changed, what is gone, and what was added', async () => {
    const { at, verify } = setup();
    appendFileSync(at('a.jsonl'), ' ');
    renameSync(at('in side/b'), at('in side/renamed'));
    writeFileSync(at('new'), '');
    expect(await verify()).toEqual(['changed   a.jsonl', 'missing   in side/b', 'unlisted  in side/renamed', 'unlisted  new', '2 of 4 listed files match. 4 differences.']);
  });

  it('tells a listed file that is something else now from one that is gone', async () => {
    const { at, verify } = setup();
    rmSync(at('a.jsonl'));
    symlinkSync('/etc/hostname', at('a.jsonl'));
    expect(await verify()).toEqual(['missing   a.jsonl: a link stands there now', '3 of 4 listed files match. 1 difference.']);
  });

  it('names lines of a damaged manifest that are none', async () => {
    const { manifest, verify } = setup();
    const [lost, ...rest] = Buffer.from(manifest).toString().split('\n');
    expect(lost).toContain('./-');
    expect(await verify(Buffer.from(['garbage', ...rest].join('\n')))).toEqual(['unlisted  -', 'manifest line 1: The line is no SHA-256, two spaces and a name.', '3 of 3 listed files match. 2 differences.']);
  });
});
