import fs from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Cancelled } from '../../../../../shared/cancel.ts';
import type { Kit } from '../../../../../e2e/draw-repository.ts';
import { setup } from './drawn-objects.ts';
import type { ObjectReader } from './object-reader.ts';

interface TheirCommit {
  readonly fields: string;
  readonly files: readonly string[];
}

/** What git says of every commit: its fields, and its files against the first parent with modes, ids, status, counts, path. */
function theirCommits(git: Kit['git']): ReadonlyMap<string, TheirCommit> {
  const format = '--format=%x01%H%x02%T|%P|%an|%ae|%ad|%cn|%ce|%cd|%s';
  const text = git('log', '--all', '--root', '--diff-merges=first-parent', '--no-renames', '--raw', '--numstat', '--abbrev=64', '--date=raw', format);
  return new Map(text.split('\u0001').slice(1).map((part) => {
    const [head, ...lines] = part.split('\n').filter((line) => line !== '');
    const [oid, fields] = (head ?? '').split('\u0002');
    const raw = lines.filter((line) => line.startsWith(':'));
    const counts = new Map(lines.filter((line) => !line.startsWith(':')).map((line) => {
      const [added, removed, file] = line.split('\t');
      return [file ?? '', `${added} ${removed}`];
    }));
    const files = raw.map((line) => {
      const [change, file] = line.slice(1).split('\t');
      return `${change} ${counts.get(file ?? '')} ${file}`;
    });
    return [oid ?? '', { fields: fields ?? '', files }];
  }));
}

async function ourFiles(objects: ObjectReader, oid: string): Promise<readonly string[]> {
  const read = await objects.changedFiles(oid);
  if (!read.ok) throw new Error(read.problem.reason);
  const zero = '0'.repeat(oid.length);
  const letters = { added: 'A', deleted: 'D', modified: 'M', 'type-changed': 'T' };
  const mode = (value: number | null): string => (value ?? 0).toString(8).padStart(6, '0');
  return read.value.files.map((file) =>
    `${mode(file.oldMode)} ${mode(file.newMode)} ${file.oldOid ?? zero} ${file.newOid ?? zero} ${letters[file.status]} ${file.added ?? '-'} ${file.removed ?? '-'} ${file.path}`);
}

/** Unreachable objects as `git fsck` names them. */
function theirLost(git: (...args: readonly string[]) => string, word: 'unreachable' | 'dangling', ...options: readonly string[]): readonly string[] {
  const lines = git('fsck', '--no-progress', ...options).split('\n').filter((line) => line.startsWith(word));
  return lines.map((line) => line.slice(word.length + 1)).sort();
}

