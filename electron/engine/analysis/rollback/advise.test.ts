import { describe, expect, it } from 'vitest';
import { adviseRollback } from './advise.ts';

describe('the advice', () => {
  it('leaves out a command, and says so, where a hostile repository gives its branches names that a reader cannot see through', () => {
    const a = 'work/a/.git';
    const start = Date.UTC(2026, 4, 15);
    const advice = adviseRollback({
      repository: { path: a, kind: 'work-tree', embedded: false, head: { ref: 'refs/heads/main', branch: 'main', oid: null, state: 'branch' }, logs: [], commits: new Map(), usual: new Map(), lost: [], config: [], hooks: [], remoteCalls: [], fetchedFrom: [], replaced: [] },
      name: 'a\u202e', workTree: a, bare: false,
      firstWrite: { event: 1, time: start, what: 'Bash x' },
      good: { commit: { oid: 'a'.repeat(40), tree: null, parents: [], author: null, committer: null, message: '', messageCut: false, subject: '', encoding: null, signature: null, bytes: 0, oddities: [] }, found: 'reflog', madeUnattended: false, confirmed: false, remotes: [], branch: 'main', inLog: null },
      since: { oids: ['b'.repeat(40)], byPeople: 0 }, away: { oids: [], byPeople: 0 }, subjects: new Map(),
      branches: [{ ref: 'refs/heads/x\u202ey', was: 'c'.repeat(40), now: 'd'.repeat(40), movedSince: false }],
      remotes: [{ ref: 'refs/remotes/-x/main', was: 'c'.repeat(40), now: 'd'.repeat(40), movedSince: false }],
      checkedOutElsewhere: [], outside: [], credentials: [], changedFiles: null, untrackedFiles: null, unexplained: 0, contradicted: 0, brokenLogs: false, shallow: false, promisor: false,
    });
    expect(advice.options[0]?.commands).toEqual([`git reset --hard ${'a'.repeat(40)}`]);
    expect(advice.first).toEqual(['cp -a . ../before-rollback']);
    expect(advice.warnings.filter((warning) => warning.includes('cannot stand in a command') || warning.includes('no command for it')).length).toBe(2);
  });
});
