/** Gathers what the rollback advisor needs of an open case, repository by repository. Gives advice only where calls ran unattended. */
import { eventKinds, outcomes } from '../../../shared/event.ts';
import { shiftIn } from '../analysis/join/join-model.ts';
import { type EventStore, rowAttendances } from '../events/event-store.ts';
import { didNotRun } from '../../../shared/finding.ts';
import type { RollbackAdvice } from '../../../shared/rollback.ts';
import type { LeftBehind, RefMove, RepositoryFacts } from '../analysis/git/git-facts.ts';
import { isNone } from '../analysis/git/git-hit.ts';
import { adviseRollback } from '../analysis/rollback/advise.ts';
import type { FirstWrite, GoodCandidate, MovedRef, OutsideWrite, RollbackFacts } from '../analysis/rollback/rollback-facts.ts';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { CommitRead } from '../sources/git/objects/commit.ts';
import type { ObjectReader } from '../sources/git/objects/object-reader.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import type { Repository } from '../../../shared/case.ts';
import type { HashedFinding } from './finding-book.ts';
import { leftBehind } from './left-behind.ts';
import { type CaseTimes, duringOf, makesCommit } from './repository-facts.ts';
import { maskedWords } from './masked-finding.ts';
import { sourceTrees } from './repository-mapping.ts';

/** Tools that only read: a call of another tool could have written. */
const readingTools = new Set(['Read', 'Grep', 'Glob', 'LS', 'NotebookRead', 'WebFetch', 'WebSearch', 'TodoWrite', 'TodoRead', 'BashOutput', 'ExitPlanMode', 'AskUserQuestion']);
const maxWalk = 20_000;

/** The first unattended call that could have written, for each repository. */
export function firstWrites(reads: readonly RepositoryRead[], times: CaseTimes): ReadonlyMap<string, FirstWrite> {
  const { store } = times;
  const found = new Map<string, FirstWrite>();
  const note = (repository: string, event: number, time: number): void => {
    if ((found.get(repository)?.time ?? Number.POSITIVE_INFINITY) <= time) return;
    found.set(repository, { event, time, what: maskedWords(`${store.tool(event) ?? ''} ${store.argument(event)}`, 300) });
  };
  // A call may write into a repository that it does not run in: then the path that a finding names says so.
  const trees = reads.flatMap((read) => sourceTrees(read).map((tree) => ({ repository: read.gitDir, prefix: `${tree.replace(/[\\/]+$/, '')}/` })));
  for (const { finding } of times.ofCalls) {
    const path = finding.detail['path'];
    const event = finding.eventId;
    const time = finding.time;
    if (typeof path !== 'string' || event === null || time === null || didNotRun(finding) || !/^(write|destructive)\./.test(finding.rule) || store.attended(event) !== 'unattended') continue;
    for (const { repository, prefix } of trees) if (path.startsWith(prefix)) note(repository, event, time);
  }
  for (const event of unattendedWrites(store)) {
    const time = store.time(event);
    const cwd = store.cwd(event);
    const repository = time === null || cwd === null ? null : times.repositoryOf(cwd);
    if (repository !== null && time !== null) note(repository, event, time);
  }
  return found;
}

const call = eventKinds.indexOf('tool-call');
const unattended = rowAttendances.indexOf('unattended');
const denied = outcomes.indexOf('denied');

/** Unattended calls that could have written: the first of each working directory, since the events are in time order. */
function unattendedWrites(store: EventStore): readonly number[] {
  const [kinds, contexts, tools, ends, untimed] = [store.values('kind'), store.values('context'), store.values('tool'), store.values('outcome'), store.values('untimed')];
  const [attended, cwds] = [store.values('attended'), store.values('cwd')];
  const only = Uint8Array.from({ length: store.texts }, (_, tool) => Number(readingTools.has(store.text(tool) ?? '')));
  /** By the working directory's number; none is number 0. */
  const seen = new Uint8Array(store.texts).fill(1, 0, 1);
  const first: number[] = [];
  const { length } = kinds;
  for (let event = 0; event < length; event++) {
    if (kinds[event] !== call || untimed[event] === 1 || ends[event] === denied) continue;
    const context = contexts[event] ?? 0;
    const cwd = cwds[context] ?? 0;
    if (attended[context] !== unattended || seen[cwd] === 1 || only[tools[event] ?? 0] === 1) continue;
    seen[cwd] = 1;
    first.push(event);
  }
  return first;
}

export interface RollbackInput {
  readonly read: RepositoryRead;
  readonly objects: ObjectReader;
  readonly facts: RepositoryFacts;
  readonly times: CaseTimes;
  /** Branches that other worktrees of the same repository have checked out: they are put back there. */
  readonly checkedOutElsewhere: readonly string[];
  readonly workTreeState: Repository['workTreeState'] | undefined;
  /** Findings on this repository, and on calls. */
  readonly findings: readonly HashedFinding[];
  readonly first: FirstWrite | null;
}

