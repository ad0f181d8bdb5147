/** Commits and reflog entries whose times do not fit those around them. Pure: no clock of this machine is asked. */
import type { Severity } from '../../../../shared/event.ts';
import type { RefLog, RefMove, RepositoryFacts } from './git-facts.ts';
import { defineGitRule, distinctMoves, type GitHit, isNone, onMove, short } from './git-hit.ts';

/** Clocks are set by less than this in ordinary work. */
const stepMs = 10 * 60_000;
const daySeconds = 86_400;
/** Hooks, editors and slow disks stay below this. */
const sameActSeconds = 3600;

export const futureOrBackdated = defineGitRule(
  {
    id: 'git.future-or-backdated',
    title: 'Time that does not fit the times around it',
    severity: 'medium',
    attack: ['T1070.006'],
    why: 'Author and committer times are free to set, and reflog entries are written in order. A time that steps back, or that differs from the commit’s own, was set by hand or by a clock that was wrong.',
    doesNotShow: 'When it really happened, or that anyone meant to deceive.',
    otherExplanation: 'A clock that was corrected, a resumed virtual machine, `--date`, or a commit message and time taken over from another commit.',
    canBeWrong: 'Only entries in or next to the time of the sessions are looked at.',
  },
  (facts) => {
    const branches = distinctMoves(facts, (ref) => ref === 'HEAD' || ref.startsWith('refs/heads/'));
    const inOrder = facts.logs.filter((log) => log.ref === 'HEAD' || log.ref.startsWith('refs/heads/')).flatMap((log) => stepHits(facts, log));
    const seen = new Set<number | null>();
    const steps = inOrder.filter((hit) => !seen.has(hit.event) && seen.add(hit.event));
    return [...steps, ...branches.flatMap((move) => commitHit(facts, move) ?? [])];
  },
);

/** Entries that are earlier than the one before them. */
function stepHits(facts: RepositoryFacts, log: RefLog): readonly GitHit[] {
  const hits: GitHit[] = [];
  const timed = log.moves.filter((move) => move.time !== null);
  for (let at = 1; at < timed.length; at++) {
    const [before, move, after] = [timed[at - 1], timed[at], timed[at + 1]];
    if (!before || !move || (move.time ?? 0) >= (before.time ?? 0) - stepMs) continue;
    // The odd one out is the one that its other neighbour does not agree with.
    const ahead = after ? (after.time ?? 0) < (before.time ?? 0) - stepMs : (timed[at - 2]?.time ?? Number.NEGATIVE_INFINITY) <= (move.time ?? 0);
    const odd = ahead && (timed[at - 2]?.time ?? Number.NEGATIVE_INFINITY) <= (move.time ?? 0) ? before : move;
    const near = [timed[at - 2], before, move, after].some((each) => each !== undefined && each !== odd && each.during !== 'outside') || odd.during !== 'outside';
    if (!near) continue;
    const other = odd === move ? before : move;
    const unattended = [before, move, after].some((each) => each?.during === 'unattended');
    hits.push(hitOf(facts, odd, unattended ? 'medium' : 'low', {
      title: odd === move ? 'Reflog entry dated before the one that it follows' : 'Reflog entry dated after the one that follows it',
      sentence: `The entry at line ${odd.place.line} of the log of ${log.ref} is dated ${timeText(odd.time)}, and the one ${odd === move ? 'before' : 'after'} it ${timeText(other.time)}. Git appends entries in the order in which they happen.`,
      evidence: [odd.place, other.place],
      differenceMs: Math.round((odd.time ?? 0) - (other.time ?? 0)),
      kind: odd === move ? 'backdated' : 'future',
    }));
  }
  return hits;
}

/** A commit whose own times differ from each other, from its parent's, or from its reflog entry. */
function commitHit(facts: RepositoryFacts, move: RefMove): GitHit | null {
  const commit = facts.commits.get(move.next);
  if (!commit || move.during === 'outside' || !/^commit( \((initial|merge|amend)\))?$/.test(move.action)) return null;
  const committed = commit.committer?.seconds ?? null;
  const authored = commit.author?.seconds ?? null;
  if (committed === null) return null;
  const logged = move.written;
  const severity: Severity = move.during === 'unattended' ? 'medium' : 'low';
  if (logged !== null && Math.abs(logged - committed) > sameActSeconds) {
    return hitOf(facts, move, severity, {
      title: 'Reflog entry and commit that differ in time',
      sentence: `The reflog says that ${short(move.next)} was made at ${timeText(logged * 1000)}, and the commit itself says ${timeText(committed * 1000)}. Git writes both from one clock.`,
      evidence: [move.place],
      differenceMs: (committed - logged) * 1000,
      kind: 'differs',
    });
  }
  if (authored !== null && move.action !== 'commit (amend)' && Math.abs(authored - committed) > daySeconds) {
    return hitOf(facts, move, severity === 'medium' && authored > committed ? 'medium' : 'low', {
      title: authored > committed ? 'Commit with an author’s time in its future' : 'Commit with an earlier author’s time',
      sentence: `The commit ${short(move.next)} was made at ${timeText(committed * 1000)}, and gives its author’s time as ${timeText(authored * 1000)}.`,
      evidence: [move.place],
      differenceMs: (authored - committed) * 1000,
      kind: authored > committed ? 'future' : 'backdated',
    });
  }
  const parent = commit.parents[0] === undefined ? undefined : facts.commits.get(commit.parents[0]);
  const before = parent?.committer?.seconds ?? null;
  if (before !== null && !isNone(move.old) && committed < before - daySeconds) {
    return hitOf(facts, move, severity, {
      title: 'Commit dated before its parent',
      sentence: `The commit ${short(move.next)} is dated ${timeText(committed * 1000)}, and its parent ${timeText(before * 1000)}.`,
      evidence: [move.place],
      differenceMs: (committed - before) * 1000,
      kind: 'backdated',
    });
  }
  return null;
}

interface Words {
  readonly title: string;
  readonly sentence: string;
  readonly evidence: GitHit['evidence'];
  readonly differenceMs: number;
  readonly kind: 'backdated' | 'future' | 'differs';
}

function hitOf(facts: RepositoryFacts, move: RefMove, severity: Severity, words: Words): GitHit {
  return {
    ...onMove(move),
    severity,
    confidence: 'medium',
    confidenceReason: 'The times are compared with each other; which clock was right is not known.',
    title: words.title,
    sentence: words.sentence,
    excerpt: `${move.action} ${short(move.old)} → ${short(move.next)} ${move.message}`.slice(0, 1000),
    evidence: words.evidence,
    detail: { repository: facts.path, ref: move.log, commit: move.next, kind: words.kind, differenceMs: words.differenceMs, line: move.place.line },
  };
}

function timeText(time: number | null): string {
  return time === null ? 'an unknown time' : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
