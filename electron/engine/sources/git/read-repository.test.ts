import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Cancelled } from '../../../../shared/cancel.ts';
import { createPace } from '../../intake/pace.ts';
import { walk } from '../../intake/walk.ts';
import { findRepositories } from './find-repositories.ts';
import { readRepositories } from './read-repository.ts';
import type { RepositoryRead } from './repository.ts';

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});

function setup() {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'repositories-')));
  made.push(root);
  let seconds = 1_700_000_000;
  const git = (folder: string, ...args: readonly string[]): string => {
    seconds += 1;
    const env = {
      PATH: process.env['PATH'], HOME: root, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'Ann Example',
      GIT_AUTHOR_EMAIL: 'ann@example.test', GIT_COMMITTER_NAME: 'Ann Example', GIT_COMMITTER_EMAIL: 'ann@example.test',
      GIT_AUTHOR_DATE: `${seconds} +0200`, GIT_COMMITTER_DATE: `${seconds} +0200`,
    };
    fs.mkdirSync(path.join(root, folder), { recursive: true });
    return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], { cwd: path.join(root, folder), env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  };
  const write = (file: string, content: string | Uint8Array): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), content);
  };
  const commit = (folder: string, file: string, text: string): void => {
    write(`${folder}/${file}`, text);
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', `change ${file}`);
  };
  const read = async (): Promise<readonly RepositoryRead[]> => {
    const { files } = await walk(root, ['']);
    const reads: RepositoryRead[] = [];
    for await (const each of readRepositories(files)) reads.push(each);
    return reads;
  };
  return { root, git, write, commit, read };
}

const zero = '0'.repeat(40);
const one = '1'.repeat(40);

