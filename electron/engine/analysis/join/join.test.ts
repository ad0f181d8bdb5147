import { describe, expect, it } from 'vitest';
import { atOnce } from '../../intake/steps.ts';
import { commandFacts } from '../facts.ts';
import { gitActs } from './git-act.ts';
import { joinGit } from './join.ts';
import type { Coverage, JoinCall, JoinEntry, JoinInput } from './join-model.ts';

const machine = { home: '/home/kim', user: 'kim', style: 'posix', caseInsensitive: false, workTrees: [] } as const;
const repo = 'work/a/.git';
const noon = Date.UTC(2026, 4, 15, 12);
const day = 86_400_000;
const zero = '0'.repeat(40);
const id = (digit: string): string => digit.repeat(40);

let made = 0;
/** A call that begins so many seconds after noon and takes two. */
function ran(command: string, second: number, options: { readonly says?: string; readonly outcome?: JoinCall['outcome']; readonly cwd?: string; readonly tool?: string; readonly input?: Record<string, string | boolean> } = {}): JoinCall {
  const cwd = options.cwd ?? '/work/a';
  const event = ++made;
  const facts = options.tool === undefined ? commandFacts(command, cwd, machine) : [];
  const acts = gitActs(event, facts, { tool: options.tool ?? 'Bash', input: options.input ?? { command }, cwd });
  return { event, from: noon + second * 1000, to: noon + second * 1000 + 2000, outcome: options.outcome ?? 'ok', acts, output: () => options.says ?? '' };
}

function wrote(message: string, second: number, options: Partial<JoinEntry> = {}): JoinEntry {
  const colon = message.indexOf(': ');
  return { event: 10_000 + ++made, repository: repo, log: 'head', refs: ['HEAD'], time: noon + second * 1000 + 1000, new: id('a'), action: colon < 0 ? message : message.slice(0, colon), message, ...options };
}

const covering: Coverage = { bare: false, logsOff: false, from: noon - day, fromStart: true, family: repo, until: noon + 3_600_000, keptMs: 30 * day, log: () => [], tracks: new Set(['origin']) };

function joined(calls: readonly JoinCall[], entries: readonly JoinEntry[], coverage: Partial<Coverage> = {}, more: Partial<JoinInput> = {}) {
  const result = atOnce(joinGit({ calls, entries, coverage: new Map([[repo, { ...covering, ...coverage }]]), repositoryOf: (directory) => (directory.startsWith('/work/a') ? repo : null), spans: [{ from: noon, to: noon + 3_600_000 }], ...more }));
  return { ...result, links: result.links.map((link) => [link.event, link.entry, link.strength] as const), reasons: result.notCovered.map((missing) => missing.reason), against: result.contradicted.map((missing) => `${missing.verb} in ${missing.ref}`) };
}