describe('the objects of a repository', () => {
  test.each([
    ['loose', 'sha1', ['status']],
    ['packed', 'sha1', ['repack', '-adfq', '--depth=50', '--window=20']],
    ['packed with an index of version 1', 'sha1', ['-c', 'pack.indexVersion=1', 'repack', '-adfq']],
    ['packed in SHA-256', 'sha256', ['repack', '-adq']],
  ] as const)('%s: every commit has the fields, the files and the line counts that git gives', async (_name, format, pack) => {
    const kit = setup('history', format);
    kit.git(...pack);
    const { objects } = await kit.open();
    const theirs = theirCommits(kit.git);
    expect(theirs.size).toBeGreaterThan(35);
    for (const [oid, { fields, files }] of theirs) {
      const read = objects.commit(oid);
      if (!read.ok) throw new Error(read.problem.reason);
      const { tree, parents, author, committer, subject, oddities } = read.value;
      const ours = [tree, parents.join(' '), author?.name, author?.email, author?.rawTime, committer?.name, committer?.email, committer?.rawTime, subject];
      expect(ours.join('|')).toBe(fields);
      expect(oddities).toEqual([]);
      expect(await ourFiles(objects, oid)).toEqual(files);
    }
    expect(objects.problems()).toEqual([]);
    objects.close();
  }, 120_000);

  test('that no ref leads to are those that git fsck names, with and without reflogs', async () => {
    const kit = setup('history');
    const { git, write, commit, open } = kit;
    for (const text of ['lost 1', 'lost 2']) {
      write('lost.txt', text);
      commit(text);
    }
    git('reset', '-q', '--hard', 'HEAD~2');
    write('stashed.txt', 's');
    git('add', '-A');
    git('stash', '-q');
    git('stash', 'drop', '-q');
    kit.run('app', 'never committed\n', ['hash-object', '-w', '--stdin']);
    git('tag', '-a', 'gone', '-m', 'gone', 'HEAD~3');
    git('tag', '-d', 'gone');
    write('staged.txt', 'only in the index\n');
    git('add', 'staged.txt');
    git('worktree', 'add', '-q', '--detach', '../side-tree', 'HEAD~2');
    kit.run('side-tree', null, ['commit', '-q', '--allow-empty', '-m', 'held by the HEAD of a worktree']);
    const { objects } = await open();
    const lost = await objects.unreachable();
    const text = (each: { readonly type: string; readonly oid: string }): string => `${each.type} ${each.oid}`;
    const all = lost.unreachable;
    expect(all.map(text).sort()).toEqual(theirLost(git, 'unreachable', '--unreachable', '--no-reflogs'));
    expect(all.filter((each) => !each.inReflog).map(text).sort()).toEqual(theirLost(git, 'unreachable', '--unreachable'));
    expect(all.filter((each) => !each.inReflog && each.dangling).map(text).sort()).toEqual(theirLost(git, 'dangling'));
    expect(all.length).toBeGreaterThan(8);
    expect(lost.missing).toEqual([]);
    expect(lost.objects).toBe(lost.reachable + all.length);
  }, 60_000);

  test('lead back to the refs that contain a commit', async () => {
    const kit = setup('history');
    kit.git('tag', '-a', 'v1', '-m', 'v1', 'HEAD~4');
    kit.git('branch', 'old', 'HEAD~20');
    const { objects } = await kit.open();
    for (const back of ['HEAD', 'HEAD~3', 'HEAD~10', 'side', 'HEAD~30']) {
      const oid = kit.git('rev-parse', back);
      const theirs = kit.git('for-each-ref', '--contains', oid, '--format=%(refname)').split('\n');
      expect(await objects.refsContaining(oid)).toEqual(['HEAD', ...theirs].sort());
    }
  }, 60_000);

  test('show the changed lines of a file with what stands around them', async () => {
    const { write, commit, open } = setup();
    const lines = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`);
    write('f.txt', `${lines.join('\n')}\n`);
    commit('first');
    lines.splice(20, 1, 'changed', 'and added');
    write('f.txt', `${lines.join('\n')}\n`);
    const { objects } = await open();
    expect(await objects.difference(commit('second'), 'f.txt')).toMatchObject({ ok: false });
    const again = await open();
    const oid = again.read.head.oid ?? '';
    const shown = await again.objects.difference(oid, 'f.txt');
    if (!shown.ok) throw new Error(shown.problem.reason);
    expect(shown.value.file).toMatchObject({ added: 2, removed: 1, binary: false });
    expect(shown.value.lines.map((line) => `${line.kind} ${line.oldLine} ${line.newLine} ${line.text}`)).toEqual([
      'gap null null 17 equal lines', 'same 18 18 line 18', 'same 19 19 line 19', 'same 20 20 line 20', 'removed 21 null line 21', 'added null 21 changed',
      'added null 22 and added', 'same 22 23 line 22', 'same 23 24 line 23', 'same 24 25 line 24', 'gap null null 16 equal lines',
    ]);
    expect(await again.objects.difference(oid, 'other.txt')).toMatchObject({ ok: false });
  });

  test('are taken from alternates inside the evidence, and from nowhere else', async () => {
    const kit = setup();
    kit.write('a.txt', 'a\n');
    const oid = kit.commit('first');
    kit.run('.', null, ['clone', '-q', '--shared', 'app', 'borrower']);
    fs.writeFileSync(path.join(kit.root, 'borrower/.git/objects/info/alternates'), '../../../app/.git/objects\n/elsewhere/objects\n');
    const { objects, read } = await kit.open('borrower');
    expect(read.alternates).toEqual([{ text: '../../../app/.git/objects', resolved: 'app/.git/objects' }, { text: '/elsewhere/objects', resolved: null }]);
    expect(objects.commit(oid).ok).toBe(true);
    fs.writeFileSync(path.join(kit.root, 'app/.git/objects/info/alternates'), '../../../borrower/.git/objects\n');
    const circle = await kit.open('borrower');
    expect(circle.objects.commit(oid).ok).toBe(true);
  });

  test('of a shallow copy end where the copy ends, and say so', async () => {
    const kit = setup();
    for (const text of ['1', '2', '3']) {
      kit.write('a.txt', text);
      kit.commit(text);
    }
    kit.run('.', null, ['clone', '-q', '--depth=1', `file://${kit.root}/app`, 'short']);
    const { objects, read } = await kit.open('short');
    expect(read.shallow).toEqual([read.head.oid]);
    expect((await objects.unreachable()).missing).toEqual([]);
    expect(await objects.changedFiles(read.head.oid ?? '')).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('is not in the copy') } });
  });

  test('whose bytes were changed are refused by name, and the rest is read', async () => {
    const kit = setup('history');
    const oid = kit.git('rev-parse', 'HEAD~1');
    kit.git('repack', '-adq');
    const forged = Buffer.from(`tree ${kit.git('rev-parse', 'HEAD^{tree}')}\nauthor A <a@example.test> 1 +0000\ncommitter A <a@example.test> 1 +0000\n\nforged\n`);
    const name = `bad0${'0'.repeat(36)}`;
    fs.mkdirSync(path.join(kit.root, 'app/.git/objects/ba'));
    fs.writeFileSync(path.join(kit.root, 'app/.git/objects/ba', name.slice(2)), deflateSync(Buffer.concat([Buffer.from(`commit ${forged.length}\0`), forged])));
    const pack = fs.readdirSync(path.join(kit.root, 'app/.git/objects/pack')).find((file) => file.endsWith('.pack')) ?? '';
    const file = path.join(kit.root, 'app/.git/objects/pack', pack);
    const bytes = fs.readFileSync(file);
    fs.chmodSync(file, 0o644);
    bytes[bytes.length - 200] = (bytes[bytes.length - 200] ?? 0) ^ 0x55;
    fs.writeFileSync(file, bytes);
    const { objects } = await kit.open();
    expect(objects.commit(name)).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('does not hash to its name') } });
    expect(objects.commit(oid).ok).toBe(true);
    await objects.unreachable();
    expect(objects.problems().map((problem) => problem.reason).join('\n')).toContain('checksum of the pack is wrong');
  });

  test('never make the reader throw, whatever bytes of packs and indexes are changed', async () => {
    const kit = setup();
    for (let number = 0; number < 8; number += 1) {
      kit.write(`d/f${number % 3}.txt`, `text ${number}\n`.repeat(20 + number));
      kit.commit(`change ${number}`);
    }
    kit.git('repack', '-adfq');
    const folder = path.join(kit.root, 'app/.git/objects/pack');
    const names = fs.readdirSync(folder).filter((file) => /\.(pack|idx)$/.test(file));
    for (const name of names) fs.chmodSync(path.join(folder, name), 0o644);
    const clean = new Map(names.map((name) => [name, fs.readFileSync(path.join(folder, name))]));
    const oids = kit.git('rev-list', '--all').split('\n');
    const change = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.nat(255), fc.boolean());
    await fc.assert(fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      for (const [name, bytes] of clean) fs.writeFileSync(path.join(folder, name), bytes);
      for (const [name, at, byte, cut] of changes) {
        const bytes = Buffer.from(clean.get(name) ?? []);
        bytes[at % bytes.length] = byte;
        fs.writeFileSync(path.join(folder, name), cut && at % 5 === 0 ? bytes.subarray(0, at % bytes.length) : bytes);
      }
      const { objects } = await kit.open();
      for (const oid of oids) {
        const read = objects.commit(oid);
        if (read.ok) expect(read.value.oid).toBe(oid);
        else expect(read.problem.reason).not.toBe('');
      }
      const lost = await objects.unreachable();
      expect(lost.reachable + lost.unreachable.length).toBe(lost.objects);
      objects.close();
    }), { numRuns: 50 });
  }, 120_000);

  test('stop being walked when that is cancelled, and can be walked again', async () => {
    const kit = setup('history');
    const { objects } = await kit.open();
    const signal = { aborted: true };
    await expect(objects.eachCommit(() => undefined, signal)).rejects.toBeInstanceOf(Cancelled);
    const long = { aborted: false };
    const walking = objects.unreachable(long).catch((error: unknown) => error);
    long.aborted = true;
    const ended = await walking;
    expect(ended instanceof Cancelled || (typeof ended === 'object' && ended !== null && 'objects' in ended)).toBe(true);
    expect((await objects.unreachable()).objects).toBe(objects.objects);
  });
});
