/** Gathers what rules say while records are read, and makes findings of it once each call's fate is known. */
import crypto from 'node:crypto';
import type { EvidenceRef, Outcome, Severity } from '../../../shared/event.ts';
import { severities } from '../../../shared/event.ts';
import type { Finding, FindingState } from '../../../shared/finding.ts';
import type { Rule, RuleHit } from '../analysis/examined-call.ts';
import type { EventStore } from '../events/event-store.ts';

/** One hit and where it stands, before the events are put in order. */
interface Draft {
  readonly event: number;
  readonly hit: RuleHit;
  readonly rule: Rule;
  readonly ref: EvidenceRef;
  readonly sha256: string;
}

/** A finding with the hash of each record that it cites, in the same order as `evidence`. */
export interface HashedFinding {
  readonly finding: Finding;
  readonly recordSha256: readonly string[];
}

export interface FindingBook {
  add(event: number, hit: RuleHit, rule: Rule, ref: EvidenceRef, sha256: string): void;
  readonly size: number;
  /** Makes the findings, worst and then earliest first. `newNumber` is what freezing the store gave. */
  finish(store: EventStore, newNumber: Uint32Array): readonly HashedFinding[];
}

/** What a finding of a call can claim: whether a result is recorded, and whether it was refused. */
export function callState(outcome: Outcome | null): FindingState {
  switch (outcome) {
    case 'denied':
      return 'denied';
    case 'ok':
    case 'error':
      return 'recorded';
    case 'interrupted':
    case 'unknown':
    case null:
      return 'attempted';
    default: {
      const never: never = outcome;
      return never;
    }
  }
}

export function createFindingBook(): FindingBook {
  const drafts: Draft[] = [];
  return {
    add: (event, hit, rule, ref, sha256) => void drafts.push({ event, hit, rule, ref, sha256 }),
    get size() {
      return drafts.length;
    },
    finish(store, newNumber) {
      const found = drafts.map((draft) => findingOf(draft, newNumber[draft.event] ?? draft.event, store));
      const seen = new Map<string, number>();
      return found
        .map((hashed): HashedFinding => {
          const repeat = seen.get(hashed.finding.id) ?? 0;
          seen.set(hashed.finding.id, repeat + 1);
          return repeat === 0 ? hashed : { ...hashed, finding: { ...hashed.finding, id: `${hashed.finding.id}-${repeat + 1}` } };
        })
        .sort(byWorstThenTime);
    },
  };
}

/** Orders severities: critical is 0. */
export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

function byWorstThenTime(a: HashedFinding, b: HashedFinding): number {
  return (
    severityRank(a.finding.severity) - severityRank(b.finding.severity) ||
    (a.finding.time ?? Infinity) - (b.finding.time ?? Infinity) ||
    (a.finding.eventId ?? 0) - (b.finding.eventId ?? 0) ||
    (a.finding.id < b.finding.id ? -1 : 1)
  );
}

function findingOf(draft: Draft, event: number, store: EventStore): HashedFinding {
  const { hit, rule, ref } = draft;
  const ruleId = hit.ruleId ?? rule.info.id;
  // The same evidence and rules give the same id, on each machine and in each run.
  const name = crypto.createHash('sha256').update(`${ruleId}\n${ref.path}\n${ref.byteStart}\n${store.block(event)}\n${hit.excerpt}`).digest('hex');
  const finding: Finding = {
    id: `pf-${name.slice(0, 12)}`,
    rule: ruleId,
    title: (hit.title ?? rule.info.title).slice(0, 300),
    severity: hit.severity,
    confidence: hit.confidence,
    confidenceReason: hit.confidenceReason.slice(0, 500),
    state: callState(store.outcome(event)),
    time: store.time(event),
    eventId: event,
    sessionId: store.session(event)?.slice(0, 300) ?? null,
    toolUseId: store.toolUseId(event)?.slice(0, 300) ?? null,
    repository: null,
    ref: null,
    attack: [...rule.info.attack],
    sentence: hit.sentence.slice(0, 2000),
    excerpt: hit.excerpt.slice(0, 1000),
    evidence: [ref],
    detail: hit.detail,
  };
  return { finding, recordSha256: [draft.sha256] };
}