describe('a call that should have left an entry', () => {
  it('is looked for beside hundreds of thousands of sessions', () => {
    const spans = Array.from({ length: 200_000 }, (_, n) => ({ from: noon + n, to: noon + n + 1 }));
    expect(joined([ran('git commit -m x', 60, { says: 'done' })], [], {}, { spans }).against).toHaveLength(1);
  });

  it('is contradicted by a log that covers the time, for what always leaves one', () => {
    for (const command of ['git commit -m x', 'git commit --amend --no-edit', 'git reset --hard HEAD~1', 'git reset --hard', 'git checkout -b topic', 'git switch -c topic', 'git revert HEAD'])
      expect(joined([ran(command, 60, { says: 'done' })], []).against, command).toHaveLength(1);
  });

  it('is contradicted where its output says that it moved something', () => {
    expect(joined([ran('git pull', 60, { says: 'Updating 1111111..2222222\nFast-forward' })], []).against).toEqual(['pull in HEAD']);
    expect(joined([ran('git switch main', 60, { says: "Switched to branch 'main'" })], []).against).toEqual(['switch in HEAD']);
    expect(joined([ran('git checkout main', 60, { says: "Switched to branch 'main'" })], []).against).toEqual(['checkout in HEAD']);
  });

  it('is not contradicted where it may have had another meaning, or nothing to do', () => {
    for (const [command, says] of [['git reset file1', ''], ['git reset -- HEAD', ''], ['git checkout file1', 'Updated 1 path from the index'], ['git pull', 'Already up to date.'], ['git commit -m x', 'nothing to commit, working tree clean'], ['git merge topic', 'Already up to date.'], ['git merge topic', ''], ['git rebase main', 'Current branch topic is up to date.'], ['git clean -fd', ''], ['git restore .', ''], ['git branch -D x', 'Deleted branch x'], ['git stash drop', 'Dropped'], ['git tag v1', '']] as const)
      expect(joined([ran(command, 60, { says })], []).against, command).toEqual([]);
  });

  it('is not contradicted where it failed, was refused, has no result, or ran in the background', () => {
    for (const outcome of ['error', 'denied', 'unknown', 'interrupted'] as const) expect(joined([ran('git commit -m x', 60, { outcome })], []).against, outcome).toEqual([]);
    expect(joined([ran('git commit -m x', 60, { input: { command: 'git commit -m x', run_in_background: true } })], []).reasons).toEqual(['it ran in the background: how it ended is not recorded']);
  });

  it('is not contradicted by a log that is off, begins later, or from which entries may have been dropped', () => {
    const call = (): JoinCall => ran('git commit -m x', 60, { says: 'done' });
    expect(joined([call()], [], { logsOff: true }).reasons).toEqual(['reflog off (core.logAllRefUpdates)']);
    expect(joined([call()], [], { bare: true }).reasons).toEqual(['bare repository']);
    expect(joined([call()], [], { from: null }).reasons).toEqual(['no log of HEAD in this copy']);
    expect(joined([call()], [], { from: null, family: 'main/.git' }).reasons).toEqual(['worktree log missing']);
    expect(joined([call()], [], { from: noon + day, fromStart: false }).reasons).toEqual(['reflog expired: it begins later']);
    expect(joined([call()], [], { until: noon + 31 * day }).reasons).toEqual(['reflog expired: git was used here long after, and drops entries that no branch leads to']);
    expect(joined([call()], [], { until: noon + 31 * day, keptMs: null }).against).toEqual(['commit in HEAD']);
    expect(joined([call(), ran('git reflog expire --expire=now --all', 90)], []).reasons).toContain('reflog expired: a later call took entries out of the log');
    expect(joined([ran('git reflog expire --expire=now --all', 30), call()], []).against).toEqual(['commit in HEAD']);
  });

  it('is not contradicted where no repository of the copy is its own, or only other signs led to one', () => {
    expect(joined([ran('git commit -m x', 60, { cwd: '/elsewhere' })], []).reasons).toEqual(['repository not in evidence']);
    expect(joined([ran('git commit -m x', 60, { cwd: '/elsewhere' })], [], {}, { couldBe: () => [repo, 'b/.git'] }).reasons).toEqual(['several repositories of the copy could be meant']);
    expect(joined([ran('git commit -m x', 60)], [], {}, { isPlaced: () => false }).against).toEqual([]);
  });
});

