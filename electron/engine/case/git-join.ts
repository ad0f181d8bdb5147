/** Gives the join what it needs of an open case, and makes links, rows and findings of what it says. */
import type { FindingDetail } from '../../../shared/finding.ts';
import type { Severity } from '../../../shared/event.ts';
import { contradictedRule, unexplainedRule } from '../analysis/join/git-rules.ts';
import type { GitAct } from '../analysis/join/act.ts';
import { aliasKey } from '../analysis/join/git-act.ts';
import { joinGit } from '../analysis/join/join.ts';
import { type Coverage, type JoinCall, type Joined, type JoinEntry, shiftIn } from '../analysis/join/join-model.ts';
import type { LogKind } from '../analysis/join/effects.ts';
import { type Aliases, aliasSetBy, openAlias } from '../analysis/join/aliases.ts';
import type { EventStore } from '../events/event-store.ts';
import { createRecordReader, type RecordReader } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { type Steps, stepwise } from '../intake/steps.ts';
import { configValue, maxConfigBytes, parseConfig } from '../sources/git/config.ts';
import { createProblemList } from '../sources/git/problem-list.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import { gitOutput } from './git-output.ts';
import { type HashedFinding, findingId } from './finding-book.ts';
import type { ReflogEvent } from './reflog-events.ts';
import type { RepositoryMapping } from './repository-mapping.ts';
import type { TimeSpan } from './sessions-view.ts';

/** A call without a result is looked for in the logs for so long after it began. */
const openEndMs = 120_000;

export interface GitJoinInput {
  readonly files: EvidenceFiles;
  /** Frozen. */
  readonly store: EventStore;
  readonly acts: readonly GitAct[];
  readonly repositories: readonly RepositoryRead[];
  readonly mapping: RepositoryMapping;
  readonly reflogs: ReadonlyMap<number, ReflogEvent>;
  readonly spans: readonly TimeSpan[];
  readonly unattended: readonly TimeSpan[];
}

export interface GitJoin extends Joined {
  readonly findings: readonly HashedFinding[];
  /** Call of an entry, by the entry's event. */
  readonly causes: ReadonlyMap<number, number>;
}

export function* joinCase(input: GitJoinInput): Steps<GitJoin> {
  const { store, repositories, reflogs } = input;
  const aliases = aliasesOf(input);
  yield;
  const acts = aliases === null ? input.acts : (yield* stepwise(input.acts, (act) => openAlias(act, aliases(act)))).flat();
  const calls = yield* joinCalls({ ...input, acts });
  const joined = yield* joinGit({
    calls,
    entries: [...reflogs].flatMap(([event, reflog]) => (reflog.shown ? [joinEntry(event, reflog)] : [])),
    coverage: new Map(repositories.map((read) => [read.gitDir, coverageOf(read, repositories)])),
    repositoryOf: input.mapping.repositoryOf,
    couldBe: (directory) => input.mapping.couldBe(directory),
    isNone: (directory) => input.mapping.mappingOf(directory).how === 'analyst' && input.mapping.repositoryOf(directory) === null,
    isPlaced: (directory) => input.mapping.mappingOf(directory).placed,
    spans: input.spans,
  });
  const reader = createRecordReader(input.files);
  try {
    const unexplained = input.spans.length === 0 ? [] : joined.unexplained;
    const findings = [...(yield* stepwise(unexplained, (event) => unexplainedFinding(event, input, shiftIn(joined, reflogs.get(event)?.family ?? ''), reader) ?? [])).flat(), ...(yield* stepwise(joined.contradicted, (missing) => contradictedFinding(missing, store, reader)))];
    return { ...joined, unexplained, findings, causes: new Map(joined.links.map((link) => [link.entry, link.event])) };
  } finally {
    reader.close();
  }
}

