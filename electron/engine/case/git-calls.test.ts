import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { drawGitScript, shiftLogs } from '../../../e2e/draw-git-script.ts';
import { openFolder } from '../drawn-case.ts';

type Script = ReturnType<typeof drawGitScript>;
const home = '/Users/kim';
const work = `${home}/work`;
const executable = (file: string, ...lines: readonly string[]): string => `mkdir -p $(dirname ${file}) && printf '${lines.join('\\n')}\\n' > ${file} && chmod +x ${file}`;
const commit = (subject: string): string => `git commit -q --allow-empty -m "${subject}"`;

/** Runs the calls with real git, and tells what the join got wrong: a wrong call, a missing one, an absence that says nothing. */
async function amiss(add: (script: Script) => void, change: (root: string) => void = () => undefined): Promise<readonly string[]> {
  const script = drawGitScript(['a', 'b']);
  add(script);
  const root = script.finish();
  change(root);
  const { store, git, reflog } = await openFolder(root);
  const linked = new Map(git.links.map((link) => [link.entry, store.toolUseId(link.event) ?? '']));
  const unexplained = new Set(git.unexplained);
  const wrong = git.contradicted.map((missing) => `contradicted: ${store.argument(missing.event)}`);
  let entries = 0;
  for (let event = 0; event < store.length; event++) {
    const seen = reflog(event);
    if (!seen?.shown) continue;
    const by = /^([tp]\d+)@/.exec(seen.entry.email)?.[1] ?? 'before';
    const call = linked.get(event);
    const text = `${by} ${seen.refs.join()} ${seen.entry.message}`;
    entries += 1;
    if (call !== undefined && call !== by) wrong.push(`wrong: ${text} linked to ${call}`);
    else if (by.startsWith('t') && call === undefined && seen.refs.some((ref) => !ref.startsWith('refs/remotes/'))) wrong.push(`no call: ${text}`);
    else if (by.startsWith('p') !== unexplained.has(event)) wrong.push(`unexplained is ${unexplained.has(event)}: ${text}`);
  }
  expect(entries).toBeGreaterThan(0);
  return wrong;
}