describe('a push', () => {
  const says = 'To host:a.git\n   1111111..2222222  main -> main';
  const log = (ref: string) => (ref === 'refs/remotes/origin/main' ? [{ time: noon - day, new: id('1') }] : []);

  it('is contradicted where its output names a branch whose remote-tracking log has no entry', () => {
    expect(joined([ran('git push origin main', 60, { says })], [], { log }).against).toEqual(['push in refs/remotes/origin/main']);
    expect(joined([ran('git push', 60, { says: says.replace('   1111111..2222222', ' + 1111111...2222222') })], [], { log }).against).toEqual(['push in refs/remotes/origin/main']);
  });

  it('is linked to its entry', () => {
    const call = ran('git push origin main', 60, { says });
    const entry = wrote('update by push', 60, { log: 'remote', refs: ['refs/remotes/origin/main'] });
    expect(joined([call], [entry], { log }).links).toEqual([[call.event, entry.event, 'sure']]);
  });

  it('has no part in the entry of a branch that it does not name, and may have in any where it names none', () => {
    const pushed = wrote('update by push', 60, { log: 'remote', refs: ['refs/remotes/origin/topic'] });
    for (const command of ['git push origin main', 'git push -q origin +main', 'git push origin HEAD~1:refs/heads/main']) expect(joined([ran(command, 60)], [pushed]).unexplained, command).toEqual([pushed.event]);
    expect(joined([ran('git push', 60, { says })], [pushed]).unexplained).toEqual([pushed.event]);
    for (const command of ['git push', 'git push --all origin', 'git push origin HEAD', 'git push origin "$branch"', 'git push origin topic', 'git push origin x:topic']) expect(joined([ran(command, 60)], [pushed]).links, command).toHaveLength(1);
  });

  it('says nothing where it was refused, up to date, quiet, sent to an address, or its log is not there', () => {
    expect(joined([ran('git push', 60, { outcome: 'error', says: '! [rejected]' })], [], { log }).reasons).toEqual(['the call failed: no effect is expected']);
    expect(joined([ran('git push', 60, { says: 'Everything up-to-date' })], [], { log }).reasons).toEqual(['its output says that there was nothing to do']);
    expect(joined([ran('git push -q', 60)], [], { log }).reasons).toEqual(['its output names no branch that it moved']);
    expect(joined([ran('git push https://host/a.git main', 60, { says })], [], { log }).reasons).toEqual(['sent to an address: it leaves no entry']);
    expect(joined([ran('git push origin main', 60, { says })], []).reasons).toEqual(['no log of the remote branch in this copy']);
  });

  it('explains the entry in the bare repository that it was sent to', () => {
    const call = ran('git push origin main', 60, { says });
    const entry = wrote('push', 60, { repository: 'remotes/a.git', log: 'branch' });
    const coverage = new Map([[repo, covering], ['remotes/a.git', { ...covering, bare: true, family: 'remotes/a.git' }]]);
    expect(joined([call], [entry], {}, { coverage }).links).toEqual([[call.event, entry.event, 'sure']]);
  });
});

describe('an update-ref', () => {
  it('leaves an entry without a message in the log of its ref', () => {
    const call = ran(`git update-ref refs/heads/x ${id('b')}`, 60);
    const entry = wrote('', 60, { log: 'branch', new: id('b') });
    expect(joined([call], [entry]).links).toEqual([[call.event, entry.event, 'sure']]);
  });

  it('is contradicted only where that log is there and the ref had another value', () => {
    const command = `git update-ref refs/heads/x ${id('b')}`;
    expect(joined([ran(command, 60)], []).reasons).toEqual(['no log of refs/heads/x in this copy']);
    expect(joined([ran(command, 60)], [], { log: () => [{ time: noon - day, new: id('1') }] }).against).toEqual(['update-ref in refs/heads/x']);
    expect(joined([ran(command, 60)], [], { log: () => [{ time: noon - day, new: id('b') }] }).reasons).toEqual(['the ref had that value already']);
    expect(joined([ran('git update-ref -d refs/heads/x', 60)], []).reasons).toEqual(['command leaves no trace']);
  });
});