describe('reading a repository', () => {
  test('gives the refs, peeled tags and HEAD that git gives, loose and packed alike', async () => {
    const { git, commit, read } = setup();
    git('app', 'init', '-q', '-b', 'main');
    commit('app', 'a.txt', 'one\n');
    git('app', 'tag', '-a', 'v1', '-m', 'first');
    git('app', 'branch', 'topic/deep/er');
    git('app', 'pack-refs', '--all');
    commit('app', 'a.txt', 'two\n');
    git('app', 'update-ref', 'refs/notes/x', 'HEAD');
    git('app', 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/heads/main');
    const [repository] = await read();
    const theirs = git('app', 'for-each-ref', '--format=%(refname) %(objectname) %(symref)').split('\n').map((line) => line.trim());
    expect(repository?.refs.map((ref) => `${ref.name} ${ref.oid} ${ref.symbolic ?? ''}`.trim())).toEqual(theirs);
    expect(repository?.refs.find((ref) => ref.name === 'refs/tags/v1')?.peeled).toBe(git('app', 'rev-parse', 'v1^{}'));
    expect(repository?.refs.find((ref) => ref.name === 'refs/heads/main')?.hiddenOid).toBe(git('app', 'rev-parse', 'HEAD~1'));
    expect(repository?.head).toEqual({ ref: 'refs/heads/main', branch: 'main', oid: git('app', 'rev-parse', 'HEAD'), state: 'branch' });
    expect(repository?.problems).toEqual([]);
  });

  test('gives every reflog entry that git shows, with the bytes it stands in', async () => {
    const { root, git, commit, read } = setup();
    git('app', 'init', '-q', '-b', 'main');
    for (const text of ['1', '2', '3']) commit('app', 'a.txt', text);
    git('app', 'checkout', '-qb', 'topic');
    commit('app', 'b.txt', 'x');
    git('app', 'commit', '-q', '--amend', '-m', 'other: words');
    git('app', 'checkout', '-q', 'main');
    git('app', 'merge', '-q', '--no-ff', '-m', 'm', 'topic');
    git('app', 'reset', '-q', '--hard', 'HEAD~1');
    git('app', 'update-ref', 'refs/heads/main', 'HEAD');
    fs.writeFileSync(path.join(root, 'app/a.txt'), 'dirty');
    git('app', 'stash', '-q');
    git('app', 'branch', '-qD', 'topic');
    const [repository] = await read();
    expect(repository?.reflogs.map((log) => log.ref)).toEqual(['HEAD', 'refs/heads/main', 'refs/stash']);
    for (const log of repository?.reflogs ?? []) {
      const theirs = git('app', 'reflog', 'show', '--date=raw', '--format=%H%x09%gn <%ge>%x09%gd%x09%gs', log.ref, '--').split('\n').reverse();
      const short = log.ref.replace(/^refs\/(heads\/)?/, '');
      const ours = log.entries.map((entry) => `${entry.new}\t${entry.name} <${entry.email}>\t${short}@{${entry.rawTime}}\t${entry.message}`);
      expect(ours).toEqual(theirs.map((line) => line.trimEnd()).map((line) => (line.split('\t').length < 4 ? `${line}\t` : line)));
      const bytes = fs.readFileSync(path.join(root, log.path));
      for (const entry of log.entries) expect(bytes.subarray(entry.byteStart, entry.byteEnd).toString()).toContain(`${entry.old} ${entry.new} `);
    }
    expect(repository?.reflogs[0]?.entries.map((entry) => entry.action)).toEqual([
      'commit (initial)', 'commit', 'commit', 'checkout', 'commit', 'commit (amend)', 'checkout', 'merge topic', 'reset', '', 'reset',
    ]);
  });

  test('finds work trees, bare ones, submodules, linked worktrees and their own logs', async () => {
    const { git, commit, read } = setup();
    git('dev/lib', 'init', '-q', '-b', 'main');
    commit('dev/lib', 'l.txt', 'l');
    git('dev/app', 'init', '-q', '-b', 'main');
    commit('dev/app', 'a.txt', 'a');
    git('dev/app', 'submodule', '--quiet', 'add', '../lib', 'third/lib');
    git('dev/app', 'worktree', 'add', '-q', '-b', 'side', '../app-side');
    git('.', 'clone', '-q', '--bare', 'dev/app', 'srv/app.git');
    const reads = await read();
    expect(reads.map((each) => [each.gitDir, each.kind, each.workTree, each.head.branch])).toEqual([
      ['dev/app/.git', 'work-tree', 'dev/app', 'main'],
      ['dev/app/.git/modules/third/lib', 'submodule', 'dev/app/third/lib', 'main'],
      ['dev/app/.git/worktrees/app-side', 'linked-worktree', 'dev/app-side', 'side'],
      ['dev/lib/.git', 'work-tree', 'dev/lib', 'main'],
      ['srv/app.git', 'bare', null, 'main'],
    ]);
    expect(reads[2]?.commonDir).toBe('dev/app/.git');
    expect(reads[2]?.head.oid).toBe(git('dev/app-side', 'rev-parse', 'HEAD'));
    expect(reads.flatMap((each) => each.problems)).toEqual([]);
  });

  test('keeps the log of a branch whose ref is gone, and says so', async () => {
    const { git, commit, write, read } = setup();
    git('app', 'init', '-q', '-b', 'main');
    commit('app', 'a.txt', 'a');
    write('app/.git/logs/refs/heads/gone', `${zero} ${one} A <a@example.test> 1700000000 +0000\tbranch: Created from HEAD\n`);
    const [repository] = await read();
    expect(repository?.reflogs.find((log) => log.ref === 'refs/heads/gone')).toMatchObject({ live: false, entries: [{ action: 'branch', new: one }] });
    expect(repository?.reflogs.find((log) => log.ref === 'refs/heads/main')?.live).toBe(true);
  });

  test('of which only part was copied is read as far as it goes', async () => {
    const { write, read } = setup();
    write('a/.git/logs/HEAD', `${zero} ${one} A <a@example.test> 1700000000 +0000\tcommit (initial): x\n`);
    write('b/.git/HEAD', 'ref: refs/heads/main\n');
    write('c/.git', 'gitdir: /original/machine/c/.git/worktrees/c\n');
    write('d/.git', 'no such thing');
    const reads = await read();
    expect(reads.map((each) => [each.gitDir, each.kind, each.head.state, each.reflogs.length])).toEqual([
      ['a/.git', 'work-tree', 'broken', 1], ['b/.git', 'work-tree', 'unborn', 0], ['c/.git', 'unknown', 'broken', 0], ['d/.git', 'unknown', 'broken', 0],
    ]);
    expect(reads.map((each) => each.problems.length)).toEqual([1, 0, 1, 1]);
  });

  test('follows a chain of symbolic refs, and stops in a circle', async () => {
    const { write, read } = setup();
    write('app/.git/HEAD', 'ref: refs/heads/a\n');
    write('app/.git/refs/heads/a', 'ref: refs/heads/b\n');
    write('app/.git/refs/heads/b', 'ref: refs/heads/c\n');
    write('app/.git/refs/heads/c', `${one}\n`);
    write('app/.git/refs/heads/x', 'ref: refs/heads/y\n');
    write('app/.git/refs/heads/y', 'ref: refs/heads/x\n');
    const [repository] = await read();
    expect(repository?.head).toMatchObject({ branch: 'a', oid: one });
    expect(repository?.refs.map((ref) => ref.oid)).toEqual([one, one, one, null, null]);
    expect(repository?.problems.filter((problem) => problem.reason.includes('circle'))).toHaveLength(2);
  });

  test('accounts for every line of a random reflog, as an entry or as malformed', async () => {
    const { root, read } = setup();
    fs.mkdirSync(path.join(root, 'app/.git/logs'), { recursive: true });
    const line = fc.oneof(
      fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.constantFrom(zero, one, 'x'), fc.string({ maxLength: 40 })).map(([oid, rest]) => Buffer.from(`${oid} ${one} A <a@x> 1700000000 +0000\t${rest}`)),
    );
    await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
      const bytes = Buffer.concat(lines.flatMap((each) => [each, Buffer.from('\n')]));
      fs.writeFileSync(path.join(root, 'app/.git/logs/HEAD'), bytes);
      const [repository] = await read();
      const log = repository?.reflogs[0];
      expect((log?.entries.length ?? 0) + (log?.malformed ?? 0)).toBe(bytes.filter((byte) => byte === 10).length);
      const places = new Set(repository?.problems.filter((problem) => problem.path.endsWith('logs/HEAD')).map((problem) => problem.line));
      expect(places.size).toBeGreaterThanOrEqual(log?.malformed ?? 0);
      for (const entry of log?.entries ?? []) {
        expect(entry.byteStart === 0 || bytes[entry.byteStart - 1] === 10).toBe(true);
        expect(entry.byteEnd === bytes.length || bytes[entry.byteEnd] === 10).toBe(true);
      }
    }), { numRuns: 200 });
  });

  test('with a million bad lines lists a thousand and counts the rest', async () => {
    const { write, read } = setup();
    write('app/.git/logs/HEAD', 'bad\n'.repeat(1_000_000));
    const [repository] = await read();
    expect(repository?.reflogs[0]?.malformed).toBe(1_000_000);
    expect(repository?.problems.length).toBeLessThan(1100);
    expect(repository?.problems.at(-1)?.reason).toBe('999000 more problems in this file are not listed');
  });

  test('comes to an end where worktrees, .git files and links lead in circles, and says what is not followed', async () => {
    const { root, git, commit, write, read } = setup();
    git('app', 'init', '-q', '-b', 'main');
    commit('app', 'a.txt', 'a');
    for (const [name, other] of [['one', 'two'], ['two', 'one']] as const) {
      write(`app/.git/worktrees/${name}/HEAD`, 'ref: refs/heads/main\n');
      write(`app/.git/worktrees/${name}/commondir`, `../${other}\n`);
      write(`app/.git/worktrees/${name}/gitdir`, `${root}/trees/${other}/.git\n`);
      write(`trees/${name}/.git`, `gitdir: ../${other}/.git\n`);
    }
    write('self/.git', 'gitdir: .git\n');
    write('inner/.git', 'gitdir: ../app/.git/worktrees/one\n');
    fs.symlinkSync('.', path.join(root, 'app/.git/worktrees/three'));
    fs.symlinkSync('../worktrees', path.join(root, 'app/.git/worktrees/one/logs'));
    const reads = await read();
    expect(reads.map((each) => each.gitDir)).toEqual(expect.arrayContaining(['app/.git', 'app/.git/worktrees/one', 'app/.git/worktrees/two', 'self/.git', 'trees/one/.git', 'trees/two/.git']));
    const reasons = reads.flatMap((each) => each.problems.map((problem) => `${problem.path}: ${problem.reason}`));
    expect(reasons).toContainEqual(expect.stringMatching(/^app\/\.git\/worktrees\/three: a link where a linked worktree should stand: not followed/));
    for (const name of ['self/.git', 'trees/one/.git']) expect(reasons.filter((reason) => reason.startsWith(`${name}: `)), name).not.toEqual([]);
    expect(reads.find((each) => each.gitDir === 'app/.git')?.head.oid).toBe(git('app', 'rev-parse', 'HEAD'));
  });

  test('stops when it is cancelled', async () => {
    const { root, write } = setup();
    write('app/.git/logs/HEAD', `${zero} ${one} A <a@x> 1700000000 +0000\tm\n`.repeat(200_000));
    const { files } = await walk(root, ['']);
    const signal = { aborted: false };
    const reading = (async () => {
      for await (const each of readRepositories(files, signal)) expect(each).toBeDefined();
    })();
    setImmediate(() => {
      signal.aborted = true;
    });
    await expect(reading).rejects.toBeInstanceOf(Cancelled);
  });

  test('finds nothing in a folder without repositories', async () => {
    const { root, write } = setup();
    write('notes/HEAD', 'x');
    const { files } = await walk(root, ['']);
    expect(await findRepositories(files, createPace())).toEqual([]);
  });
});