/** Aliases that a command could use: those of the repository, of the users whose homes are in the copy, and those that earlier calls set. Null where there are none at all. */
function aliasesOf({ files, acts, repositories, mapping }: GitJoinInput): ((act: GitAct) => Aliases) | null {
  const shared = new Map<string, string>();
  for (const entry of files.entries.values()) {
    if (entry.kind !== 'file' || !(entry.name === '.gitconfig' || entry.path.endsWith('.config/git/config'))) continue;
    const read = files.readWhole(entry.path, maxConfigBytes);
    if (read.ok) for (const { key, value } of parseConfig(read.value, entry.path, createProblemList())) noteAlias(shared, key, value);
  }
  for (const act of acts) {
    const set = aliasSetBy(act);
    if (set !== null) shared.set(...set);
  }
  const own = new Map(repositories.map((read) => {
    const aliases = new Map(shared);
    for (const { key, value } of read.config) noteAlias(aliases, key, value);
    return [read.gitDir, aliases] as const;
  }));
  if (shared.size === 0 && [...own.values()].every((aliases) => aliases.size === 0)) return null;
  return (act) => own.get((act.directory === null ? null : mapping.repositoryOf(act.directory)) ?? '') ?? shared;
}

function noteAlias(aliases: Map<string, string>, key: string, value: string | null): void {
  const name = aliasKey.exec(key)?.[1];
  if (name !== undefined && value !== null) aliases.set(name.toLowerCase(), value);
}

function* joinCalls({ acts, store, files }: Pick<GitJoinInput, 'acts' | 'store' | 'files'>): Steps<readonly JoinCall[]> {
  const byEvent = new Map<number, GitAct[]>();
  for (const act of acts) {
    const known = byEvent.get(act.event);
    if (known) known.push(act);
    else byEvent.set(act.event, [act]);
    yield;
  }
  const calls: JoinCall[] = [];
  for (const [event, own] of [...byEvent].sort(([a], [b]) => a - b)) {
    const from = store.time(event);
    if (from !== null) calls.push(joinCall(event, from, own, { store, files }));
    yield;
  }
  return calls;
}

function joinCall(event: number, from: number, acts: readonly GitAct[], { store, files }: Pick<GitJoinInput, 'store' | 'files'>): JoinCall {
  let text: string | null = null;
  return { event, from, to: from + (store.durationMs(event) ?? openEndMs), outcome: store.outcome(event) ?? 'unknown', acts, output: () => (text ??= gitOutput(files, store, event)) };
}

function joinEntry(event: number, { repository, entry, refs }: ReflogEvent): JoinEntry {
  return { event, repository, log: logKind(refs[0] ?? 'HEAD'), refs, time: entry.seconds === null ? null : entry.seconds * 1000, new: entry.new, action: entry.action, message: entry.message };
}

function logKind(ref: string): LogKind {
  if (ref === 'refs/stash') return 'stash';
  if (ref.startsWith('refs/remotes/')) return 'remote';
  return ref.startsWith('refs/') ? 'branch' : 'head';
}

function coverageOf(read: RepositoryRead, reads: readonly RepositoryRead[]): Coverage {
  const head = read.reflogs.find((log) => log.ref === 'HEAD');
  const first = head?.entries[0];
  const times = read.reflogs.flatMap((log) => log.entries.flatMap((entry) => entry.seconds ?? []));
  return {
    bare: read.kind === 'bare',
    logsOff: read.config.some((entry) => entry.key === 'core.logallrefupdates' && /^(false|no|off|0)$/i.test(entry.value ?? '')),
    from: first?.seconds === undefined || first.seconds === null ? null : first.seconds * 1000,
    fromStart: first !== undefined && /^0+$/.test(first.old),
    family: read.commonDir,
    until: times.length === 0 ? null : times.reduce((most, time) => Math.max(most, time)) * 1000,
    hooks: read.hooks.length > 0 || read.config.some((entry) => entry.key === 'core.hookspath'),
    keptMs: keptMs(read),
    log: (ref) => reads.filter((other) => other === read || other.gitDir === read.commonDir).flatMap((other) => other.reflogs.filter((log) => log.ref === ref && ref !== 'HEAD')).flatMap((log) => log.entries.map((entry) => ({ time: entry.seconds === null ? null : entry.seconds * 1000, new: entry.new }))),
    tracks: new Set(read.config.flatMap(({ key }) => /^remote\.(.+)\.fetch$/.exec(key)?.[1] ?? [])),
  };
}