/** Null where nothing that ran unattended could have written here. */
export async function rollbackAdvice({ read, objects, facts, times, checkedOutElsewhere, workTreeState, findings, first }: RollbackInput, signal?: CancelSignal): Promise<RollbackAdvice | null> {
  const moved = facts.logs.flatMap((log) => log.moves.filter((move) => move.during === 'unattended' && move.time !== null));
  const earliest = moved.reduce<RefMove | null>((best, move) => (best === null || (move.time ?? 0) < (best.time ?? 0) ? move : best), null);
  const firstWrite = earliest !== null && (first === null || (earliest.time ?? 0) < first.time) ? { event: earliest.event, time: earliest.time ?? 0, what: `reflog: ${earliest.message}`.slice(0, 300) } : first;
  if (firstWrite === null) return null;
  const cache = new Map<string, CommitRead | null>();
  const commit = (oid: string): CommitRead | null => {
    const known = cache.get(oid);
    if (known !== undefined) return known;
    const found = objects.commit(oid);
    cache.set(oid, found.ok ? found.value : null);
    return found.ok ? found.value : null;
  };
  const shift = shiftIn(times.git, read.commonDir);
  // Whoever made it by a recorded call was there or not, whatever else ran at that time.
  const byCall = new Map(facts.logs.flatMap((log) => log.moves.flatMap((move) => (move.cause !== null && makesCommit.test(move.action) ? [[move.next, move.during] as const] : []))));
  const unattended = (each: CommitRead): boolean => (byCall.get(each.oid) ?? duringOf(times, shifted(each.committer?.seconds ?? null, shift))) === 'unattended';
  const good = await goodCandidate(objects, facts, firstWrite, { commit, unattended }, signal);
  const head = facts.head.oid;
  const between = (old: string, next: string): LeftBehind | null => {
    const oids = leftBehind(old, next, commit);
    return oids === null ? null : { oids, byPeople: oids.filter((oid) => { const each = commit(oid); return each !== null && !unattended(each); }).length };
  };
  const since = good === null || head === null ? null : between(head, good.commit.oid);
  const away = good === null || head === null ? null : between(good.commit.oid, head);
  const subjects = new Map((since?.oids ?? []).slice(0, 20).map((oid) => [oid, commit(oid)?.subject ?? '']));
  const input: RollbackFacts = {
    repository: facts,
    name: (read.workTree ?? read.gitDir).split('/').at(-1) || 'repository',
    workTree: read.workTree,
    bare: read.workTree === null || read.kind === 'bare',
    firstWrite,
    good,
    since,
    away,
    subjects,
    branches: movedRefs(read, facts, 'refs/heads/').filter((branch) => !checkedOutElsewhere.includes(branch.ref)),
    checkedOutElsewhere,
    remotes: movedRefs(read, facts, 'refs/remotes/'),
    outside: outsideWrites(read, times, findings),
    credentials: credentials(times, findings),
    changedFiles: workTreeState?.filesCopied ? workTreeState.staged + workTreeState.changed : null,
    untrackedFiles: workTreeState?.filesCopied ? workTreeState.untracked : null,
    unexplained: new Set(facts.logs.flatMap((log) => log.moves.filter((move) => move.unexplained).map((move) => move.event))).size,
    contradicted: times.git.contradicted.filter((missing) => missing.repository === read.gitDir).length,
    brokenLogs: findings.some(({ finding }) => finding.repository === read.gitDir && finding.rule === 'git.history-rewritten' && finding.detail['begins'] !== undefined),
    shallow: read.shallow.length > 0,
    promisor: read.promisor !== null,
  };
  return adviseRollback(input);
}

function shifted(seconds: number | null, shift: number): number | null {
  return seconds === null ? null : seconds * 1000 - shift;
}

interface Look {
  readonly commit: (oid: string) => CommitRead | null;
  readonly unattended: (commit: CommitRead) => boolean;
}

async function goodCandidate(objects: ObjectReader, facts: RepositoryFacts, first: FirstWrite, { commit, unattended }: Look, signal?: CancelSignal): Promise<GoodCandidate | null> {
  const log = facts.logs.find((each) => each.ref === 'HEAD')?.moves ?? [];
  const at = log.findIndex((move) => move.during === 'unattended' || (move.time ?? Number.NEGATIVE_INFINITY) >= first.time);
  const branch = branchAt(log, at, facts.head.branch);
  // Where the object is not in the copy, the id before it is tried; those before it are good too, if older.
  const before = at < 0 ? [...log] : log.slice(0, at);
  const ids = at < 0 ? [facts.head.oid ?? ''] : [log[at]?.old ?? '', ...before.reverse().map((move) => move.old)];
  let found: GoodCandidate['found'] = at < 0 ? 'unmoved' : 'reflog';
  let chosen: CommitRead | null = null;
  for (const oid of ids) {
    if (oid === '' || isNone(oid)) continue;
    chosen = commit(oid);
    if (chosen !== null) break;
  }
  // Without a log only dates speak. A head that itself is older than the first write needs none.
  if (log.length === 0 || (found === 'unmoved' && chosen !== null && unattended(chosen))) {
    chosen = byDate(facts.head.oid, first.time, commit);
    found = 'date';
  }
  if (chosen === null) return null;
  const { oid } = chosen;
  const refs = await objects.refsContaining(oid, signal);
  const made = log.find((move) => move.next === oid);
  const place = branch === null ? null : placeInLog(facts, branch, oid);
  return {
    commit: chosen,
    found,
    madeUnattended: unattended(chosen),
    confirmed: made?.cause !== null && made?.cause !== undefined,
    remotes: refs.filter((ref) => ref.startsWith('refs/remotes/') && !ref.endsWith('/HEAD')),
    branch,
    inLog: place === null ? null : `${branch}@{${place}}`,
  };
}

