/** Branches that lost commits they had, forced pushes, logs with entries cut out, and refs that show another history. Pure. */
import type { Severity } from '../../../../shared/event.ts';
import type { RefLog, RefMove, RepositoryFacts } from './git-facts.ts';
import { counted, defineGitRule, type GitHit, isNone, isProtected, noRow, onMove, short, whenWords } from './git-hit.ts';

export const historyRewritten = defineGitRule(
  {
    id: 'git.history-rewritten',
    title: 'History that was rewritten',
    severity: 'high',
    attack: ['T1565.001', 'T1070'],
    why: 'A branch that no longer leads to commits it had, a forced push, and a reflog whose entries do not follow each other each take away part of the record.',
    doesNotShow: 'That content was lost: a rebased commit keeps its changes under another id. Nor who did it.',
    otherExplanation: 'Rebasing and amending before a push is ordinary work. Git itself drops old reflog entries.',
    canBeWrong: 'Histories are compared by the commits in the copy; where some are missing, nothing is said. A clock that was set can put a commit of a person into an unattended span.',
  },
  (facts) => [
    ...facts.logs.filter((log) => log.ref.startsWith('refs/heads/') || log.ref.startsWith('refs/remotes/')).flatMap((log) => log.moves.flatMap((move) => rewriteHit(facts, move) ?? [])),
    ...facts.logs.flatMap((log) => breakHits(facts, log)),
    ...replacedHits(facts),
  ],
);

function rewriteHit(facts: RepositoryFacts, move: RefMove): GitHit | null {
  const { left } = move;
  if (left === null || left.oids.length === 0 || move.during === 'outside') return null;
  const pushed = move.log.startsWith('refs/remotes/');
  // A remote branch that a fetch shows moved back was rewritten by whoever pushed it, not here.
  if (pushed && !/^update by push/.test(move.message)) return null;
  const severity = severityOf(move, left.byPeople, pushed);
  if (severity === null) return null;
  const what = pushed ? `A forced push moved ${move.log.replace(/^refs\/remotes\//, '')}` : `${actionWords(move.action)} moved ${move.log.replace(/^refs\/heads\//, '')}`;
  return {
    ...onMove(move),
    severity,
    confidence: 'high',
    confidenceReason: 'The reflog names both ids, and the commits between them are in the copy.',
    title: pushed ? 'Forced push that dropped commits' : historyRewritten.info.title,
    sentence: `${what} from ${short(move.old)} to ${short(move.next)} ${whenWords(move.during)}. ${counted(left.oids.length, 'commit')} ${left.oids.length === 1 ? 'is' : 'are'} no longer part of it, ${left.byPeople} of them made outside the unattended spans.`,
    excerpt: `${move.action} ${short(move.old)} → ${short(move.next)} ${move.message}`.slice(0, 1000),
    evidence: [move.place],
    detail: { repository: facts.path, ref: move.log, old: move.old, new: move.next, action: move.action, dropped: left.oids.length, byPeople: left.byPeople, forcedPush: pushed, ids: left.oids.slice(0, 100) },
  };
}

function severityOf(move: RefMove, byPeople: number, pushed: boolean): Severity | null {
  const guarded = isProtected(move.log);
  if (pushed) return move.during === 'unattended' ? 'high' : guarded ? 'medium' : 'low';
  // Whoever was there amends and rebases; an unattended run that rewrites its own commits takes nothing from anyone.
  if (move.during !== 'unattended' || byPeople === 0) return null;
  return guarded ? 'high' : 'medium';
}

function actionWords(action: string): string {
  if (action === '') return 'An entry without a message';
  return `“${action.slice(0, 80)}”`;
}

/** An entry that does not begin where the one before it ended: a line between them is gone, or one was changed. */
function breakHits(facts: RepositoryFacts, log: RefLog): readonly GitHit[] {
  if (log.ref !== 'HEAD' && !log.ref.startsWith('refs/heads/')) return [];
  return log.moves.flatMap((move, at): GitHit[] => {
    const before = log.moves[at - 1];
    // Git drops single old entries of its own accord; inside the time of the sessions none is old enough for that.
    if (!before || before.during === 'outside' || move.during === 'outside' || before.next === move.old || isNone(before.next) || isNone(move.old)) return [];
    const severity: Severity = before.during === 'unattended' || move.during === 'unattended' ? 'medium' : 'low';
    return [
      {
        ...onMove(move),
        state: 'recorded',
        severity,
        confidence: 'medium',
        confidenceReason: 'Each entry of a reflog names the id before it; these two do not fit together.',
        title: 'Reflog whose entries do not follow each other',
        sentence: `The entry at line ${move.place.line} of the log of ${log.ref} begins at ${short(move.old)}, and the one before it ended at ${short(before.next)}: at least one entry between them is not there, or one was changed.`,
        excerpt: `${short(before.next)} / ${short(move.old)} ${move.message}`.slice(0, 1000),
        evidence: [before.place, move.place],
        detail: { repository: facts.path, ref: log.ref, ended: before.next, begins: move.old, line: move.place.line },
      },
    ];
  });
}

function replacedHits(facts: RepositoryFacts): readonly GitHit[] {
  const first = facts.replaced[0];
  if (!first) return [];
  return [
    {
      ...noRow,
      state: 'recorded',
      severity: 'medium',
      confidence: 'high',
      confidenceReason: 'The refs or the file are in the copy.',
      title: 'Repository that shows another history than it holds',
      sentence: `The repository holds ${facts.replaced.map((each) => each.what).slice(0, 4).join(', ')}: git shows other objects or parents under the ids of the real ones. Postflight reads the real ones.`,
      excerpt: facts.replaced.map((each) => each.what).slice(0, 16).join('\n'),
      evidence: facts.replaced.map((each) => each.place).slice(0, 16),
      detail: { repository: facts.path, replaced: facts.replaced.map((each) => each.what.slice(0, 300)).slice(0, 64) },
    },
  ];
}
