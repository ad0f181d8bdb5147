import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { call, prompt, result } from '../../../e2e/draw-evidence.ts';
import { commitDetail } from '../../../shared/commit.ts';
import { repository } from '../../../shared/case.ts';
import { finding } from '../../../shared/finding.ts';
import { rollbackAdvice } from '../../../shared/rollback.ts';
import { CallProblem } from '../../../shared/rpc.ts';
import { openFolder } from '../drawn-case.ts';
import { createCommitReader } from './commit-detail.ts';
import type { OpenedCase } from './opened-case.ts';

const script = fileURLToPath(new URL('../sources/git/hostile-repositories.sh', import.meta.url));

let base = '';
let set = '';
let marks = '';
let before: readonly string[] = [];
let outside: readonly string[] = [];
let opened: OpenedCase;

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

/** The whole set as one case, with a transcript of calls that ran unattended in each of its repositories. */
beforeAll(async () => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hostile-case-')));
  set = path.join(base, 'set');
  marks = path.join(base, 'marks');
  execFileSync('bash', [script, set, marks], { stdio: ['ignore', 'ignore', 'pipe'] });
  const rows: object[] = [prompt('Work alone', 'bypassPermissions', { cwd: '/exec' })];
  for (const [at, name] of fs.readdirSync(set).sort().entries()) {
    rows.push(call(`t${at}`, 'Bash', { command: 'git commit -am "Change"' }, { cwd: `/${name}`, second: at * 2 + 1 }), result(`t${at}`, 'done', { cwd: `/${name}`, second: at * 2 + 2 }));
  }
  const file = path.join(set, 'home/.claude/projects/-exec/s1.jsonl');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  before = pictureOf(set);
  const spy = vi.spyOn(fs, 'openSync');
  opened = await openFolder(set);
  const names = spy.mock.calls.map(([name]) => (Buffer.isBuffer(name) ? name.toString('latin1') : String(name)));
  spy.mockRestore();
  outside = names.filter((name) => !name.startsWith(`${set}/`));
}, 240_000);

afterAll(() => fs.rmSync(base, { recursive: true, force: true }), 60_000);

describe('a case that holds the hostile repositories', () => {
  it('opens to its end, runs nothing, reads nothing outside, and changes no byte and no time', () => {
    expect(opened.repositories.length).toBeGreaterThan(15);
    expect(fs.existsSync(marks) ? fs.readdirSync(marks) : []).toEqual([]);
    expect(outside).toEqual([]);
    expect(pictureOf(set)).toEqual(before);
  });

  it('reports the settings that would have run programs, each at its line', () => {
    const settings = opened.findings.filter((each) => each.finding.rule === 'git.config-exec' && each.finding.repository === 'exec/.git');
    expect(settings.map((each) => each.finding.detail['key'])).toEqual(expect.arrayContaining(['core.fsmonitor', 'core.sshcommand', 'gpg.program', 'diff.external']));
    for (const { finding: each, recordSha256 } of settings) {
      const [ref] = each.evidence;
      const bytes = fs.readFileSync(path.join(set, ref?.path ?? '')).subarray(ref?.byteStart, ref?.byteEnd);
      expect(crypto.createHash('sha256').update(bytes).digest('hex')).toBe(recordSha256[0]);
      expect(bytes.toString().toLowerCase()).toContain(String(each.detail['key']).split('.').at(-1));
    }
    expect(opened.findings.some((each) => each.finding.rule === 'git.config-exec' && each.finding.sentence.includes('lies inside the work tree of another one'))).toBe(true);
  });

  it('keeps its contract for findings, repositories and advice, and prints no command with unseen characters', () => {
    for (const each of opened.findings) expect(v.safeParse(finding, each.finding).success).toBe(true);
    for (const each of opened.repositories) expect(v.safeParse(repository, each).success).toBe(true);
    expect(opened.rollback.length).toBeGreaterThan(3);
    for (const advice of opened.rollback) {
      expect(v.safeParse(rollbackAdvice, advice).success).toBe(true);
      for (const command of [...advice.first, ...advice.options.flatMap((option) => option.commands)]) expect(command).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffd\ud800-\udfff]/u);
    }
  });

  it('answers for each commit that a log or ref names: with the commit, or with a problem that has a place', async () => {
    const commits = createCommitReader(opened);
    let read = 0;
    let refused = 0;
    for (const each of opened.repositoryReads) {
      const oids = new Set([...each.refs.flatMap((ref) => ref.oid ?? []), ...each.reflogs.flatMap((log) => log.entries.slice(0, 20).flatMap((entry) => [entry.old, entry.new]))]);
      for (const oid of [...oids].slice(0, 40)) {
        try {
          const detail = await commits.detail(each.gitDir, oid);
          expect(v.safeParse(commitDetail, detail).success).toBe(true);
          for (const file of detail.files.slice(0, 3).keys()) await commits.difference(each.gitDir, oid, file).catch((error: unknown) => expect(error).toBeInstanceOf(CallProblem));
          read += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(CallProblem);
          refused += 1;
        }
      }
    }
    expect(read).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(3);
  }, 120_000);

  it('tells in the ledger of each repository what was refused', () => {
    const telling = opened.problems.map((problem) => problem.path.split('/', 1)[0]);
    for (const name of ['gitfile-out', 'commondir-out', 'refs', 'objects', 'dirlinks', 'fifo-head', 'fifo-config']) expect(telling).toContain(name);
  });
});