describe('an entry', () => {
  it('belongs to the call whose output has its id, of two that were running', () => {
    const one = ran('git commit -m wip', 60, { says: '[main bbbbbbb] wip' });
    const other = ran('git commit -m wip', 60, { says: '[main ccccccc] wip' });
    const entries = [wrote('commit: wip', 60, { new: id('c') }), wrote('commit: wip', 60, { new: id('b') })] as const;
    expect(joined([one, other], entries).links.sort((a, b) => a[0] - b[0])).toEqual([[one.event, entries[1].event, 'sure'], [other.event, entries[0].event, 'sure']]);
  });

  it('is one of many that a rebase or a pull wrote', () => {
    const call = ran('git rebase main', 60, { says: 'Successfully rebased and updated refs/heads/topic.' });
    const entries = ['rebase (start): checkout main', 'rebase (pick): one', 'rebase (pick): two', 'rebase (finish): returning to refs/heads/topic'].map((message) => wrote(message, 60));
    expect(joined([call], entries).links).toHaveLength(4);
  });

  it('is unexplained where the call that would fit was refused, or failed as a whole', () => {
    const entry = wrote('commit: x', 60);
    for (const outcome of ['denied', 'error'] as const) expect(joined([ran('git commit -m x', 60, { outcome })], [entry]).unexplained).toEqual([entry.event]);
  });

  it('is explained by a chain that failed later', () => {
    const call = ran('git commit -m x && go test ./...', 60, { outcome: 'error' });
    const entry = wrote('commit: x', 60);
    expect(joined([call], [entry]).links).toEqual([[call.event, entry.event, 'sure']]);
  });

  it('is likely that of a script, and not that of tests, builds and installs', () => {
    const entry = wrote('commit: Release', 60);
    for (const command of ['bash scripts/release.sh', './release.sh', 'make release', 'npm run release', 'python3 bump.py', 'npm version patch']) {
      const call = ran(command, 60);
      expect(joined([call], [entry]).links, command).toEqual([[call.event, entry.event, 'likely']]);
    }
    for (const command of ['npm test', 'npm run build:prod', 'make test', 'cargo build', 'npm ci', 'python3 -c "print(1)"', 'yarn lint', 'sh -c "ls"', 'npx tsc -b']) expect(joined([ran(command, 60)], [entry]).unexplained, command).toEqual([entry.event]);
  });

  it('may come long after the answer of a call that ran in the background', () => {
    const call = ran('git commit -m x', 60, { input: { command: 'git commit -m x', run_in_background: true } });
    const entry = wrote('commit: x', 300);
    expect(joined([call], [entry]).links).toEqual([[call.event, entry.event, 'likely']]);
  });

  it('is that of a server which was asked for it', () => {
    for (const [tool, input, message] of [
      ['mcp__git__git_commit', { repo_path: '/work/a', message: 'Served' }, 'commit: Served'],
      ['mcp__git__git_checkout', { repo_path: '/work/a', branch_name: 'topic' }, 'checkout: moving from main to topic'],
      ['mcp__git__git_create_branch', { repo_path: '/work/a', branch_name: 'topic' }, 'branch: Created from HEAD'],
      ['mcp__tools__git_reset', { path: '/work/a', mode: 'hard' }, 'reset: moving to HEAD'],
    ] as const) {
      const call = ran('', 60, { tool, input });
      const entry = wrote(message, 60, { log: message.startsWith('branch') ? 'branch' : 'head' });
      expect(joined([call], [entry]).links, tool).toEqual([[call.event, entry.event, 'sure']]);
      expect(joined([call], []).against).toEqual([]);
    }
    const hosted = ran('', 60, { tool: 'mcp__github__create_branch', input: { branch: 'x' } });
    expect(hosted.acts).toEqual([]);
  });

  it('in a repository that cannot be told is that of a call by its words or ids alone', () => {
    const call = ran('git commit -m "Own words"', 60, { cwd: '/elsewhere' });
    const entry = wrote('commit: Own words', 60);
    expect(joined([call], [entry]).links).toEqual([[call.event, entry.event, 'sure']]);
    const silent = wrote('reset: moving to HEAD~1', 60);
    expect(joined([ran('git reset --hard HEAD~1', 60, { cwd: '/elsewhere' })], [silent]).unexplained).toEqual([silent.event]);
    const open = ran('git reset --hard HEAD~1', 60, { cwd: '/elsewhere' });
    expect(joined([open], [silent], {}, { couldBe: () => [repo] }).links).toEqual([[open.event, silent.event, 'likely']]);
  });

  it('of the branch’s log in the main repository is that of a commit in a worktree', () => {
    const call = ran('git commit -m x', 60, { cwd: '/work/tree' });
    const entry = wrote('commit: x', 60, { log: 'branch' });
    const tree = 'work/a/.git/worktrees/tree';
    const coverage = new Map([[repo, covering], [tree, covering]]);
    const repositoryOf = (directory: string): string => (directory === '/work/tree' ? tree : repo);
    expect(joined([call], [entry], {}, { coverage, repositoryOf }).links).toEqual([[call.event, entry.event, 'sure']]);
    const head = wrote('reset: moving to HEAD~1', 60);
    expect(joined([ran('git reset --hard HEAD~1', 60, { cwd: '/work/tree' })], [head], {}, { coverage, repositoryOf }).unexplained).toEqual([head.event]);
  });

  it('of a branch that a rebase in another worktree moved in the same second is not that of a rebase here', () => {
    const tree = 'work/a/.git/worktrees/t';
    const coverage = new Map([[repo, covering], [tree, covering]]);
    const message = (branch: string) => ({ message: `rebase (finish): returning to refs/heads/${branch}`, action: 'rebase (finish)' });
    const ours = [wrote('', 60, message('main')), wrote('rebase (finish): refs/heads/main onto x', 60, { log: 'branch', refs: ['refs/heads/main'] })];
    const theirs = [wrote('', 60, { ...message('topic'), repository: tree, new: id('b') }), wrote('rebase (finish): refs/heads/topic onto x', 60, { log: 'branch', refs: ['refs/heads/topic'], new: id('b') })];
    const call = ran('git rebase origin/main', 60);
    const result = joined([call], [...ours, ...theirs], {}, { coverage });
    expect(result.links.map(([, entry]) => entry).sort()).toEqual(ours.map(({ event }) => event));
    expect(result.unexplained).toEqual(theirs.map(({ event }) => event));
  });

  it('of a remote that anything may have fetched is not called unexplained, one that only a push leaves is', () => {
    const fetched = wrote('fetch origin: fast-forward', 60, { log: 'remote' });
    const pushed = wrote('update by push', 60, { log: 'remote' });
    expect(joined([], [fetched, pushed]).unexplained).toEqual([pushed.event]);
  });

  it('is joined through a clock that is off, with the number of pairs, their median and the largest distance', () => {
    const calls = [1, 2, 3].map((n) => ran(`git commit -m "Change number ${n}"`, n * 100));
    const entries = [1, 2, 3].map((n) => wrote(`commit: Change number ${n}`, n * 100 - 90 + (n === 3 ? 1 : 0)));
    const { links, skew } = joined(calls, entries);
    expect(links).toHaveLength(3);
    expect(skew).toEqual({ pairs: 3, median: -91_000, max: 1000 });
    expect(joined(calls, []).skew).toEqual({ pairs: 0, median: null, max: null });
  });

  it('of the same words half an hour later is another one, and no measure of the clocks', () => {
    const call = ran('git commit -m "Fix the cart"', 60, { says: 'done' });
    const later = wrote('commit: Fix the cart', 60 + 1800);
    const { links, against, unexplained, skew } = joined([call], [later]);
    expect({ links, against, unexplained }).toEqual({ links: [], against: ['commit in HEAD'], unexplained: [later.event] });
    expect(skew.median).toBeNull();
  });

  it('with an id of zeros is named by no output', () => {
    const call = ran('git stash drop', 60, { says: `Dropped refs/stash@{0} (${zero})` });
    expect(joined([call], [wrote('stash', 60, { new: zero, log: 'stash' })]).links).toEqual([]);
  });

  it('is not asked for between sessions that lie days apart', () => {
    const spans = [{ from: noon + 5 * day, to: noon + 5 * day + 60_000 }, { from: noon, to: noon + 60_000 }];
    const at = (hours: number) => wrote('commit: by a person', hours * 3600);
    const [before, during, after, between, later] = [at(-2), at(0), at(20), at(60), at(5 * 24 + 3)];
    expect(joined([], [before, during, after, between, later], {}, { spans }).unexplained).toEqual([during.event, after.event, later.event]);
  });

  it('may be a call’s that took too long, though it failed', () => {
    const entry = wrote('commit: x', 61);
    expect(joined([ran('git commit -m x', 60, { outcome: 'error', says: 'Exit code 143\nCommand timed out after 2m 0s' })], [entry]).links).toHaveLength(1);
    expect(joined([ran('git commit -m x', 60, { outcome: 'error', says: 'Exit code 1\nhusky - pre-commit hook exited' })], [entry]).unexplained).toEqual([entry.event]);
  });

  it('is searched for by what each command says, whatever the others of its call said', () => {
    expect(joined([ran('git pull && git commit -m x', 60, { says: 'Already up to date.' })], []).against).toEqual(['commit in HEAD']);
    expect(joined([ran('git commit -m x && git status', 60, { says: '[main 1234567] x\nnothing to commit, working tree clean' })], []).against).toEqual(['commit in HEAD']);
  });

  it('is told of a clock by several calls rather than by one that may be another’s', () => {
    const calls = [ran('git checkout main', 60), ran('git checkout main', 160), ran('git checkout main', 260), ran('git commit -m once', 360)];
    const entries = [60, 160, 260].map((second) => wrote('checkout: moving from x to main', second + 1)).concat(wrote('commit: once', 330));
    expect(joined(calls, entries).skew).toMatchObject({ pairs: 3, median: 0 });
  });

  it('of a branch is not a call’s that names another one', () => {
    const created = (branch: string) => wrote('branch: Created from HEAD', 61, { log: 'branch', refs: [`refs/heads/${branch}`] });
    for (const [command, branch, links] of [['git switch main', 'theirs', 0], ['git switch -c ours', 'theirs', 0], ['git switch -c ours', 'ours', 1], ['git checkout -b "$NAME"', 'any', 1], ['git checkout -t origin/ours', 'ours', 1], ['git checkout ours', 'ours', 1], ['git branch ours', 'theirs', 0], ['git branch -m old ours', 'ours', 1]] as const)
      expect(joined([ran(command, 60)], [created(branch)]).links, `${command} ${branch}`).toHaveLength(links);
    expect(joined([ran('git checkout -B main', 60)], [wrote('checkout: moving from main to main', 61), wrote('branch: Reset to HEAD', 61)]).unexplained).toEqual([]);
  });

  it('is found among very many of one second, beside a hook and with a time of its own', () => {
    const many = Array.from({ length: 60_000 }, () => wrote('commit: by nobody', 600, { new: id('b') }));
    const own = wrote('commit: dated', -9_000_000);
    const calls = Array.from({ length: 2000 }, (_, n) => ran('GIT_COMMITTER_DATE="1600000000 +0000" git commit -qm dated', 100 + n));
    expect(joined(calls, [...many, own], { hooks: true }).links).toHaveLength(1);
  });

  it('is nobody’s where a call only read settings into its shell or ran an installed program', () => {
    for (const command of ['source ~/.cargo/env; ls', '. .venv/bin/activate && pytest', 'source ~/.bashrc', '/usr/local/bin/eslint .', 'docker commit x', "python3 - <<'E'\nprint(1)\nE"]) {
      const entry = wrote('commit: by a person', 61);
      expect(joined([ran(command, 60)], [entry]).unexplained, command).toEqual([entry.event]);
    }
  });
});
