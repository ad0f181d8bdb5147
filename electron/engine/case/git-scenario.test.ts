import { beforeAll, describe, expect, it } from 'vitest';
import { drawGitScript, shiftLogs } from '../../../e2e/draw-git-script.ts';
import { openFolder } from '../drawn-case.ts';
import type { OpenedCase } from './opened-case.ts';

const home = '/Users/kim';
const repositories = ['a', 'b', 'team/a'];

/** Numbers that are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

type Script = ReturnType<typeof drawGitScript>;

/** What agents do with git, each in some calls that leave the repository on a clean main branch. */
const episodes: readonly ((script: Script, n: number, cwd: string, below: (n: number) => number) => void)[] = [
  (script, n, cwd, below) => void script.add(`echo ${n} >> file1 && git add -A && git commit -m "Step ${n}"`, { cwd, after: 2 + below(40) }),
  (script, n, cwd) => void script.add(`echo ${n} > new${n} && git add -A && git commit -m "$(cat <<'EOF'\nAdd file  ${n}\n\nWith a body.\nEOF\n)"`, { cwd, took: 1 }),
  (script, n, cwd) => {
    script.add(`echo ${n} >> file2 && git commit -qam "Quiet ${n}"`, { cwd });
    script.add(`git commit --amend -m "Louder ${n}"`, { cwd, after: 1 });
  },
  (script, n, cwd) => {
    script.add(`echo ${n} >> file3; git ci -am 'By an alias ${n}'`, { cwd });
    script.add(`git co -b side${n} && echo x > side${n} && git save`, { cwd });
    script.add('git checkout main', { cwd });
    script.add(`git branch -D side${n}`, { cwd });
  },
  (script, n, cwd) => {
    script.add(`git switch -c topic${n}`, { cwd });
    script.add(`for i in 1 2 3; do echo $i > topic${n}-$i; git add -A; git commit -m "topic ${n} part $i"; done`, { cwd, took: 4 });
    script.add(`git switch main && echo ${n} >> file4 && git commit -am "main moves ${n}"`, { cwd });
    script.add(`git checkout topic${n} && git rebase main`, { cwd, took: 3 });
    script.add(`git checkout main && git merge topic${n}`, { cwd });
    script.add(`git branch -d topic${n}`, { cwd });
  },
  (script, n, cwd) => {
    script.add(`git checkout -q -b left${n} && echo left > clash${n} && git add -A && git commit -m "left ${n}"`, { cwd });
    script.add(`git checkout main && echo right > clash${n} && git add -A && git commit -m "right ${n}"`, { cwd });
    script.add(`git merge left${n}`, { cwd });
    script.add(`echo both > clash${n} && git add -A && git commit --no-edit`, { cwd });
  },
  (script, n, cwd) => {
    script.add(`git checkout -q -b up${n} && echo up > knot${n} && git add -A && git commit -m "up ${n}"`, { cwd });
    script.add(`git switch main && echo down > knot${n} && git add -A && git commit -m "down ${n}"`, { cwd });
    script.add(`git rebase main up${n}`, { cwd });
    script.add(n % 2 === 0 ? 'git rebase --abort' : `echo both > knot${n} && git add -A && git rebase --continue`, { cwd });
    script.add('git checkout main', { cwd });
  },
  (script, n, cwd) => {
    script.add(`echo gone > gone${n} && git add -A && git commit -m "To be lost ${n}"`, { cwd });
    script.add('git reset --hard HEAD~1', { cwd });
    script.add('git reset file1', { cwd });
    script.add('git reset --hard', { cwd });
  },
  (script, n, cwd) => {
    script.add(`echo ${n} >> file5 && git stash`, { cwd });
    script.add('git stash pop', { cwd });
    script.add(`git stash push -m "kept ${n}" && git stash list`, { cwd });
    script.add(n % 2 === 0 ? 'git stash drop' : `git stash branch stashed${n} && git commit -qam "from a stash ${n}" && git switch -q main`, { cwd });
  },
  (script, n, cwd, below) => {
    const tree = `${cwd}-tree${n}`;
    script.add(`git worktree add ${tree} -b tree${n}`, { cwd });
    script.add(`echo t > t${n} && git add -A && git commit -m "In the tree ${n}"`, { cwd: tree });
    script.add(`git -C ${tree} commit --allow-empty -m "From beside ${n}"`, { cwd });
    script.add(`cd ${tree} && git reset --hard HEAD~1`, { cwd });
    script.add(`git merge --no-ff -m "Take the tree ${n}" tree${n}`, { cwd });
    if (below(2) === 0) script.add(`git worktree remove ${tree} && git branch -D tree${n}`, { cwd });
  },
  (script, n, cwd) => {
    script.add(`echo ${n} >> file6 && git commit -am "To push ${n}" && git push origin main`, { cwd });
    script.add('git push', { cwd });
  },
  (script, n, cwd) => {
    script.add(`echo ${n} >> file6 && git commit -am "Pushed, then rewritten ${n}" && git push -q`, { cwd });
    script.add(`git commit --amend -qm "Rewritten ${n}"`, { cwd });
    script.add('git push', { cwd });
    script.add('git push --force-with-lease origin main', { cwd });
  },
  (script, n, cwd) => {
    script.add(`git checkout -q -b pick${n} && echo ${n} > pick${n} && git add -A && git commit -qm "Pick me ${n}" && git checkout -q main`, { cwd });
    script.add(`git cherry-pick pick${n}`, { cwd });
    script.add('git revert --no-edit HEAD', { cwd });
  },
  (script, n, cwd) => {
    script.add(`git checkout -q -b mail${n} && echo ${n} > mail${n} && git add -A && git commit -qm "By mail ${n}" && git format-patch -1 -o ${home}/patches-${n} && git checkout -q main`, { cwd });
    script.add(`git am ${home}/patches-${n}/*.patch`, { cwd });
  },
  (script, n, cwd) => {
    script.add(`git branch spare${n} && git tag v${n} && git branch -m spare${n} kept${n}`, { cwd });
    script.add(`git update-ref refs/heads/kept${n} HEAD~1`, { cwd });
    script.add(`git tag -a -m "Version ${n}" r${n}`, { cwd });
    script.add(`git branch -D kept${n}`, { cwd });
  },
  (script, n, cwd) => {
    script.add('bash scripts/release.sh', { cwd, took: 3 });
    script.add('npm run release', { cwd, took: 5 });
    script.add('npm test', { cwd, took: 4 });
    script.add(`git log --oneline -5; git status --short; echo ${n}`, { cwd });
  },
  (script, n, cwd) => {
    script.add('git checkout --detach HEAD~1', { cwd });
    script.add(`git commit --allow-empty -m "Nowhere ${n}"`, { cwd });
    script.add('git checkout -', { cwd });
    script.add('git bisect start HEAD HEAD~4 && git bisect good && git bisect reset', { cwd, took: 3 });
  },
  (script, n, cwd) => {
    script.add(`git commit --allow-empty -m "By the server ${n}"`, { cwd, tool: { name: 'mcp__git__git_commit', input: { repo_path: cwd, message: `By the server ${n}` } } });
    script.add(`git checkout -q -b served${n}`, { cwd, tool: { name: 'mcp__git__git_checkout', input: { repo_path: cwd, branch_name: `served${n}` } } });
    script.add(`git checkout -q main && git branch -D served${n}`, { cwd });
  },
  (script, n, cwd) => {
    // Two sub-agents at once: the same words in two repositories, and other words in one.
    const other = cwd.endsWith('/b') ? `${home}/work/team/a` : `${home}/work/b`;
    script.add('git commit --allow-empty -m "Checkpoint"', { cwd, agent: 'a81c20f', took: 9 });
    script.add('git commit --allow-empty -m "Checkpoint"', { cwd: other, agent: 'b22d31e', took: 9, overlap: 9 });
    script.add(`git commit --allow-empty -m "First of two ${n}"`, { cwd, agent: 'a81c20f', took: 5 });
    script.add(`git commit --allow-empty -m "Second of two ${n}"`, { cwd, agent: 'b22d31e', took: 4, overlap: 5 });
  },
  (script, _n, cwd) => {
    // In a hurry, and with words that say nothing.
    for (let step = 0; step < 5; step++) script.add('echo x >> file7 && git commit -am wip', { cwd, after: 1, took: 1 });
    script.add('git reset --hard HEAD~2', { cwd, after: 1, took: 1 });
    script.add('git reset --hard HEAD~1', { cwd, after: 1, took: 1 });
    script.add('git commit --allow-empty -m wip && sleep 0', { cwd, after: 1, took: 40, early: 38 });
    script.add('git commit --allow-empty -m wip', { cwd, after: 1, took: 1 });
  },
  (script, n, cwd) => {
    script.add(`git fetch && git pull --ff-only; git commit --allow-empty -m "Afterwards ${n}"`, { cwd, background: 90 });
    script.add(`GIT_DIR=${cwd}/.git git commit --allow-empty -m "By its folder ${n}"`, { cwd: home, after: 100 });
    script.add(`git clone -q ${home}/remotes/b.git ${home}/work/clone${n}`, { cwd });
    script.add(`cd ${home}/work/clone${n} && git checkout -q -b own${n} && git commit --allow-empty -qm "In the clone ${n}" && git push -q origin own${n}`, { cwd });
    script.add(`git notes add -m "noted ${n}"; git config alias.wip${n} "commit --allow-empty -m" && git wip${n} "Through a new alias ${n}"`, { cwd });
    script.add(`git fetch --all && git commit --allow-empty -F - <<'EOF'\nFrom standard input ${n}\nEOF`, { cwd });
    script.add(`git update-ref refs/heads/plumbed${n} HEAD && git symbolic-ref HEAD refs/heads/plumbed${n} && git commit --allow-empty -m "On a plumbed branch ${n}" && git checkout main`, { cwd });
  },
  (script, n, cwd) => {
    script.add(`git commit -m "Nothing there ${n}"`, { cwd });
    script.add(`git commit --allow-empty -m "Not allowed ${n}"`, { cwd, denied: true });
    script.add(`git checkout no-such-branch-${n}`, { cwd });
    script.add('git checkout -- file1 && git clean -fdq && git restore .', { cwd });
    script.unseen(`git commit --allow-empty -m "A person ${n}"`, { cwd });
  },
];

