/** Collects what the rules on repositories are given: entries with corrected times, commits, what is lost, hooks, remotes. */
import { gather } from '../../../shared/append.ts';
import { shiftIn } from '../analysis/join/join-model.ts';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import { didNotRun } from '../../../shared/finding.ts';
import type { CallPlace, During, HookFile, LeftBehind, LostTip, RefLog, RefMove, RemoteCall, RepositoryFacts } from '../analysis/git/git-facts.ts';
import type { GitAct } from '../analysis/join/act.ts';
import type { EventStore } from '../events/event-store.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { createPace } from '../intake/pace.ts';
import { below } from '../sources/git/evidence-path.ts';
import type { CommitRead } from '../sources/git/objects/commit.ts';
import type { ObjectReader } from '../sources/git/objects/object-reader.ts';
import type { Reachability } from '../sources/git/objects/reachability.ts';
import type { ReflogEntry, RepositoryRead } from '../sources/git/repository.ts';
import type { HashedFinding } from './finding-book.ts';
import type { GitJoin } from './git-join.ts';
import { leftBehind } from './left-behind.ts';
import { lostTips } from './lost-tips.ts';
import type { ReflogEvent } from './reflog-events.ts';
import type { TimeSpan } from './sessions-view.ts';

/** Entries this close to a span count as inside: a reflog's seconds are cut, and a call's end is when its row was written. */
const marginMs = 5000;
const maxHookBytes = 1 << 20;
const maxLookedAt = 2000;
const maxUsualWalk = 300;

/** What the case knows before it looks into objects. */
export interface KnownBefore {
  /** Frozen. */
  readonly store: EventStore;
  readonly files: EvidenceFiles;
  readonly reflogs: ReadonlyMap<number, ReflogEvent>;
  readonly git: GitJoin;
  /** Repository of a directory on the source machine. */
  readonly repositoryOf: (directory: string) => string | null;
  readonly acts: readonly GitAct[];
  readonly spans: readonly TimeSpan[];
  readonly unattended: readonly TimeSpan[];
  /** Findings on calls. */
  readonly ofCalls: readonly HashedFinding[];
}

/** The same, with what is looked up in it for each repository. */
export interface CaseTimes extends KnownBefore {
  /** Calls whose records say that they wrote a hook, by the name of the file below `hooks/`. */
  readonly hookWriters: (repository: string, name: string) => readonly number[];
}

export function caseTimes(known: KnownBefore): CaseTimes {
  const { repositoryOf } = known;
  const writers = new Map<string, number[]>();
  for (const { finding } of known.ofCalls) {
    const path = finding.rule === 'persistence.git-hook' ? finding.detail['path'] : null;
    const parts = typeof path === 'string' ? /^(.*)[\\/]\.git[\\/]hooks[\\/]([^\\/]+)$/.exec(path) : null;
    const repository = parts?.[1] === undefined ? null : repositoryOf(parts[1]);
    if (finding.eventId === null || repository === null || didNotRun(finding)) continue;
    const key = `${repository}\n${parts?.[2] ?? ''}`;
    gather(writers, key, finding.eventId);
  }
  return { ...known, hookWriters: (repository, name) => writers.get(`${repository}\n${name}`) ?? [] };
}

/** Whether somebody was there at an instant of the transcripts' clock. */
export function duringOf(times: Pick<CaseTimes, 'spans' | 'unattended'>, time: number | null): During {
  const inside = (list: readonly TimeSpan[]): boolean => time !== null && list.some((span) => time >= span.from - marginMs && time <= span.to + marginMs);
  return inside(times.unattended) ? 'unattended' : inside(times.spans) ? 'attended' : 'outside';
}

/** A call with its record, as evidence. */
export function callPlace(times: Pick<CaseTimes, 'spans' | 'unattended' | 'store'>, event: number): CallPlace {
  const { store } = times;
  const place = { path: store.file(event).slice(0, 8192), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) };
  const attended = store.attended(event);
  const during: During = attended === 'unknown' ? duringOf(times, store.time(event)) : attended;
  return { event, toolUseId: store.toolUseId(event), session: store.session(event), time: store.time(event), during, outcome: store.outcome(event) ?? 'unknown', place };
}

/** Numbers of the shown events of the entries of a repository and its worktrees: a copy in another log stands behind the first. */
export type EntryEvents = (family: string, entry: ReflogEntry) => number | null;

