/** Gives the join what it needs of an open case, and makes links, rows and findings of what it says. */
import type { FindingDetail } from '../../../shared/finding.ts';
import type { Severity } from '../../../shared/event.ts';
import { contradictedRule, unexplainedRule } from '../analysis/join/git-rules.ts';
import type { GitAct } from '../analysis/join/git-act.ts';
import { type Coverage, type JoinCall, type Joined, joinGit, type JoinEntry } from '../analysis/join/join.ts';
import type { LogKind } from '../analysis/join/effects.ts';
import { createRepositoryMap } from '../analysis/join/map-repositories.ts';
import type { EventStore } from '../events/event-store.ts';
import { createRecordReader, type RecordReader } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import { sourcePath } from '../sources/source-place.ts';
import { answerText } from './answer-text.ts';
import { type HashedFinding, findingId } from './finding-book.ts';
import type { ReflogEvent } from './reflog-events.ts';
import type { TimeSpan } from './sessions-view.ts';

/** A call without a result is looked for in the logs for so long after it began. */
const openEndMs = 120_000;
/** Output is searched for object ids and for "nothing to do" only so far. */
const outputCap = 20_000;

export interface GitJoinInput {
  readonly files: EvidenceFiles;
  /** Frozen. */
  readonly store: EventStore;
  readonly acts: readonly GitAct[];
  readonly repositories: readonly RepositoryRead[];
  readonly reflogs: ReadonlyMap<number, ReflogEvent>;
  readonly spans: readonly TimeSpan[];
  readonly unattended: readonly TimeSpan[];
}

export interface GitJoin extends Joined {
  readonly findings: readonly HashedFinding[];
  /** Call of an entry, by the entry's event. */
  readonly causes: ReadonlyMap<number, number>;
}

export function joinCase(input: GitJoinInput): GitJoin {
  const { store, repositories, reflogs } = input;
  const map = createRepositoryMap(repositories.map((read) => ({ gitDir: read.gitDir, workTree: read.sourceWorkTree ?? (read.workTree === null ? null : sourcePath(read.workTree)) })));
  const joined = joinGit({
    calls: joinCalls(input),
    entries: [...reflogs].flatMap(([event, reflog]) => (reflog.shown ? [joinEntry(event, reflog)] : [])),
    coverage: new Map(repositories.map((read) => [read.gitDir, coverageOf(read)])),
    repositoryOf: map,
    spans: input.spans,
  });
  const reader = createRecordReader(input.files);
  try {
    const unexplained = input.spans.length === 0 ? [] : joined.unexplained.flatMap((event) => unexplainedFinding(event, input, reader) ?? []);
    const contradicted = joined.contradicted.map((missing) => contradictedFinding(missing, store, reader));
    return { ...joined, unexplained: input.spans.length === 0 ? [] : joined.unexplained, findings: [...unexplained, ...contradicted], causes: new Map(joined.links.map((link) => [link.entry, link.event])) };
  } finally {
    reader.close();
  }
}

function joinCalls({ acts, store, files }: GitJoinInput): readonly JoinCall[] {
  const byEvent = new Map<number, GitAct[]>();
  for (const act of acts) byEvent.set(act.event, [...(byEvent.get(act.event) ?? []), act]);
  return [...byEvent].sort(([a], [b]) => a - b).flatMap(([event, own]): JoinCall[] => {
    const from = store.time(event);
    if (from === null) return [];
    const duration = store.durationMs(event);
    let text: string | null = null;
    return [
      {
        event,
        from,
        to: from + (duration ?? openEndMs),
        outcome: store.outcome(event) ?? 'unknown',
        acts: own,
        output: () => (text ??= answerText(files, store, event)?.slice(0, outputCap) ?? ''),
      },
    ];
  });
}

function joinEntry(event: number, { repository, entry, refs }: ReflogEvent): JoinEntry {
  return { event, repository, log: logKind(refs[0] ?? 'HEAD'), time: entry.seconds === null ? null : entry.seconds * 1000, new: entry.new, action: entry.action, message: entry.message };
}

function logKind(ref: string): LogKind {
  if (ref === 'refs/stash') return 'stash';
  if (ref.startsWith('refs/remotes/')) return 'remote';
  return ref.startsWith('refs/') ? 'branch' : 'head';
}

function coverageOf(read: RepositoryRead): Coverage {
  const head = read.reflogs.find((log) => log.ref === 'HEAD');
  const first = head?.entries[0];
  return {
    bare: read.kind === 'bare',
    logsOff: read.config.some((entry) => entry.key === 'core.logallrefupdates' && /^(false|no|off|0)$/i.test(entry.value ?? '')),
    from: first?.seconds === undefined || first.seconds === null ? null : first.seconds * 1000,
    fromStart: first !== undefined && /^0+$/.test(first.old),
  };
}

function unexplainedFinding(event: number, { store, reflogs, spans, unattended }: GitJoinInput, reader: RecordReader): HashedFinding | null {
  const reflog = reflogs.get(event);
  const time = store.time(event);
  if (!reflog || time === null) return null;
  const inside = (list: readonly TimeSpan[]): boolean => list.some((span) => time >= span.from - 5000 && time <= span.to + 5000);
  const [severity, when]: readonly [Severity, string] = inside(unattended)
    ? ['medium', 'while calls ran unattended']
    : inside(spans)
      ? ['low', 'during an attended session']
      : ['info', 'outside the time of each session, within a day of the last one'];
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
    ref: 'HEAD',
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
