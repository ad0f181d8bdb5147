import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { walk } from '../../intake/walk.ts';
import { readRepositories } from './read-repository.ts';
import type { RepositoryRead } from './repository.ts';

const script = fileURLToPath(new URL('./hostile-repositories.sh', import.meta.url));
const cases = [
  'exec', 'promisor', 'coreworktree', 'gitfile-out', 'gitfile-in', 'commondir-out', 'alternates', 'objlink', 'dirlinks', 'refs', 'objects',
  'liegraph', 'sha256', 'bare.git', 'shallow', 'submodule', 'embedded-bare', 'fifo-head', 'fifo-config', 'cfg-huge', 'index-bad', 'dangling',
] as const;

let base = '';
let set = '';
let marks = '';

beforeAll(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-')));
  set = path.join(base, 'set');
  marks = path.join(base, 'marks');
  execFileSync('bash', [script, set, marks], { stdio: ['ignore', 'ignore', 'pipe'] });
}, 180_000);

afterAll(() => {
  vi.restoreAllMocks();
  fs.rmSync(base, { recursive: true, force: true });
});

/** Type, size, times and content of every name below a folder, links not followed. */
function pictureOf(folder: string): readonly string[] {
  const lines: string[] = [];
  const look = (at: Buffer): void => {
    const stat = fs.lstatSync(at, { bigint: true });
    const content = stat.isFile() ? crypto.createHash('sha256').update(fs.readFileSync(at)).digest('hex') : stat.isSymbolicLink() ? fs.readlinkSync(at) : '';
    lines.push([at.toString('latin1'), stat.mode, stat.size, stat.mtimeNs, stat.ctimeNs, stat.ino, stat.nlink, content].join(' '));
    if (!stat.isDirectory()) return;
    for (const name of fs.readdirSync(at, { encoding: 'buffer' })) look(Buffer.concat([at, Buffer.from('/'), name]));
  };
  look(Buffer.from(folder));
  return lines.sort();
}

interface Visit {
  readonly reads: readonly RepositoryRead[];
  readonly opened: readonly string[];
}

/** Reads one case as evidence and notes each path that is opened meanwhile. */
async function visit(name: string): Promise<Visit> {
  const opened: string[] = [];
  const spy = vi.spyOn(fs, 'openSync');
  try {
    const { files } = await walk(path.join(set, name), ['']);
    const reads: RepositoryRead[] = [];
    for await (const read of readRepositories(files)) reads.push(read);
    for (const call of spy.mock.calls) opened.push(Buffer.isBuffer(call[0]) ? call[0].toString('latin1') : String(call[0]));
    return { reads, opened };
  } finally {
    spy.mockRestore();
  }
}

function reasons(reads: readonly RepositoryRead[]): string {
  return reads.flatMap((read) => read.problems.map((problem) => `${problem.path}:${problem.line ?? ''} ${problem.reason}`)).join('\n');
}

