/** The launch posture of a case: what was read, judged, and made into findings with the hashes of what they cite. */
import crypto from 'node:crypto';
import { gather } from '../../../shared/append.ts';
import { eventKinds, type EvidenceRef } from '../../../shared/event.ts';
import type { Finding } from '../../../shared/finding.ts';
import { type Decision, decide } from '../analysis/posture/decision.ts';
import { flagFindings } from '../analysis/posture/flag-findings.ts';
import { type JudgedServer, mcpFindings, type Registration } from '../analysis/posture/mcp-findings.ts';
import type { PostureHit } from '../analysis/posture/posture-hit.ts';
import { postureRules } from '../analysis/posture/posture-rules.ts';
import { type EffectiveSetting, effectiveSettings } from '../analysis/posture/precedence.ts';
import { type ProviderJoin, providerFindings } from '../analysis/posture/provider-join.ts';
import { type CallToReplay, type HookReplay, replayHooks, replayRules, type RuleReplay } from '../analysis/posture/replay.ts';
import { type JudgedFlag, judgeFlag } from '../analysis/posture/scope.ts';
import { settingsFindings } from '../analysis/posture/settings-findings.ts';
import { shellTools } from '../analysis/shell-tools.ts';
import { type EventStore, type RowAttendance, rowAttendances } from '../events/event-store.ts';
import { createRecordReader } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { Pace } from '../intake/pace.ts';
import { paced, type Steps } from '../intake/steps.ts';
import type { OtherAgent } from '../sources/posture/other-agents.ts';
import type { EvidenceTable, PostureRead } from '../sources/posture/read-posture.ts';
import type { ConsentFlag, ManagedPlace } from '../sources/posture/settings-files.ts';
import { homeOf, sourcePath } from '../sources/source-place.ts';
import type { HashedFinding } from './finding-book.ts';
import { callNotes } from './registrations.ts';
import { transcriptFlags } from './transcript-flags.ts';

/** A second source of the same hours, and how much of it joined. */
export interface SecondSource {
  readonly kind: 'shell-history' | 'process-events' | 'provider-records' | 'hook-log';
  readonly path: string;
  readonly records: number;
  readonly untimed: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly joined: number | null;
}

/** What a case keeps of its posture; plain data. */
export interface Posture {
  readonly flags: readonly JudgedFlag[];
  /** Calls that wrote a file of the posture, by its path in the copy. */
  readonly changes: ReadonlyMap<string, readonly Registration[]>;
  readonly filesLookedAt: number;
  readonly servers: readonly JudgedServer[];
  readonly settings: readonly EffectiveSetting[];
  readonly settingsFiles: readonly { readonly path: string; readonly scope: string; readonly project: string | null; readonly note: string | null; readonly changedBy: readonly Registration[] }[];
  readonly rules: readonly RuleReplay[];
  readonly hooks: readonly HookReplay[];
  readonly consents: readonly ConsentFlag[];
  readonly managed: readonly ManagedPlace[];
  readonly otherAgents: readonly OtherAgent[];
  readonly secondSources: readonly SecondSource[];
  /** Tables of records, and tables that look like some and are not read. */
  readonly tables: readonly EvidenceTable[];
  readonly decision: Decision;
}

export interface PostureEvidence {
  readonly files: EvidenceFiles;
  /** Frozen. */
  readonly store: EventStore;
  readonly read: PostureRead;
  readonly join: ProviderJoin;
  /** Findings that were made before: the hooks are weighed by them. */
  readonly findings: readonly HashedFinding[];
}

/** What a posture is before the findings are weighed: without the proposal that follows from them. */
export type Undecided = Omit<Posture, 'decision'>;

export interface PostureResult {
  readonly posture: Undecided;
  readonly findings: readonly HashedFinding[];
}

