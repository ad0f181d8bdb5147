import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RollbackAdvice } from '../../../shared/rollback.ts';
import { drawGitRun, start } from '../../../e2e/draw-git.ts';
import { openFolder } from '../drawn-case.ts';

type Drawn = ReturnType<typeof drawGitRun>;

const environment = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'Ann', GIT_AUTHOR_EMAIL: 'ann@example.test', GIT_COMMITTER_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'ann@example.test' };

/** Runs an option's commands in a throw-away copy, as an analyst would paste them. */
function paste(drawn: Drawn, repository: string, commands: readonly string[]) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'postflight-rollback-'));
  fs.cpSync(drawn.root, copy, { recursive: true });
  const cwd = path.join(copy, repository);
  for (const command of commands) execFileSync('/bin/sh', ['-c', command], { cwd, env: environment, stdio: 'pipe' });
  return {
    copy,
    git: (...args: readonly string[]) => execFileSync('git', [...args], { cwd, env: environment, encoding: 'utf8' }).trim(),
    has: (file: string) => fs.existsSync(path.join(cwd, file)),
    text: (file: string) => fs.readFileSync(path.join(cwd, file), 'utf8'),
  };
}

/** A repository in which a person made two commits and pushed the first. */
function setup() {
  const drawn = drawGitRun();
  const a = drawn.repository('a');
  drawn.git(a, ['init', '-q', '--bare', '../remote.git'], start);
  drawn.git(a, ['remote', 'add', 'origin', '../remote.git'], start);
  const commit = (file: string, text: string, at: number): string => {
    drawn.write(`${a}/${file}`, text);
    drawn.git(a, ['add', '-A'], at);
    drawn.git(a, ['commit', '-q', '-m', `${file} ${text.trim()}`], at);
    return drawn.git(a, ['rev-parse', 'HEAD'], at).trim();
  };
  const first = commit('app.txt', 'one\n', start - 5_000_000);
  drawn.git(a, ['push', '-q', 'origin', 'main'], start - 4_900_000);
  drawn.git(a, ['branch', '-q', 'side', first], start - 4_800_000);
  const second = commit('app.txt', 'two\n', start - 4_000_000);
  const change = (file: string, text: string, message: string): void => {
    drawn.write(`${a}/${file}`, text);
    drawn.bash(a, `git add -A && git commit -m "${message}"`, [['add', '-A'], ['commit', '-q', '-m', message]]);
  };
  return { drawn, a, first, second, change, commit };
}

async function adviceOf(drawn: Drawn): Promise<RollbackAdvice> {
  const { rollback } = await openFolder(drawn.finish());
  const advice = rollback.find((each) => each.repository.endsWith('/a/.git'));
  if (!advice) throw new Error('no advice for the repository');
  return advice;
}

const option = (advice: RollbackAdvice, number: 1 | 2 | 3) => advice.options[number - 1] ?? { commands: [], undoes: [], loses: [], leaves: [], fits: false, why: '' };

describe('the last good commit', () => {
  it('is where HEAD stood before the first unattended call that could write, with what vouches for it', async () => {
    const { drawn, second, change } = setup();
    change('app.txt', 'three\n', 'Three');
    const advice = await adviceOf(drawn);
    expect(advice.lastGood).toMatchObject({ oid: second, subject: 'app.txt two', branch: 'main', assurances: ['human'] });
    expect(advice.lastGood?.reason).toContain('No remote-tracking ref of the copy leads to it');
    expect(advice.firstWrite.what).toBe('Bash git add -A && git commit -m "Three"');
    expect(advice.warnings.join(' ')).toContain('No remote-tracking ref leads to the good commit');
  });

  it('is vouched for by the remote where a person had pushed it', async () => {
    const { drawn, a, second, change } = setup();
    drawn.git(a, ['push', '-q', 'origin', 'main'], start - 3_000_000);
    change('app.txt', 'three\n', 'Three');
    expect((await adviceOf(drawn)).lastGood).toMatchObject({ oid: second, assurances: ['human', 'remote'] });
  });

  it('is found by its date where the log is gone, and the advice says so', async () => {
    const { drawn, a, second, change } = setup();
    change('app.txt', 'three\n', 'Three');
    fs.rmSync(path.join(drawn.root, a, '.git/logs'), { recursive: true });
    const advice = await adviceOf(drawn);
    expect(advice.lastGood?.oid).toBe(second);
    expect(advice.warnings.join(' ')).toContain('found by its date alone');
  });
});

describe('a repository that a call wrote into from elsewhere', () => {
  it('gets advice too, by the path that the call names', async () => {
    const { drawn, a } = setup();
    const b = drawn.repository('b');
    drawn.write(`${b}/app.txt`, 'one\n');
    drawn.git(b, ['add', '-A'], start - 4_000_000);
    drawn.git(b, ['commit', '-q', '-m', 'One'], start - 4_000_000);
    drawn.bash(a, 'echo bad > /Users/kim/work/b/app.txt', []);
    drawn.write(`${b}/app.txt`, 'bad\n');
    const { rollback } = await openFolder(drawn.finish());
    const advice = rollback.find((each) => each.repository.endsWith('/b/.git'));
    expect(advice).toMatchObject({ recommended: 2, firstWrite: { what: 'Bash echo bad > /Users/kim/work/b/app.txt' } });
    expect(paste(drawn, b, advice?.options[1]?.commands ?? []).text('app.txt')).toBe('one\n');
  });
});

