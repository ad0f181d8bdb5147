/** Commits that no ref leads to: work that was lost, with the command that brings it back. Pure. */
import type { Severity } from '../../../../shared/event.ts';
import type { LostTip, RefMove, RepositoryFacts } from './git-facts.ts';
import { counted, defineGitRule, type GitHit, noRow, onMove, short, whenWords } from './git-hit.ts';

export const unreachableCommit = defineGitRule(
  {
    id: 'git.unreachable-commit',
    title: 'Commits that no branch or tag leads to',
    severity: 'high',
    attack: ['T1485', 'T1565.001'],
    why: 'A reset, a forced update or a deleted branch leaves commits behind that nothing names any more. They can be brought back while git still keeps them; it deletes them in time.',
    doesNotShow: 'That the content is gone: the same lines may stand in another commit. Nor who gave the commits up.',
    otherExplanation: 'Amending, rebasing, squashing and dropping a stash leave old versions behind in ordinary work.',
    canBeWrong: 'A ref that was not copied may still hold the commits. Later versions are recognised by author, author’s time and subject, which can be set by hand.',
  },
  (facts) => {
    const givenUp = movesByOld(facts);
    const hits: GitHit[] = [];
    const ordinary: { readonly tip: LostTip; readonly how: How }[] = [];
    for (const tip of facts.lost) {
      const how = howLost(tip, givenUp.get(tip.commit.oid) ?? []);
      const severity = severityOf(tip, how);
      if (severity === 'info') ordinary.push({ tip, how });
      else hits.push(lostHit(facts, tip, how, severity));
    }
    return ordinary.length === 0 ? hits : [...hits, ordinaryHit(facts, ordinary)];
  },
);

interface How {
  readonly kind: 'replaced' | 'stash' | 'reset' | 'moved' | 'left' | 'unknown';
  readonly move: RefMove | null;
  readonly words: string;
}

/** A checkout leaves a branch where it was; only what a detached HEAD held is left behind. */
const leftDetached = /moving from [0-9a-f]{7,64} to /;

function movesByOld(facts: RepositoryFacts): ReadonlyMap<string, readonly RefMove[]> {
  const found = new Map<string, RefMove[]>();
  for (const log of facts.logs) {
    for (const move of log.moves) {
      if (move.old === move.next || (/^checkout/.test(move.action) && !leftDetached.test(move.message))) continue;
      const list = found.get(move.old);
      if (list) list.push(move);
      else found.set(move.old, [move]);
    }
  }
  return found;
}

function howLost(tip: LostTip, moves: readonly RefMove[]): How {
  // A branch's own log says more than HEAD's, and a reset more than what came later.
  const move = moves.find((each) => each.action === 'reset' && each.log !== 'HEAD') ?? moves.find((each) => each.action === 'reset') ?? moves.find((each) => each.log !== 'HEAD') ?? moves[0] ?? null;
  if (isStash(tip)) return { kind: 'stash', move, words: 'a stash that was dropped or applied' };
  if (moves.some((each) => /\(amend\)|^rebase/.test(each.action)) || tip.laterVersion !== null) return { kind: 'replaced', move, words: 'an earlier version of a commit that was amended, rebased or copied' };
  if (move?.action === 'reset') return { kind: 'reset', move, words: 'a reset moved the branch away' };
  if (move?.action === 'checkout') return { kind: 'left', move, words: 'HEAD stood there without a branch, and a checkout went away' };
  if (move) return { kind: 'moved', move, words: `the reflog says “${(move.action === '' ? 'no message' : move.action).slice(0, 80)}”` };
  return { kind: 'unknown', move: null, words: 'no reflog entry in the copy says how' };
}

function isStash(tip: LostTip): boolean {
  return /^(WIP on|On|index on|untracked files on) [^:]+: /.test(tip.commit.subject) && (tip.commit.parents.length >= 2 || /^(index|untracked files) on /.test(tip.commit.subject));
}