/** The repositories `a` have a colleague who pushes. */
function pull(script: Script, n: number): void {
  const cwd = `${home}/work/a`;
  script.add('git push -q --force origin main', { cwd });
  script.unseen(`git fetch -q && git reset -q --hard origin/main && echo ${n} > theirs${n} && git add -A && git commit -qm "Theirs ${n}" && git push -q`, { cwd: '/colleague' });
  script.add(n % 2 === 0 ? 'git pull' : `echo ${n} > ours${n} && git add -A && git commit -qm "Ours ${n}" && git pull --rebase`, { cwd, took: 3 });
}

interface Truth {
  readonly entries: number;
  readonly right: number;
  readonly wrong: readonly string[];
  readonly missed: readonly string[];
  /** Entries that no call made. */
  readonly byPeople: number;
}

/** Each entry that a call made, held against the call that it is linked to. */
function held(opened: OpenedCase): Truth {
  const linked = new Map(opened.git.links.map((link) => [link.entry, opened.store.toolUseId(link.event) ?? '']));
  let entries = 0;
  let right = 0;
  const wrong: string[] = [];
  const missed: string[] = [];
  let byPeople = 0;
  for (let event = 0; event < opened.store.length; event++) {
    const reflog = opened.reflog(event);
    if (!reflog?.shown) continue;
    const by = /^([tp]\d+)@example\.test$/.exec(reflog.entry.email)?.[1] ?? 'before';
    const call = linked.get(event);
    const text = `${by}: ${reflog.repository} ${reflog.refs.join()} ${reflog.entry.message}`;
    if (by.startsWith('t')) {
      entries += 1;
      if (call === by) right += 1;
      else missed.push(text);
    }
    if (by.startsWith('p')) byPeople += 1;
    if (call !== undefined && call !== by) wrong.push(`${text}, linked to ${call}`);
  }
  return { entries, right, wrong, missed, byPeople };
}

