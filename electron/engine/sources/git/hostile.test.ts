import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { walk } from '../../intake/walk.ts';
import { readRepositories } from './read-repository.ts';
import { type ObjectReader, openObjects } from './objects/object-reader.ts';
import type { Reachability } from './objects/reachability.ts';
import type { RepositoryRead } from './repository.ts';
import { compareWorkTree, type WorkTreeRead } from './work-tree.ts';

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
}, 60_000);

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

interface Opened {
  readonly objects: ObjectReader;
  readonly lost: Reachability;
  readonly workTree: WorkTreeRead;
}

interface Visit {
  readonly reads: readonly RepositoryRead[];
  readonly opened: readonly string[];
  readonly all: readonly Opened[];
}

/** Reads one case as evidence and notes each path that is opened meanwhile. */
async function visit(name: string): Promise<Visit> {
  const opened: string[] = [];
  const spy = vi.spyOn(fs, 'openSync');
  try {
    const { files } = await walk(path.join(set, name), ['']);
    const reads: RepositoryRead[] = [];
    for await (const read of readRepositories(files)) reads.push(read);
    const all: Opened[] = [];
    for (const read of reads) {
      const objects = openObjects(files, read, reads);
      const lost = await objects.unreachable();
      await objects.eachCommit((commit) => expect(commit.oid).toMatch(/^[0-9a-f]+$/));
      for (const ref of read.refs) if (ref.oid !== null) await objects.changedFiles(ref.oid);
      all.push({ objects, lost, workTree: await compareWorkTree(files, read, objects) });
    }
    for (const call of spy.mock.calls) opened.push(Buffer.isBuffer(call[0]) ? call[0].toString('latin1') : String(call[0]));
    return { reads, opened, all };
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
    const { reads, opened, all } = await visit(name);
    expect(reads.length).toBeGreaterThan(0);
    expect(opened.filter((file) => !fs.realpathSync.native(Buffer.from(file, 'latin1'), 'latin1').startsWith(`${folder}/`))).toEqual([]);
    expect(pictureOf(folder)).toEqual(before);
    expect(fs.readdirSync(marks)).toEqual([]);
    for (const { objects } of all) objects.close();
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

  test('a private object that only exists outside is not read through alternates', async () => {
    const { reads, all } = await visit('alternates');
    const stolen = reads[0]?.refs.find((ref) => ref.name === 'refs/heads/steal')?.oid ?? '';
    expect(stolen).toBe(fs.readFileSync(path.join(set, 'outside/private-oid'), 'utf8').trim());
    expect(all[0]?.objects.commit(stolen)).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('is not in the copy') } });
    expect(all[0]?.lost.missing).toEqual([stolen]);
  });

  test('malformed commits, forged objects and bombs are each refused or bounded, and the rest is read', async () => {
    const { all, reads } = await visit('objects');
    const { objects, lost } = all[0] ?? {};
    const ref = (name: string): string => reads[0]?.refs.find((each) => each.name === name)?.oid ?? '';
    expect(objects?.commit(ref('refs/heads/main'))).toMatchObject({ ok: true, value: { subject: 'second' } });
    expect(objects?.commit(ref('refs/heads/hash-mismatch'))).toMatchObject({ ok: false, problem: { reason: expect.stringContaining('does not hash to its name') } });
    const refused = (digit: string): string => {
      const read = objects?.blob(`c0${digit.repeat(38)}`);
      return read && !read.ok ? read.problem.reason : 'read';
    };
    expect(['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((digit) => refused(digit).replace(/^the object \w+:? /, ''))).toEqual([
      'an object that cannot be inflated', 'an object that cannot be inflated', expect.stringContaining('an object of 99999999999999 bytes'),
      'an object of the unknown kind "evil"', expect.stringContaining('inflates to more than'), expect.stringContaining('an object of 314572800 bytes'),
      'is not in the copy', 'is not in the copy', expect.stringContaining('inflates to more than'),
    ]);
    const bomb = fs.readFileSync(path.join(set, 'objects.bomb-oid'), 'utf8').trim();
    const deep = fs.readFileSync(path.join(set, 'objects.deep-oid'), 'utf8').trim();
    expect(lost?.unreachable.filter((each) => each.dangling && each.type === 'commit').map((each) => each.oid).sort()).toEqual([bomb, deep].sort());
    const wide = await objects?.changedFiles(bomb);
    expect(wide?.ok && wide.value.files.length <= 20_000 && wide.value.incomplete !== null).toBe(true);
    expect(await objects?.changedFiles(deep)).toMatchObject({ ok: true, value: { incomplete: 'folders deeper than 256 levels' } });
    expect(lost?.missing).toEqual(expect.arrayContaining(['1'.repeat(40), '2'.repeat(40)]));
  }, 60_000);

  test('a commit graph that lies hides no parent', async () => {
    const { all, reads } = await visit('liegraph');
    const tip = all[0]?.objects.commit(reads[0]?.head.oid ?? '');
    expect(tip?.ok ? tip.value.parents.length : 0).toBe(1);
  });

  test('an index that claims four billion entries is a problem with its byte', async () => {
    const { all } = await visit('index-bad');
    expect(all[0]?.workTree.problems).toMatchObject([{ path: '.git/index', byteOffset: 12, reason: expect.stringContaining('4294967295 entries') }]);
  });

  test('what was dropped is found again: commits, a stash, a blob', async () => {
    const { all } = await visit('dangling');
    const { objects, lost } = all[0] ?? {};
    const subjects = (lost?.unreachable ?? []).filter((each) => each.type === 'commit').map((each) => {
      const read = objects?.commit(each.oid);
      return read?.ok ? read.value.subject : '';
    });
    expect(subjects).toEqual(expect.arrayContaining(['lost 1', 'lost 2', 'lost 3', expect.stringContaining('WIP on main')]));
    expect(lost?.unreachable.some((each) => each.type === 'blob' && each.dangling)).toBe(true);
  });

  test('of a HEAD that cannot be read nothing is said to be staged', async () => {
    for (const name of ['fifo-head', 'dirlinks']) {
      const { all } = await visit(name);
      expect(all[0]?.workTree).toMatchObject({ staged: [], problems: [{ reason: expect.stringContaining('what HEAD leads to is not known') }] });
    }
  });
});