export function entryEvents(reflogs: ReadonlyMap<number, ReflogEvent>): EntryEvents {
  const own = new Map<ReflogEntry, number>();
  const shown = new Map<string, number>();
  const key = (family: string, entry: ReflogEntry): string => `${family}\n${entry.old} ${entry.new} ${entry.rawTime} ${entry.message}`;
  for (const [event, reflog] of reflogs) {
    own.set(reflog.entry, event);
    if (reflog.shown && !shown.has(key(reflog.family, reflog.entry))) shown.set(key(reflog.family, reflog.entry), event);
  }
  return (family, entry) => {
    const event = own.get(entry);
    return event !== undefined && reflogs.get(event)?.shown === true ? event : (shown.get(key(family, entry)) ?? event ?? null);
  };
}

/** Facts of one repository. `lost` is null where what is lost could not be worked out. */
export async function collectFacts(read: RepositoryRead, objects: ObjectReader, lost: Reachability | null, times: CaseTimes, eventOf: EntryEvents, signal?: CancelSignal): Promise<RepositoryFacts> {
  const pace = createPace(signal);
  const commits = new Map<string, CommitRead | null>();
  const commit = (oid: string): CommitRead | null => {
    const known = commits.get(oid);
    if (known !== undefined) return known;
    const found = objects.commit(oid);
    const value = found.ok ? found.value : null;
    commits.set(oid, value);
    return value;
  };
  const shift = shiftIn(times.git, read.commonDir);
  const unexplained = new Set(times.git.unexplained);
  const byCall = madeByCalls(read, times, eventOf);
  const madeDuring = (each: CommitRead): During => {
    const known = byCall.get(each.oid);
    if (known !== undefined) return known;
    const seconds = each.committer?.seconds ?? null;
    return duringOf(times, seconds === null ? null : seconds * 1000 - shift);
  };
  let lookedAt = 0;
  const named = new Map<string, CommitRead>();
  const name = (oid: string): void => {
    const found = /^0+$/.test(oid) ? null : commit(oid);
    if (found) named.set(oid, found);
  };
  const leftBy = (log: string, entry: ReflogEntry): LeftBehind | null => {
    if (!/^refs\/(heads|remotes)\//.test(log) || /^0+$/.test(entry.old) || /^0+$/.test(entry.new) || lookedAt++ > maxLookedAt) return null;
    const oids = leftBehind(entry.old, entry.new, commit);
    if (oids === null) return null;
    return { oids, byPeople: oids.filter((oid) => { const each = commit(oid); return each !== null && madeDuring(each) !== 'unattended'; }).length };
  };

  const logs: RefLog[] = [];
  for (const log of read.reflogs) {
    const moves: RefMove[] = [];
    for (const entry of log.entries) {
      if (pace.due()) await pace.breathe();
      const event = eventOf(read.commonDir, entry);
      if (event === null) continue;
      const cause = times.git.causes.get(event) ?? null;
      const time = entry.seconds === null ? null : entry.seconds * 1000 - shift;
      const attended = cause === null ? 'unknown' : times.store.attended(cause);
      const during: During = attended === 'unknown' ? duringOf(times, time) : attended;
      if (during !== 'outside') {
        name(entry.old);
        name(entry.new);
      }
      moves.push({
        event, log: log.ref, old: entry.old, next: entry.new, name: entry.name, email: entry.email, time, written: entry.seconds, zone: entry.zone,
        action: entry.action, message: entry.message, oddities: entry.oddities, cause, during,
        place: { path: log.path, line: entry.line, byteStart: entry.byteStart, byteEnd: entry.byteEnd },
        session: cause === null ? null : times.store.session(cause),
        unexplained: unexplained.has(event),
        left: during === 'outside' ? null : leftBy(log.ref, entry),
      });
    }
    logs.push({ ref: log.ref, live: log.live, moves });
  }
  const tips: readonly LostTip[] = lost === null ? [] : await lostTips(objects, lost, madeDuring, signal);
  for (const tip of tips) named.set(tip.commit.oid, tip.commit);
  return {
    path: read.gitDir,
    kind: read.kind,
    embedded: read.embedded,
    head: read.head,
    logs,
    commits: named,
    usual: usualAddresses(read, logs, commit, times, madeDuring),
    lost: tips,
    config: read.config,
    hooks: read.hooks.map((path) => hookFile(path, read, times)),
    remoteCalls: remoteCalls(read, times),
    fetchedFrom: fetchedFrom(read, times.files),
    replaced: replaced(read, times.files),
  };
}

/** Actions of reflog entries whose new id is a commit made then. */
export const makesCommit = /^(commit|merge|cherry-pick|revert|am|rebase|pull)/;

/** Commits that calls made, as the reflogs and the join say: whether somebody was there then, whatever else ran at that time. */
function madeByCalls(read: RepositoryRead, times: Pick<KnownBefore, 'git' | 'store'>, eventOf: EntryEvents): ReadonlyMap<string, During> {
  const made = new Map<string, During>();
  for (const entry of read.reflogs.flatMap((log) => log.entries)) {
    if (made.has(entry.new) || !makesCommit.test(entry.action)) continue;
    const event = eventOf(read.commonDir, entry);
    const cause = event === null ? undefined : times.git.causes.get(event);
    const attended = cause === undefined ? 'unknown' : times.store.attended(cause);
    if (attended !== 'unknown') made.set(entry.new, attended);
  }
  return made;
}

/** Addresses in use before the first session: those of the log, and of the commits that HEAD leads to. */
function usualAddresses(read: RepositoryRead, logs: readonly RefLog[], commit: (oid: string) => CommitRead | null, times: CaseTimes, madeDuring: (commit: CommitRead) => During): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  if (times.spans.length === 0) return counts;
  const begin = times.spans.reduce((first, span) => Math.min(first, span.from), Number.POSITIVE_INFINITY);
  const count = (email: string): void => void (email !== '' && counts.set(email.toLowerCase(), (counts.get(email.toLowerCase()) ?? 0) + 1));
  for (const log of logs) for (const move of log.moves) if (log.ref === 'HEAD' && move.during === 'outside' && (move.time ?? begin) < begin) count(move.email);
  let oid = read.head.oid;
  for (let step = 0; step < maxUsualWalk && oid !== null; step++) {
    const each = commit(oid);
    if (each === null) break;
    const made = each.committer?.seconds ?? null;
    if (made !== null && made * 1000 < begin && madeDuring(each) === 'outside') {
      count(each.committer?.email ?? '');
      if (each.author?.email !== each.committer?.email) count(each.author?.email ?? '');
    }
    oid = each.parents[0] ?? null;
  }
  return counts;
}