describe('what git did in recorded calls', () => {
  it('is not contradicted where the end of a call does not tell whether a command of it ran', async () => {
    expect(await amiss((script) => {
      script.add('git commit -qm "Nothing there"; echo ok');
      script.add('git commit -qm "Nothing either" || true');
      script.add('git diff --cached --quiet || git commit -qm "Only what is staged"; echo done');
      script.add('if [ -n "$(git status --porcelain)" ]; then git commit -qam "Only where dirty"; fi; echo done');
      script.add('git add -A && git diff --staged --quiet || git commit -m "Last of a list"');
      script.add('git checkout -q -b side && git checkout -q main');
      script.add('git checkout side || git checkout -b side');
      script.add('git switch main 2>/dev/null || git switch -c main');
      script.add('git reset --hard origin/main 2>/dev/null || git reset --hard origin/master');
      script.add('git show-ref --verify --quiet refs/heads/side || git checkout -b side');
      script.add('git merge -q main && echo done');
      script.add('git rebase -q main && echo done');
      script.add('git checkout file1 && git checkout side');
      script.add('git commit -q -m x; [[ -f nope ]]');
      script.add(`${commit('Then it fails')} && false`);
      script.add(`! ${commit('Turned round')}`);
      script.add(`${commit('Rewritten')}; git push -q; git commit -q --amend --allow-empty -m "Rewritten twice"; git push; git push --force-with-lease`);
    })).toEqual([]);
  });

  it('is not contradicted where git commits nothing, and is found in each log that it moves', async () => {
    expect(await amiss((script) => {
      script.add('git checkout -q -b squashed && echo 1 > sq && git add -A && git commit -qm "On a side" && git checkout -q main');
      script.add('git merge --squash squashed');
      script.add('git commit -m "Squashed"');
      script.add('git checkout -q -b kept HEAD~1 && echo 2 > kp && git add -A && git commit -qm "On another" && git checkout -q main');
      script.add('git merge --no-ff --no-commit kept');
      script.add('git commit --no-edit');
      script.add('git checkout --orphan pages');
      script.add('git commit -qm "Pages"');
      script.add('git checkout main');
      script.add('git fetch origin main:copy && git fetch . copy:other');
      script.add('git -c alias.ok="commit -q --allow-empty -m" ok "By an alias for once"');
      script.add('git rebase -i HEAD~1 --exec "git commit --amend --no-edit -q --allow-empty"');
      script.add(`git -c protocol.file.allow=always submodule add -q ${home}/remotes/b.git sub && git commit -qm "With a submodule" && git push -q -f origin main`, { took: 3 });
      script.add(`git -c protocol.file.allow=always clone -q --recurse-submodules ${home}/remotes/a.git ${work}/whole`, { took: 3 });
      script.add('git submodule foreach git commit -q --allow-empty -m each');
    })).toEqual([]);
  });

  it('is found in loops, however often they run', async () => {
    expect(await amiss((script) => {
      script.add('for f in file*; do echo x >> $f; git add $f; git commit -m "Update $f"; done', { took: 4 });
      script.add('for i in $(seq 1 9); do git commit -q --allow-empty -m "n $i"; done', { took: 4 });
      script.add('seq 1 4 | xargs -I{} git commit -q --allow-empty -m "x {}"', { took: 4 });
      script.add('i=0; while [ $i -lt 5 ]; do git commit -q --allow-empty -m wip; i=$((i+1)); done', { took: 3 });
      script.unseen(commit('By a person'));
    })).toEqual([]);
  });

  it('is not looked for in a log that began anew with another repository, clone or worktree', async () => {
    const [clone, tree] = [`${work}/c`, `${work}/w`];
    expect(await amiss((script) => {
      script.add(`mkdir -p ${work}/new && cd ${work}/new && git init && git checkout -b dev`);
      script.add(commit('First'), { cwd: `${work}/new` });
      script.add(commit('Before'));
      script.add(`git clone -q ${home}/remotes/a.git ${clone}`);
      script.add(commit('In the first clone'), { cwd: clone });
      script.add(`rm -rf ${clone} && git clone -q ${home}/remotes/a.git ${clone}`);
      script.add(commit('In the second clone'), { cwd: clone });
      script.add('rm -rf .git && git init && git add -A && git commit -m "Initial commit"');
      script.add(`git worktree add ${tree} -b one`, { cwd: `${work}/b` });
      script.add(commit('In the first tree'), { cwd: tree });
      script.add(`git worktree remove --force ${tree} && git branch -D one`, { cwd: `${work}/b` });
      script.add(`git worktree add ${tree} -b two`, { cwd: `${work}/b` });
      script.add(commit('In the second tree'), { cwd: tree });
      script.add(`git worktree move ${tree} ${tree}-moved`, { cwd: `${work}/b` });
      script.add(commit('In the moved tree'), { cwd: `${tree}-moved` });
    })).toEqual([]);
  });

  it('is found under the words that a hook gave it, and with what a hook did beside it', async () => {
    expect(await amiss((script) => {
      script.add(executable('.git/hooks/commit-msg', '#!/bin/sh', 'printf "[AB-12] %%s" "$(cat $1)" > $1'));
      script.add(commit('fix'));
      script.add('git commit --allow-empty -m "Fix it"');
      script.add(`rm .git/hooks/*; ${executable('.git/hooks/post-commit', '#!/bin/sh', '[ -n "$AGAIN" ] || AGAIN=1 git commit -q --allow-empty -m "By the hook"')}`);
      script.add(commit('By the call'));
      script.unseen(commit('By a person'), { cwd: `${work}/b` });
      script.add(`rm .git/hooks/*; ${executable('.git/hooks/pre-commit', '#!/bin/sh', 'exit 1')}`);
      script.add(`${commit('Refused')} 2>&1 | tail -5`);
      script.add(`${commit('Refused again')}; git status --short`);
    })).toEqual([]);
  });

  it('is found at the time that a call gave it', async () => {
    expect(await amiss((script) => {
      script.add(commit('Now'));
      script.add('GIT_COMMITTER_DATE="2020-01-01T12:00:00 +0000" git commit --allow-empty -m "Long ago"');
      script.add(`export GIT_AUTHOR_DATE="2021-01-01T00:00:00Z" GIT_COMMITTER_DATE="2021-01-01T00:00:00Z"; ${commit('Quietly long ago')}`);
      script.add('GIT_COMMITTER_DATE="1900000000 +0000" git commit --allow-empty -m "In years"');
      script.add('GIT_COMMITTER_DATE="2020-02-02T00:00:00Z" git reset --hard HEAD~1');
    })).toEqual([]);
  });

  it('is looked for where the environment of each command says', async () => {
    expect(await amiss((script) => {
      script.add(`(cd ${work}/b && GIT_WORK_TREE=${work}/b git status -s); ${commit('wip')}`);
      script.add(`GIT_DIR=${home}/remotes/a.git git log --oneline -1; ${commit('wip')}`);
      script.add(`export GIT_DIR=${work}/b/.git; ${commit('In b')}; unset GIT_DIR; ${commit('In a')}`);
      script.add(`git --git-dir=../b/.git --work-tree=${home}/elsewhere symbolic-ref HEAD; git --git-dir=../b/.git --work-tree=/tmp commit -q --allow-empty -m "By its folder"`);
      script.add(`pushd ${work}/b >/dev/null; ${commit('wip')}; popd >/dev/null; ${commit('wip')}`);
    })).toEqual([]);
  });

  it('may have been a script’s, whatever it is written in and called', async () => {
    expect(await amiss((script) => {
      script.add("python3 - <<'EOF'\nimport subprocess\nfor i in range(2):\n    subprocess.run(['git','commit','-q','--allow-empty','-m',f'py {i}'])\nEOF", { took: 3 });
      script.add(executable(`${home}/bin/g`, '#!/bin/sh', 'exec git "$@"'));
      script.add('g commit -q --allow-empty -m "By a name of its own"');
      script.add(executable('release', '#!/bin/sh', 'git commit -q --allow-empty -m Released'));
      script.add('./release');
      script.add('sleep 0; ./release && echo done');
      script.add('. ./release');
    })).toEqual([]);
  });

  it('is told from what a person did in the same words at another time, with one call that failed', async () => {
    expect(await amiss((script) => {
      script.add(commit('wip'));
      script.unseen(commit('wip'));
      script.add(commit('wip'));
      script.unseen('git checkout -q -b theirs; git checkout -q main', { after: 3 });
      script.add('git checkout -q main');
      script.add('git commit -q -m "Nothing to commit"', { after: 3 });
      script.unseen(commit('Nothing to commit'), { after: 20 });
    })).toEqual([]);
  });

  it('explains a second copy of the repository too', async () => {
    const wrong = await amiss(
      (script) => {
        script.add(commit('One'));
        script.unseen(commit('By a person'));
        script.add('git checkout -q -b side && git reset --hard HEAD~1');
      },
      (root) => fs.cpSync(`${root}${work}/a`, `${root}/backup/a`, { recursive: true }),
    );
    expect(wrong).toEqual([]);
  });

  it('is still contradicted where an entry was cut out of its logs', async () => {
    const wrong = await amiss(
      (script) => {
        script.add(`git add -A && git commit --allow-empty -m "Seen" && git status`);
        script.add('git pull && git commit --allow-empty -m "Cut out"');
        script.add('git commit --allow-empty -m "Cut out as well"; git status');
        script.add(commit('Last'));
      },
      (root) => {
        for (const log of ['HEAD', 'refs/heads/main']) {
          const file = `${root}${work}/a/.git/logs/${log}`;
          fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace(/^.*commit: Cut out.*\n/gm, ''));
        }
      },
    );
    expect(wrong).toEqual(['contradicted: git pull && git commit --allow-empty -m "Cut out"', 'contradicted: git commit --allow-empty -m "Cut out as well"; git status']);
  });

  it('is joined in each repository by the clock of its own machine', async () => {
    const wrong = await amiss(
      (script) => {
        for (const n of [1, 2, 3]) {
          script.add(commit(`In a ${n}`));
          script.add(commit(`In a, once more ${n}`));
          script.add(commit(`In b ${n}`), { cwd: `${work}/b` });
          script.add('git checkout -q main', { cwd: `${work}/b` });
        }
        script.unseen(commit('By a person'), { cwd: `${work}/b` });
      },
      (root) => shiftLogs(`${root}${work}/b`, -90),
    );
    expect(wrong).toEqual([]);
  });

  it('of a person is told apart from a session’s time by the measured clock', async () => {
    const script = drawGitScript(['a']);
    for (const n of [1, 2, 3]) script.add(commit(`Step ${n}`));
    script.unseen(commit('By a person'), { after: 40 });
    const root = script.finish();
    shiftLogs(root, -50);
    const opened = await openFolder(root);
    expect(opened.findings.filter(({ finding }) => finding.rule === 'git.unexplained').map(({ finding }) => [finding.severity, finding.detail['when']])).toEqual([['info', 'outside the time of each session, within a day after one']]);
  });
});