function severityOf(tip: LostTip, how: How): Severity {
  if (how.kind === 'replaced' || how.kind === 'stash') return 'info';
  const byPeople = tip.during !== 'unattended';
  if (how.move === null) return byPeople ? 'info' : 'medium';
  if (how.move.during === 'unattended') return byPeople || tip.heldBy === 'nothing' ? 'high' : 'medium';
  return how.move.during === 'attended' ? 'low' : 'info';
}

function lostHit(facts: RepositoryFacts, tip: LostTip, how: How, severity: Severity): GitHit {
  const { commit, number } = tip;
  const recover = number === null ? null : recoverCommand(number, commit.oid);
  const held = tip.heldBy === 'reflog' ? 'Only a reflog still holds it.' : 'Not even a reflog holds it.';
  const evidence = [...(how.move ? [how.move.place] : []), ...(tip.place ? [tip.place] : [])];
  return {
    ...(how.move ? onMove(how.move) : { ...noRow, state: 'recorded', time: millisOf(commit.committer?.seconds ?? null) }),
    severity,
    confidence: how.move ? 'high' : 'medium',
    confidenceReason: how.move ? 'The object is in the copy, and the reflog records the move that left it.' : 'The object is in the copy and no ref of the copy leads to it; no log says how it was lost.',
    sentence: `${counted(tip.commits, 'commit')} up to ${short(commit.oid)} “${commit.subject.slice(0, 200)}” ${tip.commits === 1 ? 'is' : 'are'} held by no branch or tag: ${how.words}${how.move ? ` ${whenWords(how.move.during)}` : ''}. ${held}${recover ? ` To get it back: ${recover}` : ''}`,
    excerpt: `${commit.oid} ${commit.subject}`,
    evidence,
    detail: {
      repository: facts.path,
      commit: commit.oid,
      commits: tip.commits,
      subject: commit.subject.slice(0, 500),
      author: personText(commit.author),
      heldBy: tip.heldBy,
      lostBy: how.kind,
      action: how.move?.action ?? null,
      madeWhile: tip.during,
      recover,
    },
  };
}

function millisOf(seconds: number | null): number | null {
  return seconds === null ? null : seconds * 1000;
}

/** What is left in ordinary work, in one finding: it is there to be seen and no reason to worry. */
function ordinaryHit(facts: RepositoryFacts, list: readonly { readonly tip: LostTip; readonly how: How }[]): GitHit {
  const count = (kind: How['kind']): number => list.filter(({ how }) => how.kind === kind).length;
  const commits = list.reduce((sum, { tip }) => sum + tip.commits, 0);
  const replaced = count('replaced');
  const stashes = count('stash');
  return {
    ...noRow,
    severity: 'info',
    confidence: 'high',
    confidenceReason: 'The objects are in the copy and no ref of the copy leads to them.',
    state: 'recorded',
    title: 'Old versions and other commits that no branch or tag leads to',
    sentence: `${counted(commits, 'commit')} in ${counted(list.length, 'place')} ${commits === 1 ? 'is' : 'are'} held by no branch or tag: ${counted(replaced, 'earlier version')} of commits that were amended or rebased, ${counted(stashes, 'dropped stash', 'dropped stashes')}, ${counted(list.length - replaced - stashes, 'other')}.`,
    excerpt: list.slice(0, 8).map(({ tip }) => `${tip.commit.oid} ${tip.commit.subject.slice(0, 60)}`).join('\n'),
    evidence: list.flatMap(({ tip, how }) => how.move?.place ?? tip.place ?? []).slice(0, 16),
    detail: {
      repository: facts.path,
      places: list.length,
      commits,
      replaced,
      stashes,
      ids: list.slice(0, 100).map(({ tip }) => tip.commit.oid),
      recover: list.flatMap(({ tip }) => (tip.number === null ? [] : recoverCommand(tip.number, tip.commit.oid))).slice(0, 100),
    },
  };
}

/** The command that names a lost commit again. Printed, never run. */
export function recoverCommand(number: number, oid: string): string {
  return `git branch recovered/${number} ${oid}`;
}

function personText(person: LostTip['commit']['author']): string | null {
  return person === null ? null : `${person.name} <${person.email}>`.slice(0, 1000);
}
