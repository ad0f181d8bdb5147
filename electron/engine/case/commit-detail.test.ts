import { describe, expect, it } from 'vitest';
import { drawGitRun, start } from '../../../e2e/draw-git.ts';
import { openFolder } from '../drawn-case.ts';
import { callEntries } from './call-entries.ts';
import { createCommitReader } from './commit-detail.ts';
import type { OpenedCase } from './opened-case.ts';

async function setup() {
  const drawn = drawGitRun();
  const a = drawn.repository('a');
  drawn.write(`${a}/app.txt`, 'one\ntwo\nthree\n');
  drawn.write(`${a}/gone.txt`, 'x\n');
  const first = drawn.bash(a, 'git add -A && git commit -m "First"', [['add', '-A'], ['commit', '-q', '-m', 'First']]);
  drawn.write(`${a}/app.txt`, 'one\n2\nthree\nfour\n');
  drawn.write(`${a}/picture.bin`, '\u0000\u0001');
  const second = drawn.bash(a, 'git add -A && git rm -q gone.txt && git commit -m "Second"', [['add', '-A'], ['rm', '-q', 'gone.txt'], ['commit', '-q', '-m', 'Second\n\nWith a body.']]);
  const oid = drawn.git(a, ['rev-parse', 'HEAD'], start).trim();
  drawn.git(a, ['branch', '-q', 'other'], start);
  const opened = await openFolder(drawn.finish());
  return { drawn, repository: `${a}/.git`, oid, first, second, opened, commits: createCommitReader(opened) };
}

function eventOf(opened: OpenedCase, toolUseId: string): number {
  for (let event = 0; event < opened.store.length; event++) if (opened.store.toolUseId(event) === toolUseId && opened.store.kind(event) === 'tool-call') return event;
  return -1;
}

describe('a commit on demand', () => {
  it('has its people, files and line counts, the refs that lead to it, and the call that made it', async () => {
    const { commits, repository, oid, opened, second } = await setup();
    const detail = await commits.detail(repository, oid);
    expect(detail).toMatchObject({
      message: 'Second\n\nWith a body.\n',
      author: { name: 'Kim', email: 'kim@example.test', zone: '+0200' },
      signature: null,
      filesTotal: 3,
      added: 2,
      removed: 2,
      incomplete: null,
      refs: ['HEAD', 'refs/heads/main', 'refs/heads/other'],
    });
    expect(detail.files).toEqual([
      { path: 'app.txt', status: 'modified', added: 2, removed: 1, binary: false },
      { path: 'gone.txt', status: 'deleted', added: 0, removed: 1, binary: false },
      { path: 'picture.bin', status: 'added', added: null, removed: null, binary: true },
    ]);
    expect(detail.entries.filter((entry) => entry.causeEventId !== null).map((entry) => [entry.action, entry.causeEventId])).toEqual([['commit', eventOf(opened, second)]]);
    expect(detail.place?.path).toBe(`${repository}/objects/${oid.slice(0, 2)}/${oid.slice(2)}`);
  });

  it('shows the changed lines of a file as text, and counts many commits at once', async () => {
    const { commits, repository, oid } = await setup();
    const difference = await commits.difference(repository, oid, 0);
    expect(difference.lines.map((line) => `${line.kind} ${line.text}`)).toEqual(['same one', 'removed two', 'added 2', 'same three', 'added four']);
    expect(await commits.counts(repository, [oid, 'f'.repeat(40)])).toEqual([{ oid, changes: { files: 3, added: 2, removed: 2, incomplete: false } }, { oid: 'f'.repeat(40), changes: null }]);
  });

  it('refuses an id that is not there, one that is no commit, and a repository that is not in the case', async () => {
    const { commits, repository, drawn } = await setup();
    const tree = drawn.git(repository.replace(/\/\.git$/, ''), ['rev-parse', 'HEAD^{tree}'], start).trim();
    await expect(commits.detail(repository, 'f'.repeat(40))).rejects.toMatchObject({ problem: { kind: 'not-found' } });
    await expect(commits.detail(repository, tree)).rejects.toMatchObject({ problem: { kind: 'unreadable' } });
    await expect(commits.detail('../..', 'f'.repeat(40))).rejects.toMatchObject({ problem: { kind: 'not-found' } });
    await expect(commits.detail(repository, '--upload-pack=x')).rejects.toMatchObject({ problem: { kind: 'not-found' } });
  });
});

describe('a call', () => {
  it('lists the entries that it caused, and what its commands leave no trace of', async () => {
    const { opened, first } = await setup();
    const found = callEntries(opened, eventOf(opened, first));
    expect(found.entries.map(({ row, strength }) => [row.reflog?.action, strength])).toEqual([['commit', 'sure']]);
    expect(found.missing).toEqual([]);
  });
});