describe('joining 400 calls with what real git wrote', () => {
  const script = drawGitScript(repositories);
  let root = '';
  let shift = 0;

  beforeAll(() => {
    const below = numbers(11);
    const fitting = (episode: number): readonly string[] => (episode === 18 ? ['a', 'b', 'team/a'] : repositories);
    for (let n = 0; script.calls() < 400; n++) {
      const episode = n % (episodes.length + 1);
      const among = fitting(episode);
      const cwd = `${home}/work/${among[below(among.length)]}`;
      if (episode === episodes.length) pull(script, n);
      else episodes[episode]?.(script, n, cwd, below);
    }
    root = script.finish();
  }, 120_000);

  for (const skew of [0, -90, -37, 7, 90]) {
    it(`names the call of 99 in 100 entries and no wrong one, with clocks ${skew} s apart`, async () => {
      shiftLogs(root, skew - shift);
      shift = skew;
      const opened = await openFolder(root);
      const { entries, right, wrong, missed, byPeople } = held(opened);
      expect(script.calls()).toBeGreaterThanOrEqual(400);
      expect(entries).toBeGreaterThan(400);
      expect(wrong).toEqual([]);
      expect(right / entries, missed.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(0.99);
      expect(opened.git.contradicted.map((missing) => opened.store.argument(missing.event))).toEqual([]);
      expect(Math.abs((opened.git.skew.median ?? 1e9) - skew * 1000)).toBeLessThanOrEqual(1500);
      // What the person did stays unexplained.
      expect(byPeople).toBeGreaterThanOrEqual(4);
      expect(opened.git.unexplained.filter((event) => opened.reflog(event)?.entry.email.startsWith('p')).length).toBe(byPeople);
      expect(opened.git.unexplained.length).toBe(byPeople);
    });
  }
});