describe('hostile repositories', () => {
  test.each(cases)('%s is read without running, changing or leaving anything', async (name) => {
    const folder = path.join(set, name);
    const before = pictureOf(folder);
    const { reads, opened } = await visit(name);
    expect(reads.length).toBeGreaterThan(0);
    expect(opened.filter((file) => !fs.realpathSync.native(Buffer.from(file, 'latin1'), 'latin1').startsWith(`${folder}/`))).toEqual([]);
    expect(pictureOf(folder)).toEqual(before);
    expect(fs.readdirSync(marks)).toEqual([]);
    for (const read of reads) {
      for (const problem of read.problems) expect(problem.reason.length).toBeLessThanOrEqual(1000);
      for (const log of read.reflogs) for (const entry of log.entries) expect(entry.byteEnd).toBeGreaterThan(entry.byteStart);
    }
  });

  test('settings that run programs are listed with their lines', async () => {
    const { reads } = await visit('exec');
    const notable = reads[0]?.config.filter((entry) => entry.notable !== null).map((entry) => entry.key) ?? [];
    expect(notable).toEqual(expect.arrayContaining([
      'core.fsmonitor', 'core.hookspath', 'core.pager', 'core.sshcommand', 'gpg.program', 'diff.external', 'diff.evil.textconv', 'filter.evil.process',
      'alias.log', 'pager.log', 'credential.helper', 'remote.origin.url', 'include.path', 'includeif.gitdir:/.path', 'uploadpack.packobjectshook',
    ]));
    expect(reads[0]?.hooks.length).toBe(9);
    expect(reads[0]?.config.some((entry) => entry.path === '.git/config.worktree' && entry.key === 'core.fsmonitor')).toBe(true);
  });

  test.each([
    ['gitfile-out', 'names a git directory outside of the evidence'], ['commondir-out', 'leads out of the evidence'],
    ['dirlinks', 'a symbolic link to'], ['fifo-head', 'a fifo where a file should stand'], ['fifo-config', 'a fifo where a file should stand'],
    ['alternates', 'objects of another place are not used: //attacker.invalid'], ['cfg-huge', 'a config line of 1000004 bytes'],
    ['embedded-bare', 'a bare repository stands inside a work tree'],
  ])('%s: the refusal is in the problems', async (name, reason) => expect(reasons((await visit(name)).reads)).toContain(reason));

  test('a copied worktree with the dead path of its machine is found by the end of that path', async () => {
    const { reads } = await visit('gitfile-in');
    expect(reads.map((read) => [read.gitDir, read.kind, read.workTree, read.head.branch])).toEqual([
      ['gd', 'work-tree', 'main', 'main'], ['gd/worktrees/linked', 'linked-worktree', 'linked', 'topic'],
    ]);
    expect(reads[1]?.head.oid).toMatch(/^[0-9a-f]{40}$/);
    expect(reads[1]?.reflogs.map((log) => [log.ref, log.entries.length])).toEqual([['HEAD', 2]]);
  });

  test('the hostile refs keep every good name and refuse every bad one', async () => {
    const read = (await visit('refs')).reads[0];
    expect(read?.refs.map((ref) => ref.name)).toEqual(expect.arrayContaining([
      'refs/heads/main', 'refs/heads/-rf', 'refs/heads/--output=pwned', 'refs/heads/packed-ok', 'refs/heads/inv\udcff\udcfealid', 'refs/heads/with\udcffbyte',
    ]));
    expect(read?.refusedRefs.map((ref) => ref.name)).toEqual(expect.arrayContaining([
      'refs/heads/../../../escape', '../../../../tmp/packed-escape', '/etc/packed-abs', 'refs/heads/symref-escape', 'refs/heads/symref-abs',
      'refs/heads/garbage', 'refs/heads/empty', 'refs/heads/ok.lock', 'refs/heads/esc\u001b[2Jx', 'refs/heads/with\u0000nul',
    ]));
    for (const link of ['passwd-link', 'outside-link', 'fifo', 'huge']) expect(reasons([read].flatMap((each) => each ?? []))).toContain(`heads/${link}`);
  });

  test('of the 16 hostile lines of a reflog none is lost: 14 entries, 2 malformed, each odd one named', async () => {
    const read = (await visit('refs')).reads[0];
    const log = read?.reflogs.find((each) => each.ref === 'HEAD');
    expect(log?.entries.length).toBe(14);
    expect(log?.malformed).toBe(2);
    const lines = read?.problems.filter((problem) => problem.path === '.git/logs/HEAD').map((problem) => problem.line);
    expect(lines).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 13, 15, 16]);
    const bytes = fs.readFileSync(path.join(set, 'refs/.git/logs/HEAD'));
    for (const entry of log?.entries ?? []) expect(bytes.subarray(entry.byteStart, entry.byteEnd).includes(10)).toBe(false);
  });
});
