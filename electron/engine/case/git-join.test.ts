import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { call, result } from '../../../e2e/draw-evidence.ts';
import { drawGitRun, home, start } from '../../../e2e/draw-git.ts';
import { openFolder } from '../drawn-case.ts';
import type { OpenedCase } from './opened-case.ts';

/** Calls by their ids, each with the actions of the entries that it is linked to. */
function linksOf(opened: OpenedCase): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const link of opened.git.links) {
    const id = opened.store.toolUseId(link.event) ?? '';
    found[id] = [...(found[id] ?? []), opened.reflog(link.entry)?.entry.action ?? ''];
  }
  return found;
}

describe('joining calls with reflogs that git wrote', () => {
  it('links commits, amends, resets, switches and merges, in chains, with -C and after cd', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    const b = drawn.repository('b');
    const one = drawn.bash(a, 'git add -A && git commit --allow-empty -m "One"', [['commit', '-q', '--allow-empty', '-m', 'One']]);
    const two = drawn.bash(b, `git -C ${home}/work/b commit --allow-empty -qm Two`, [['commit', '-q', '--allow-empty', '-m', 'Two']], { cwd: `${home}/work/a` });
    const three = drawn.bash(a, 'cd ../a && git commit --amend --allow-empty -m "One again"', [['commit', '-q', '--amend', '--allow-empty', '-m', 'One again']], { cwd: `${home}/work/b` });
    const four = drawn.bash(a, 'git checkout -b topic && git commit --allow-empty -m Topic && git switch main && git merge --no-ff -m Merged topic', [['checkout', '-q', '-b', 'topic'], ['commit', '-q', '--allow-empty', '-m', 'Topic'], ['switch', '-q', 'main'], ['merge', '-q', '--no-ff', '-m', 'Merged', 'topic']]);
    const five = drawn.bash(a, 'git reset --hard HEAD~1', [['reset', '-q', '--hard', 'HEAD~1']]);
    const opened = await openFolder(drawn.finish());
    expect(linksOf(opened)).toEqual({
      [one]: ['commit'],
      [two]: ['commit'],
      [three]: ['commit (amend)'],
      [four]: expect.arrayContaining(['checkout', 'commit', 'checkout', 'merge topic']),
      [five]: ['reset'],
    });
    expect(opened.git).toMatchObject({ unexplained: [], contradicted: [] });
  });

  it('gives each entry of a rebase to the one call that ran it', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    for (const branch of ['topic', 'main']) {
      if (branch === 'topic') drawn.git(a, ['checkout', '-q', '-b', 'topic'], start - 80_000_000);
      else drawn.git(a, ['checkout', '-q', 'main'], start - 70_000_000);
      for (const n of [1, 2]) {
        fs.writeFileSync(path.join(drawn.root, a, `${branch}${n}`), `${n}`);
        drawn.git(a, ['add', '-A'], start - 70_000_000);
        drawn.git(a, ['commit', '-q', '-m', `${branch} ${n}`], start - 70_000_000);
      }
    }
    drawn.git(a, ['checkout', '-q', 'topic'], start - 60_000_000);
    const id = drawn.bash(a, 'git rebase main', [['rebase', '-q', 'main']], { took: 3 });
    const opened = await openFolder(drawn.finish());
    expect(linksOf(opened)[id]?.length).toBeGreaterThanOrEqual(drawn.written.get(id)?.entries ?? 99);
    expect(opened.git.unexplained).toEqual([]);
  });

  it('names an entry that no call accounts for, and a commit whose entry was taken out of the log', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    drawn.bash(a, 'git commit --allow-empty -m "Seen"', [['commit', '-q', '--allow-empty', '-m', 'Seen']]);
    drawn.unseen(a, ['commit', '-q', '--allow-empty', '-m', 'nobody said so']);
    const hidden = drawn.bash(a, 'git commit --allow-empty -m "Hidden"', [['commit', '-q', '--allow-empty', '-m', 'Hidden']], { say: '[main abcdef0] Hidden' });
    drawn.bash(a, 'git commit --allow-empty -m "Last"', [['commit', '-q', '--allow-empty', '-m', 'Last']]);
    for (const log of ['HEAD', 'refs/heads/main']) {
      const file = path.join(drawn.root, a, '.git/logs', log);
      fs.writeFileSync(file, fs.readFileSync(file, 'utf8').split('\n').filter((line) => !line.endsWith('commit: Hidden')).join('\n'));
    }
    const opened = await openFolder(drawn.finish());
    expect(opened.git.unexplained.map((event) => opened.reflog(event)?.entry.message)).toEqual(['commit: nobody said so']);
    expect(opened.git.contradicted.map((missing) => opened.store.toolUseId(missing.event))).toEqual([hidden]);
    const rules = opened.findings.map(({ finding }) => [finding.rule, finding.state]);
    expect(rules).toContainEqual(['git.unexplained', 'unexplained']);
    expect(rules).toContainEqual(['git.contradicted', 'contradicted']);
  });

  it('does not read an absent entry as "did not happen" where no log could show it', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    const nothing = drawn.bash(a, 'git commit -m "Nothing"', [], { say: 'On branch main\nnothing to commit, working tree clean' });
    const quiet = drawn.bash(a, 'git rebase -q main', [['rebase', '-q', 'main']]);
    const failed = drawn.bash(a, 'git commit -m "Fails"', [], { error: true, say: 'Exit code 1' });
    const open = drawn.bash(a, 'git commit -m "Open"', [], { answer: false });
    const elsewhere = drawn.bash(a, 'git commit -m "Elsewhere"', [], { cwd: '/opt/not/here' });
    const discard = drawn.bash(a, 'git checkout -- file.txt && git clean -fd', []);
    const opened = await openFolder(drawn.finish());
    const reasons = Object.fromEntries(opened.git.notCovered.map((missing) => [opened.store.toolUseId(missing.event), missing.reason]));
    expect(opened.git.contradicted).toEqual([]);
    expect(reasons).toMatchObject({
      [nothing]: 'its output says that there was nothing to do',
      [quiet]: 'its output is empty: there may have been nothing to do',
      [failed]: 'the call failed: no effect is expected',
      [open]: 'no result is recorded: it may not have run',
      [elsewhere]: 'repository not in evidence',
      [discard]: 'command leaves no trace',
    });
  });

  it('does not speak against a call where the logs are off or begin later', async () => {
    const drawn = drawGitRun();
    const a = drawn.repository('a');
    const b = drawn.repository('b');
    drawn.bash(a, 'git commit -m "In a"', []);
    drawn.bash(b, 'git commit -m "In b"', []);
    drawn.unseen(b, ['commit', '-q', '--allow-empty', '-m', 'later'], 5);
    drawn.git(a, ['config', 'core.logAllRefUpdates', 'false'], start);
    const log = path.join(drawn.root, b, '.git/logs/HEAD');
    fs.writeFileSync(log, fs.readFileSync(log, 'utf8').split('\n').slice(1).join('\n'));
    const opened = await openFolder(drawn.finish());
    expect(opened.git.contradicted).toEqual([]);
    expect(opened.git.notCovered.map((missing) => missing.reason).sort()).toEqual(['reflog expired: it begins later', 'reflog off (core.logAllRefUpdates)']);
  });

  it('follows PowerShell and Windows paths to where git ran', async () => {
    const drawn = drawGitRun();
    const [a, b] = [drawn.repository('a'), drawn.repository('b')];
    const expected: string[] = [];
    const commands: readonly (readonly [string, string, string])[] = [
      ['PowerShell', b, 'Set-Location ..\\b; git commit -q --allow-empty -F m.txt'],
      ['PowerShell', b, 'cd C:\\Users\\kim\\work\\b; git commit -q --allow-empty -F m.txt'],
      ['PowerShell', a, 'Push-Location ..\\b; git status; Pop-Location; git commit -q --allow-empty -F m.txt'],
      ['PowerShell', b, 'git -C ..\\b commit -q --allow-empty -F m.txt'],
      ['PowerShell', a, '& "C:\\Program Files\\Git\\bin\\git.exe" commit -q --allow-empty -F m.txt'],
      ['Bash', b, 'cd /c/Users/kim/work/b && git commit -q --allow-empty -F m.txt'],
    ];
    for (const [at, [tool, repository, command]] of commands.entries()) {
      drawn.row(20, (timestamp) => call(`w${at}`, tool, { command }, { cwd: 'C:\\Users\\kim\\work\\a', extra: { timestamp } }));
      drawn.git(repository, ['commit', '-q', '--allow-empty', '-m', `by w${at}`], drawn.now());
      drawn.row(1, (timestamp) => result(`w${at}`, '', { extra: { timestamp } }));
      expected.push(`w${at} ${repository}/.git commit: by w${at}`);
    }
    const opened = await openFolder(drawn.finish());
    expect(opened.git.links.map((link) => `${opened.store.toolUseId(link.event)} ${opened.reflog(link.entry)?.repository} ${opened.reflog(link.entry)?.entry.message}`).sort()).toEqual(expected);
  });
});