/** The branch that HEAD was on before its move `at`: a later checkout says where it came from, an earlier one where it went. */
function branchAt(log: readonly RefMove[], at: number, now: string | null): string | null {
  const names = (move: RefMove | undefined): RegExpExecArray | null => (move === undefined ? null : /^checkout: moving from (\S+) to (\S+)$/.exec(move.message));
  if (at >= 0) {
    for (const move of log.slice(at)) {
      const from = names(move)?.[1];
      if (from !== undefined) return /^[0-9a-f]{7,64}$/.test(from) ? null : from;
    }
  }
  return now;
}

function byDate(head: string | null, before: number, commit: (oid: string) => CommitRead | null): CommitRead | null {
  let oid = head;
  for (let step = 0; step < maxWalk && oid !== null; step++) {
    const each = commit(oid);
    if (each === null) return null;
    const seconds = each.committer?.seconds ?? null;
    if (seconds !== null && seconds * 1000 < before) return each;
    oid = each.parents[0] ?? null;
  }
  return null;
}

function placeInLog(facts: RepositoryFacts, branch: string, oid: string): number | null {
  const moves = facts.logs.find((log) => log.ref === `refs/heads/${branch}`)?.moves ?? [];
  const at = moves.findLastIndex((move) => move.next === oid);
  return at < 0 ? null : moves.length - 1 - at;
}

/** Refs that moved while calls ran unattended, with where they stood before the first such move. */
function movedRefs(read: RepositoryRead, facts: RepositoryFacts, prefix: string): readonly MovedRef[] {
  return facts.logs.flatMap((log): readonly MovedRef[] => {
    if (!log.ref.startsWith(prefix) || !log.live) return [];
    const wanted = (move: RefMove): boolean => move.during === 'unattended' && (prefix === 'refs/heads/' || /^update by push/.test(move.message));
    const at = log.moves.findIndex(wanted);
    const first = log.moves[at];
    const now = read.refs.find((ref) => ref.name === log.ref)?.oid;
    if (!first || now === null || now === undefined) return [];
    const was = isNone(first.old) ? null : first.old;
    if (was === now) return [];
    const last = log.moves.findLastIndex(wanted);
    return [{ ref: log.ref, was, now, movedSince: log.moves.slice(last + 1).some((move) => !isNone(move.next)) }];
  });
}

const beyondGit = /^(write\.(outside-root|path-binary|credential-store)|execution\.download-exec|persistence\.|antiforensics\.git|agent\.|git\.(hook-changed|config-exec|remote-changed)$)/;

function outsideWrites(read: RepositoryRead, times: CaseTimes, findings: readonly HashedFinding[]): readonly OutsideWrite[] {
  const seen = new Set<string>();
  return findings.flatMap(({ finding }): readonly OutsideWrite[] => {
    if (!beyondGit.test(finding.rule) || didNotRun(finding) || finding.severity === 'info') return [];
    const event = finding.eventId;
    const here = finding.repository === read.gitDir;
    // A setting that nobody is known to have changed is no write of the run.
    if (here && event === null) return [];
    if (event === null || times.store.attended(event) !== 'unattended') return [];
    const cwd = times.store.cwd(event);
    if (!here && (cwd === null || times.repositoryOf(cwd) !== read.gitDir)) return [];
    const path = finding.detail['path'];
    const what = `${finding.title}: ${typeof path === 'string' ? path : finding.excerpt.split('\n', 1)[0]}`.slice(0, 500);
    if (seen.has(what)) return [];
    seen.add(what);
    return [{ rule: finding.rule, what }];
  });
}

function credentials(times: CaseTimes, findings: readonly HashedFinding[]): readonly string[] {
  const paths = findings.flatMap(({ finding }) => {
    const path = finding.detail['path'];
    return finding.rule.startsWith('credential.') && !didNotRun(finding) && finding.eventId !== null && times.store.attended(finding.eventId) === 'unattended' && typeof path === 'string' ? path : [];
  });
  return [...new Set(paths)].sort();
}