describe('the options, run on a throw-away copy', () => {
  it('moves back a branch that holds commits of the run alone, other branches, and the remote with a lease', async () => {
    const { drawn, a, first, second, change } = setup();
    change('app.txt', 'three\n', 'Three');
    change('new.txt', 'x\n', 'Four');
    drawn.bash(a, 'git push origin main', [['push', '-q', 'origin', 'main']]);
    drawn.bash(a, 'git branch -f side main', [['branch', '-q', '-f', 'side', 'main']]);
    const bad = drawn.git(a, ['rev-parse', 'HEAD'], start).trim();
    const advice = await adviceOf(drawn);
    expect(advice).toMatchObject({ recommended: 1, alsoBackup: false, commitsSince: 2 });
    expect(option(advice, 1).commands).toEqual([`git reset --hard ${second}`, `git update-ref refs/heads/side ${first} ${bad}`, `git push --force-with-lease=main:${bad} origin ${first}:refs/heads/main`]);
    const after = paste(drawn, a, [...advice.first, ...option(advice, 1).commands]);
    expect(after.git('rev-parse', 'main', 'side', 'origin/main').split('\n')).toEqual([second, first, first]);
    expect(after.text('app.txt')).toBe('two\n');
    expect(after.has('new.txt')).toBe(false);
    expect(after.git('status', '--porcelain')).toBe('');
    expect(execFileSync('git', ['rev-parse', 'main'], { cwd: path.join(after.copy, 'Users/kim/work/remote.git'), encoding: 'utf8' }).trim()).toBe(first);
    expect(fs.existsSync(path.join(after.copy, 'Users/kim/work/a.before-rollback/.git/logs/HEAD'))).toBe(true);
  });

  it('restores the content and keeps the commits where people worked on top', async () => {
    const { drawn, a, second, change, commit } = setup();
    change('app.txt', 'three\n', 'Three');
    change('new.txt', 'x\n', 'Four');
    const mine = commit('mine.txt', 'mine\n', drawn.now() + 7_200_000);
    const advice = await adviceOf(drawn);
    expect(advice.recommended).toBe(2);
    expect(option(advice, 1)).toMatchObject({ fits: false, why: expect.stringContaining('1 commit after the good one was not made while calls ran unattended') });
    const after = paste(drawn, a, option(advice, 2).commands);
    expect(after.text('app.txt')).toBe('two\n');
    expect(after.has('new.txt')).toBe(false);
    expect(after.git('diff', '--stat', second)).toBe('');
    expect(after.git('rev-parse', 'HEAD~1')).toBe(mine);
  });

  it('names lost commits again where a reset took work of people away', async () => {
    const { drawn, a, first, second } = setup();
    drawn.bash(a, 'git reset --hard HEAD~1', [['reset', '-q', '--hard', 'HEAD~1']]);
    const advice = await adviceOf(drawn);
    expect(advice).toMatchObject({ recommended: 2, lastGood: { oid: second } });
    expect(option(advice, 1)).toMatchObject({ fits: false, why: expect.stringContaining('no longer on this branch') });
    const after = paste(drawn, a, option(advice, 2).commands);
    expect(after.git('rev-parse', 'recovered/1')).toBe(second);
    expect(after.text('app.txt')).toBe('two\n');
    expect(after.git('rev-parse', 'HEAD~1')).toBe(first);
  });

  it('discards uncommitted changes where nothing was committed', async () => {
    const { drawn, a } = setup();
    drawn.bash(a, 'sed -i s/two/bad/ app.txt', []);
    drawn.write(`${a}/app.txt`, 'bad\n');
    const advice = await adviceOf(drawn);
    expect(advice.recommended).toBe(2);
    expect(option(advice, 1).why).toBe('No branch moved while calls ran unattended.');
    expect(option(advice, 2).commands).toEqual(['git restore --staged --worktree :/']);
    expect(paste(drawn, a, option(advice, 2).commands).text('app.txt')).toBe('two\n');
  });

  it('enters the branch again from which the run had gone away', async () => {
    const { drawn, a, second } = setup();
    drawn.bash(a, 'git checkout -b try && git commit --allow-empty -m "Try"', [['checkout', '-q', '-b', 'try'], ['commit', '-q', '--allow-empty', '-m', 'Try']]);
    const advice = await adviceOf(drawn);
    expect(advice.lastGood).toMatchObject({ oid: second, branch: 'main' });
    expect(option(advice, 1).commands[0]).toBe(`git switch --discard-changes -C main ${second}`);
    expect(option(advice, 1).leaves.join(' ')).toContain('The branch try, made while calls ran unattended');
    const after = paste(drawn, a, option(advice, 1).commands);
    expect(after.git('rev-parse', '--abbrev-ref', 'HEAD')).toBe('main');
    expect(after.git('rev-parse', 'HEAD')).toBe(second);
  });

  it('asks for a backup where a call wrote what git does not see', async () => {
    const { drawn, a, change } = setup();
    change('app.txt', 'three\n', 'Three');
    drawn.bash(a, 'echo x >> ~/.zshrc', []);
    const advice = await adviceOf(drawn);
    expect(advice).toMatchObject({ recommended: 1, alsoBackup: true });
    expect(option(advice, 3)).toMatchObject({ fits: true, commands: [] });
    expect(option(advice, 3).undoes.join(' ')).toContain('/Users/kim/.zshrc');
  });
});
