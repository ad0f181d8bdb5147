/** Findings on the transcripts themselves: asks the rules, hashes what they cite. Such a finding has no event of its own. */
import crypto from 'node:crypto';
import type { EvidenceRef } from '../../../shared/event.ts';
import type { RuleInfo } from '../../../shared/finding.ts';
import { transcriptClocks } from '../analysis/transcripts/clock.ts';
import { strayResults, type StrayResult, transcriptGaps } from '../analysis/transcripts/gap.ts';
import { missingTranscripts } from '../analysis/transcripts/missing.ts';
import type { TranscriptHit } from '../analysis/transcripts/transcript-hit.ts';
import { transcriptRules } from '../analysis/transcripts/transcript-rules.ts';
import { truncatedTranscripts } from '../analysis/transcripts/truncated.ts';
import { type EventStore, eventsOf } from '../events/event-store.ts';
import { createRecordReader } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { folderOf } from '../sources/beside/config-folders.ts';
import { wholeFile } from '../sources/beside/small-json.ts';
import type { HashedFinding } from './finding-book.ts';
import { copiedProjectFolders, folderOfFile, type MentionEvidence, sessionMentions } from './session-mentions.ts';

export interface TranscriptEvidence extends MentionEvidence {
  /** Frozen; `trail` uses its numbers. */
  readonly store: EventStore;
  hasRow(uuid: string): boolean;
}

/** Of these files those that hold nothing but how a run ended: they name a session, and are no transcript of it. */
function resultFiles(store: EventStore, paths: readonly string[]): ReadonlySet<string> {
  const found = new Set(paths);
  for (let event = 0; event < store.length && found.size > 0; event++) if (store.kind(event) !== 'meta') found.delete(store.file(event));
  return found;
}

export function transcriptFindings(evidence: TranscriptEvidence): readonly HashedFinding[] {
  const { files, store, trail, sessions, beside } = evidence;
  const mains = new Set(trail.files.filter((file) => file.agentId === null).map((file) => file.path));
  const results = resultFiles(store, [...mains].filter((path) => !path.endsWith('.jsonl')));
  const withTranscript = new Set(sessions.filter((session) => session.files.some((path) => mains.has(path) && !results.has(path))).map((session) => session.id));
  // A link or a file that could not be opened is there all the same; the ledger says what became of it.
  for (const entry of files.entries.values()) if (entry.kind !== 'directory' && entry.name.endsWith('.jsonl') && !entry.name.startsWith('agent-')) withTranscript.add(entry.name.slice(0, -'.jsonl'.length));
  const projectFolders = copiedProjectFolders(mains);
  const mentions = sessionMentions(evidence, mains, projectFolders);
  const times = [...sessions.map((session) => session.end), ...mentions.map((mention) => mention.time)].flatMap((time) => time ?? []);
  const orphans = orphanResults(store);
  const lossy = sessionsCompacted(store);
  for (const file of trail.files) if (file.unread > 0) lossy.add(file.sessionId);
  const hits = [
    ...missingTranscripts({
      mentions,
      retention: beside.retention,
      removed: beside.removed,
      withTranscript,
      withProjects: new Set([...beside.folders.filter((folder) => folder.hasProjects).map((folder) => folder.path), ...mentions.filter((mention) => projectFolders(mention.folder)).map((mention) => mention.folder)]),
      latest: times.reduce<number | null>((latest, time) => (latest === null || time > latest ? time : latest), null),
    }),
    ...transcriptGaps({
      files: trail.files,
      hasRow: evidence.hasRow,
      hasCall: (id) => !orphans.has(id),
      unanswered: (event) => store.result(event) === null,
    }),
    ...strayResults(resultsWithoutCalls(files, store, withTranscript), (session) => lossy.has(session)),
    ...transcriptClocks({
      files: trail.files,
      group: (path) => folderOf(beside.folders, path)?.path ?? folderOfFile(folderOfFile(path)),
      modified: (path) => files.entries.get(path)?.modified ?? null,
      whole: (path) => wholeFile(path, files.entries.get(path)?.bytes ?? 0),
    }),
    ...truncatedTranscripts(trail.files),
  ];
  const reader = createRecordReader(files);
  try {
    return hits.map((hit) =>
      findingOf(hit, (ref) => {
        try {
          return reader.sha256(ref);
        } catch {
          return null; // It was read once; that it can't be any more shows when it is hashed again.
        }
      }),
    );
  } finally {
    reader.close();
  }
}

const resultFile = /(?:^|\/)([^/]+)\/tool-results\/(toolu_[\w-]+)\.(?:txt|json)$/;

/** Files of large results in the folders of sessions that have a transcript, whose calls stand in none. */
function resultsWithoutCalls(files: EvidenceFiles, store: EventStore, withTranscript: ReadonlySet<string>): readonly StrayResult[] {
  const strays = new Map<string, StrayResult>();
  for (const entry of files.entries.values()) {
    const [, sessionId, toolUseId] = (entry.kind === 'file' && resultFile.exec(entry.path)) || [];
    if (sessionId !== undefined && toolUseId !== undefined && withTranscript.has(sessionId)) strays.set(toolUseId, { toolUseId, sessionId, ref: wholeFile(entry.path, entry.bytes) });
  }
  if (strays.size > 0) for (const event of eventsOf(store, 'tool-call')) strays.delete(store.toolUseId(event) ?? '');
  return [...strays.values()];
}

function sessionsCompacted(store: EventStore): Set<string> {
  const sessions = new Set<string>();
  for (const event of eventsOf(store, 'compaction')) sessions.add(store.session(event) ?? '');
  return sessions;
}

/** Ids of results whose calls stand nowhere. */
function orphanResults(store: EventStore): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const event of eventsOf(store, 'result')) {
    const id = store.toolUseId(event);
    if (id !== null) ids.add(id);
  }
  return ids;
}

const rulesById: ReadonlyMap<string, RuleInfo> = new Map(transcriptRules.map((rule) => [rule.id, rule]));

function findingOf(hit: TranscriptHit, sha256: (ref: EvidenceRef) => string | null): HashedFinding {
  const cited = hit.evidence.flatMap((ref) => {
    const hash = sha256(ref);
    return hash === null ? [] : [{ ref: { ...ref, path: ref.path.slice(0, 8192) }, hash }];
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
      eventId: null,
      sessionId: hit.sessionId?.slice(0, 300) ?? null,
      toolUseId: null,
      repository: null,
      ref: null,
      attack: [...(rulesById.get(hit.ruleId)?.attack ?? [])],
      sentence: hit.sentence.slice(0, 2000),
      excerpt: hit.excerpt.slice(0, 1000),
      evidence: cited.map(({ ref }) => ref),
      detail: hit.detail,
    },
    madeBy: hit.ruleId,
    recordSha256: cited.map(({ hash }) => hash),
  };
}
