/** The launch posture of a case: what was read, judged, and made into findings with the hashes of what they cite. */
import crypto from 'node:crypto';
import type { EvidenceRef } from '../../../shared/event.ts';
import { flagFindings, flagRules } from '../analysis/posture/flag-findings.ts';
import type { PostureHit } from '../analysis/posture/posture-hit.ts';
import { type JudgedFlag, judgeFlag } from '../analysis/posture/scope.ts';
import type { EventStore } from '../events/event-store.ts';
import { createRecordReader } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { PostureRead } from '../sources/posture/read-posture.ts';
import type { HashedFinding } from './finding-book.ts';

/** What a case keeps of its posture; plain data. */
export interface Posture {
  readonly flags: readonly JudgedFlag[];
  readonly filesLookedAt: number;
}

export interface PostureEvidence {
  readonly files: EvidenceFiles;
  readonly store: EventStore;
  readonly read: PostureRead;
}

export interface PostureResult {
  readonly posture: Posture;
  readonly findings: readonly HashedFinding[];
}

/** Flags in the order of their places: by path, then line. */
export function judgedFlags(read: PostureRead): readonly JudgedFlag[] {
  return read.flags.map(judgeFlag).sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

export function examinePosture(evidence: PostureEvidence): PostureResult {
  const flags = judgedFlags(evidence.read);
  const hits = flagFindings(flags);
  return { posture: { flags, filesLookedAt: evidence.read.filesLookedAt }, findings: hashedHits(evidence.files, hits) };
}

const attackOf: ReadonlyMap<string, readonly string[]> = new Map(flagRules.map((rule) => [rule.id, rule.attack]));

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
      const found = findingOf(hit, sha256);
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
