import { beforeAll, describe, expect, it } from 'vitest';
import { drawGitScript, shiftLogs } from '../../../e2e/draw-git-script.ts';
import { openFolder } from '../drawn-case.ts';

const home = '/Users/kim';
const main = { session: 's1', cwd: `${home}/work/a` };
const beside = { session: 's2', cwd: main.cwd };
const tree = { session: 's2', cwd: `${home}/work/a-tree` };
const byHand = { cwd: main.cwd };

describe('two sessions and a person in one repository at one time', () => {
  const script = drawGitScript(['a', 'b']);
  let root = '';
  let shift = 0;

  beforeAll(() => {
    script.add('git checkout -q -b feature && echo 1 >> file1 && git commit -qam "Feature one"', main);
    script.add('npm test', { ...beside, took: 40 });
    script.add('git worktree add ../a-tree -b treework main', { ...beside, overlap: 10, took: 3 });
    script.add('echo t >> file2 && git commit -qam wip', tree);
    script.add('echo u >> file1 && git commit -qam wip', { ...main, overlap: 2 });
    script.unseen('echo p >> file3 && git commit -qam wip', byHand);
    script.add('echo more >> file1 && git commit -qam wip', { ...main, after: 8 });
    script.unseen('git commit -q --amend -m "wip, by hand"', { ...byHand, after: 5 });
    script.add('git commit --amend --no-edit', main);
    script.unseen('git commit -q --amend --no-edit', { ...byHand, after: 9 });
    // A rebase in the worktree by hand, then both at once: a session's in the repository, a person's in the worktree.
    script.add('git switch -q main && echo m >> file8 && git commit -qam "Main moves" && git switch -q feature', { ...main, took: 4 });
    script.unseen('git rebase -q main', { cwd: tree.cwd, after: 10 });
    script.add('git rebase main', { ...main, took: 5, after: 10 });
    script.add('git switch -q main && echo m >> file7 && git commit -qam "Main moves again" && git switch -q feature', { ...main, took: 4 });
    script.unseen('git rebase -q main', { cwd: tree.cwd, after: 3 });
    script.add('git rebase main', { ...main, took: 6, overlap: 33 });
    // Pushes: of one branch by a session, of another by a person in the same seconds.
    script.add('git push origin feature', { ...main, took: 4 });
    script.unseen('echo pp >> file3 && git commit -qam "By hand before a push" && git push -q origin feature', { ...byHand, after: 4 });
    script.add('git push -u origin treework', { ...tree, took: 4 });
    script.unseen('echo q >> file4 && git commit -qam "By hand again" && git push -q origin feature', { ...byHand, after: 5 });
    script.add('echo z >> file5 && git commit -qam "Tree for push" && git push', { ...tree, took: 8, overlap: 33 });
    script.unseen('echo w >> file6 && git stash -q && git stash pop -q && git checkout -q -- file6', { ...byHand, after: 5 });
    script.unseen('git reset -q --hard HEAD~1', { ...byHand, after: 5 });
    script.add('git reset --hard HEAD~1', { ...main, after: 3 });
    script.add('git commit --allow-empty -m Tidy', main);
    script.add('git commit --allow-empty -m Tidy', { ...beside, overlap: 1 });
    script.unseen('git commit -q --allow-empty -m Tidy', { ...byHand, after: 20 });
    script.unseen('git switch -q main && git merge -q --no-ff -m "Merge feature" feature', { ...byHand, after: 5 });
    script.add('git merge treework -m "Take treework"', { ...beside, took: 4 });
    script.add('git commit --allow-empty -m "In b"', { session: 's2', cwd: `${home}/work/b`, agent: 'a81c20f', took: 20 });
    script.unseen('git commit -q --allow-empty -m "In a while b is at work"', { ...byHand, after: 1 });
    root = script.finish();
  }, 60_000);

  for (const skew of [0, 75, -60]) {
    it(`leaves what the person did unexplained, and nothing else, with clocks ${skew} s apart`, async () => {
      shiftLogs(root, skew - shift);
      shift = skew;
      const opened = await openFolder(root);
      const causes = new Map(opened.git.links.map((link) => [link.entry, opened.store.toolUseId(link.event) ?? '']));
      const rows = Array.from({ length: opened.store.length }, (_, event) => ({ event, reflog: opened.reflog(event) })).flatMap(({ event, reflog }) => {
        const by = /^([tp]\d+)@example\.test$/.exec(reflog?.entry.email ?? '')?.[1];
        return by === undefined || reflog?.shown !== true ? [] : [{ event, by, cause: causes.get(event), says: `${by}: ${reflog.refs.join()} ${reflog.entry.message}` }];
      });
      const byPeople = rows.filter(({ by }) => by.startsWith('p'));
      expect(byPeople.length).toBeGreaterThanOrEqual(20);
      expect(rows.filter(({ by, cause }) => by.startsWith('t') && cause !== by)).toEqual([]);
      expect(byPeople.filter(({ cause }) => cause !== undefined)).toEqual([]);
      expect(opened.git.unexplained).toEqual(byPeople.map(({ event }) => event).sort((one, other) => (opened.store.time(one) ?? 0) - (opened.store.time(other) ?? 0) || one - other));
      expect(opened.git.contradicted).toEqual([]);
    });
  }
});