/** Flags in the order of their places: by path, then line. */
function* judgedFlags(read: PostureRead, store: EventStore): Steps<readonly JudgedFlag[]> {
  return [...read.flags, ...(yield* transcriptFlags(store))].map(judgeFlag).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

export async function examinePosture(evidence: PostureEvidence, pace: Pace): Promise<PostureResult> {
  const { files, store, read, join } = evidence;
  const flags = await paced(judgedFlags(read, store), pace);
  await pace.rest();
  const { servers, changes } = callNotes(files, store, read);
  await pace.rest();
  const settings = effectiveSettings(read.settings.files);
  const hits = [...flagFindings(flags), ...mcpFindings(servers), ...settingsFindings(read.settings.files, settings, read.settings.hooks), ...providerFindings(join)];
  const made = hashedHits(files, hits);
  const weighty = new Map<number, string[]>();
  for (const { finding } of evidence.findings) {
    if (finding.eventId === null || finding.severity === 'info' || finding.severity === 'low') continue;
    gather(weighty, finding.eventId, finding.id);
  }
  const anyRule = read.settings.hooks.length > 0 || read.settings.files.some((file) => file.values.some((value) => /^permissions\.(?:allow|ask|deny)$/.test(value.name)));
  const calls = anyRule ? callsToReplay(store, weighty) : [];
  return {
    posture: {
      flags,
      changes,
      filesLookedAt: read.filesLookedAt,
      servers,
      settings,
      settingsFiles: read.settings.files.map((file) => ({ path: file.path, scope: file.scope, project: file.project, note: file.note, changedBy: changes.get(file.path) ?? [] })),
      rules: replayRules(read.settings.files, sourcePath, calls),
      hooks: replayHooks(read.settings.hooks, calls, read.settings.files, sourcePath),
      consents: read.settings.consents,
      managed: read.settings.managed,
      otherAgents: read.agents,
      secondSources: secondSources(read, join),
      tables: read.tables,
    },
    findings: made,
  };
}

/** What the rules propose for the findings as they are weighed now. */
export function proposal(findings: readonly HashedFinding[], store: EventStore, posture: Undecided, sources: { readonly notCovered: number; readonly repositories: number }): Decision {
  const provider = posture.secondSources.filter((source) => source.kind === 'provider-records');
  return decide({
    findings: findings.map(({ finding }) => finding),
    ...attendance(store),
    unattended: (finding: Finding) => (finding.eventId === null ? null : store.attended(finding.eventId) !== 'attended'),
    ...sources,
    providerRecords: provider.reduce((sum, source) => sum + source.records, 0),
    providerJoined: provider.reduce((sum, source) => sum + (source.joined ?? 0), 0),
  });
}

const call = eventKinds.indexOf('tool-call');

function attendance(store: EventStore): { readonly calls: number; readonly unattendedCalls: number; readonly unknownCalls: number } {
  const [kinds, contexts, attended] = [store.values('kind'), store.values('context'), store.values('attended')];
  const counts = new Float64Array(rowAttendances.length);
  const { length } = kinds;
  for (let event = 0; event < length; event++) {
    if (kinds[event] !== call) continue;
    const by = attended[contexts[event] ?? 0] ?? 0;
    counts[by] = (counts[by] ?? 0) + 1;
  }
  const of = (attendance: RowAttendance): number => counts[rowAttendances.indexOf(attendance)] ?? 0;
  return { calls: counts.reduce((sum, count) => sum + count, 0), unattendedCalls: of('unattended'), unknownCalls: of('unknown') };
}

/** Calls as rules see them. Beyond this many the replay would take longer than the rest of the case. */
const maxReplayed = 200_000;
const noFindings: readonly string[] = [];
const pathTools = new Set(['Read', 'Edit', 'Write', 'MultiEdit', 'NotebookEdit', 'LS']);

function callsToReplay(store: EventStore, weighty: ReadonlyMap<number, readonly string[]>): readonly CallToReplay[] {
  const calls: CallToReplay[] = [];
  for (let event = 0; event < store.length && calls.length < maxReplayed; event++) {
    if (store.kind(event) !== 'tool-call') continue;
    const tool = store.tool(event) ?? '';
    const argument = store.argument(event);
    const cwd = store.cwd(event);
    const path = pathTools.has(tool) ? (/^(?:[\\/]|[A-Za-z]:[\\/])/.test(argument) || cwd === null ? argument : `${cwd}/${argument}`) : null;
    calls.push({ event, toolUseId: store.toolUseId(event), tool, command: shellTools.has(tool) ? argument : null, path, url: tool === 'WebFetch' ? argument : null, cwd, home: homeOf(store.file(event), cwd), unattended: store.attended(event) === 'unattended', weighty: weighty.get(event) ?? noFindings });
  }
  return calls;
}

function secondSources(read: PostureRead, join: ProviderJoin): readonly SecondSource[] {
  const rows: SecondSource[] = [];
  const row = (kind: SecondSource['kind'], path: string, times: readonly (number | null)[], joined: number | null): void => {
    let first: number | null = null;
    let last: number | null = null;
    let untimed = 0;
    for (const time of times) {
      if (time === null) untimed += 1;
      else {
        first = first === null ? time : Math.min(first, time);
        last = last === null ? time : Math.max(last, time);
      }
    }
    rows.push({ kind, path, records: times.length, untimed, first, last, joined });
  };
  for (const history of read.histories) row('shell-history', history.path, history.entries.map((entry) => entry.time), null);
  for (const path of new Set(read.processes.map((event) => event.ref.path))) row('process-events', path, read.processes.filter((event) => event.ref.path === path).map((event) => event.time), null);
  for (const path of new Set(read.provider.map((record) => record.ref.path))) {
    const own = read.provider.flatMap((record, at) => (record.ref.path === path ? [{ record, at }] : []));
    row(own[0]?.record.source === 'hook' ? 'hook-log' : 'provider-records', path, own.map(({ record }) => record.time), own.filter(({ at }) => join.joined.has(at)).length);
  }
  return rows;
}

const attackOf: ReadonlyMap<string, readonly string[]> = new Map(postureRules.map((rule) => [rule.id, rule.attack]));

function hashedHits(files: EvidenceFiles, hits: readonly PostureHit[]): readonly HashedFinding[] {
  const reader = createRecordReader(files);
  const hashes = new Map<string, string | null>();
  const sha256 = (ref: EvidenceRef): string | null => {
    const key = `${ref.path}\n${ref.byteStart}\n${ref.byteEnd}`;
    let hash = hashes.get(key);
    if (hash === undefined) {
      try {
        hash = reader.sha256(ref);
      } catch {
        hash = null; // It was read once; that it can't be any more shows when it is hashed again.
      }
      hashes.set(key, hash);
    }
    return hash;
  };
  const seen = new Map<string, number>();
  try {
    return hits.map((hit) => {
      const found = findingOf({ ...hit, evidence: hit.evidence.map((ref) => reader.firstLine(ref)) }, sha256);
      const repeat = seen.get(found.finding.id) ?? 0;
      seen.set(found.finding.id, repeat + 1);
      return repeat === 0 ? found : { ...found, finding: { ...found.finding, id: `${found.finding.id}-${repeat + 1}` } };
    });
  } finally {
    reader.close();
  }
}

function findingOf(hit: PostureHit, sha256: (ref: EvidenceRef) => string | null): HashedFinding {
  const cited = hit.evidence.slice(0, 32).flatMap((ref) => {
    const hash = sha256(ref);
    return hash === null ? [] : [{ ref: { path: ref.path.slice(0, 8192), line: ref.line, byteStart: ref.byteStart, byteEnd: ref.byteEnd }, hash }];
  });
  const place = cited[0]?.ref;
  const name = crypto.createHash('sha256').update(`${hit.ruleId}\n${hit.sessionId ?? ''}\n${place?.path ?? ''}\n${place?.byteStart ?? ''}\n${hit.excerpt}`).digest('hex');
  return {
    finding: {
      id: `pf-${name.slice(0, 12)}`,
      rule: hit.ruleId,
      title: hit.title.slice(0, 300),
      severity: hit.severity,
      confidence: hit.confidence,
      confidenceReason: hit.confidenceReason.slice(0, 500),
      state: hit.state,
      time: hit.time,
      eventId: hit.eventId,
      sessionId: hit.sessionId?.slice(0, 300) ?? null,
      toolUseId: hit.toolUseId?.slice(0, 300) ?? null,
      repository: null,
      ref: null,
      attack: [...(attackOf.get(hit.ruleId) ?? [])],
      sentence: hit.sentence.slice(0, 2000),
      excerpt: hit.excerpt.slice(0, 1000),
      evidence: cited.map(({ ref }) => ref),
      detail: hit.detail,
    },
    madeBy: hit.ruleId,
    recordSha256: cited.map(({ hash }) => hash),
  };
}