function hookFile(path: string, read: RepositoryRead, times: CaseTimes): HookFile {
  const entry = times.files.entries.get(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bytes = entry?.kind === 'file' ? times.files.readWhole(path, maxHookBytes) : null;
  const head = bytes?.ok ? Buffer.from(bytes.value.buffer, bytes.value.byteOffset, Math.min(bytes.value.byteLength, 4000)).toString('utf8') : null;
  return {
    path, name, head,
    bytes: entry?.bytes ?? 0,
    modified: entry?.modified ?? 0,
    modifiedDuring: duringOf(times, entry?.modified ?? null),
    writers: times.hookWriters(read.gitDir, name).map((event) => callPlace(times, event)),
  };
}

function remoteCalls(read: RepositoryRead, times: CaseTimes): readonly RemoteCall[] {
  return times.acts.flatMap(({ verb, directory, event, argv }) => ((verb === 'remote' || verb === 'config') && directory !== null && times.repositoryOf(directory) === read.gitDir ? [{ ...callPlace(times, event), verb, argv }] : []));
}

/** Addresses in FETCH_HEAD: what stands after `of` at the end of each line. */
function fetchedFrom(read: RepositoryRead, files: EvidenceFiles): RepositoryFacts['fetchedFrom'] {
  const path = below(read.gitDir, 'FETCH_HEAD');
  const whole = files.entries.get(path)?.kind === 'file' ? files.readWhole(path, 1 << 20) : null;
  if (!whole?.ok) return [];
  const found: { readonly url: string; readonly place: EvidenceRef }[] = [];
  let start = 0;
  let line = 0;
  const bytes = Buffer.from(whole.value.buffer, whole.value.byteOffset, whole.value.byteLength);
  while (start < bytes.length && found.length < 64) {
    const feed = bytes.indexOf(10, start);
    const end = feed < 0 ? bytes.length : feed;
    line += 1;
    const url = /(?:^|\s)of (\S+)$/.exec(bytes.toString('utf8', start, Math.min(end, start + 8192)))?.[1];
    if (url !== undefined && !found.some((each) => each.url === url)) found.push({ url, place: { path, line, byteStart: start, byteEnd: end } });
    start = end + 1;
  }
  return found;
}

function replaced(read: RepositoryRead, files: EvidenceFiles): RepositoryFacts['replaced'] {
  const refs = read.refs.filter((ref) => ref.name.startsWith('refs/replace/')).map((ref) => ({ what: ref.name, place: { path: ref.path, line: ref.line, byteStart: ref.byteStart, byteEnd: ref.byteEnd } }));
  const grafts = files.entries.get(below(read.commonDir, 'info/grafts'));
  return read.kind === 'linked-worktree' || grafts?.kind !== 'file' ? refs : [...refs, { what: 'info/grafts', place: { path: grafts.path, line: 1, byteStart: 0, byteEnd: grafts.bytes } }];
}