const dayMs = 86_400_000;
const usualKeptMs = 30 * dayMs;
const units: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: dayMs, week: 7 * dayMs, month: 30 * dayMs, year: 365 * dayMs };

/** How soon git may drop entries here; what a setting says in words that are not understood counts as at once. */
function keptMs(read: RepositoryRead): number | null {
  const kept = ['gc.reflogexpireunreachable', 'gc.reflogexpire'].flatMap((key) => {
    const value = configValue(read.config, key)?.trim().toLowerCase();
    if (value === undefined) return key.endsWith('unreachable') ? [usualKeptMs] : [];
    if (value === 'never' || value === 'false') return [];
    const [, number, unit = ''] = /^(\d+)[. ]?(second|minute|hour|day|week|month|year)s?([. ]ago)?$/.exec(value) ?? [];
    return number === undefined ? [/^\d+$/.test(value) ? Number(value) * dayMs : 0] : [Number(number) * (units[unit] ?? 0)];
  });
  return kept.length === 0 ? null : Math.min(...kept);
}

function unexplainedFinding(event: number, { store, reflogs, spans, unattended }: GitJoinInput, shift: number, reader: RecordReader): HashedFinding | null {
  const reflog = reflogs.get(event);
  const time = store.time(event);
  if (!reflog || time === null) return null;
  const inside = (list: readonly TimeSpan[]): boolean => list.some((span) => time - shift >= span.from - 5000 && time - shift <= span.to + 5000);
  const [severity, when]: readonly [Severity, string] = inside(unattended)
    ? ['medium', 'while calls ran unattended']
    : inside(spans)
      ? ['low', 'during an attended session']
      : ['info', 'outside the time of each session, within a day after one'];
  const { entry } = reflog;
  const detail: FindingDetail = { repository: reflog.repository, refs: reflog.refs, old: entry.old, new: entry.new, action: entry.action, message: entry.message.slice(0, 1000), when };
  return gitFinding(unexplainedRule, severity, 'unexplained', event, store, reader, {
    sentence: `The reflog records "${entry.message.slice(0, 300)}" ${when}, and no tool call in this copy accounts for it.`,
    excerpt: `${entry.action} ${entry.old.slice(0, 7)} → ${entry.new.slice(0, 7)}`,
    repository: reflog.repository,
    ref: reflog.refs[0] ?? null,
    detail,
  });
}

function contradictedFinding(missing: Joined['contradicted'][number], store: EventStore, reader: RecordReader): HashedFinding {
  return gitFinding(contradictedRule, 'high', 'contradicted', missing.event, store, reader, {
    sentence: `The transcript records a git ${missing.verb} that succeeded; ${missing.reason}.`,
    excerpt: store.argument(missing.event),
    repository: missing.repository,
    ref: missing.ref,
    detail: { repository: missing.repository, verb: missing.verb, expected: missing.reason },
  });
}

interface Words {
  readonly sentence: string;
  readonly excerpt: string;
  readonly repository: string | null;
  readonly ref: string | null;
  readonly detail: FindingDetail;
}

function gitFinding(rule: typeof unexplainedRule, severity: Severity, state: 'unexplained' | 'contradicted', event: number, store: EventStore, reader: RecordReader, words: Words): HashedFinding {
  const ref = { path: store.file(event).slice(0, 8192), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) };
  return {
    finding: {
      id: findingId(rule.id, ref, 0, words.excerpt),
      rule: rule.id,
      title: rule.title,
      severity,
      confidence: 'medium',
      confidenceReason: 'Two records are compared that can both be edited; clocks and commands inside scripts can differ.',
      state,
      time: store.time(event),
      eventId: event,
      sessionId: store.session(event)?.slice(0, 300) ?? null,
      toolUseId: store.toolUseId(event)?.slice(0, 300) ?? null,
      repository: words.repository?.slice(0, 8192) ?? null,
      ref: words.ref?.slice(0, 4096) ?? null,
      attack: [...rule.attack],
      sentence: words.sentence.slice(0, 2000),
      excerpt: words.excerpt.slice(0, 1000),
      evidence: [ref],
      detail: words.detail,
    },
    madeBy: rule.id,
    recordSha256: [reader.sha256(ref)],
  };
}
