/** Gathers what rules say while records are read, and makes findings of it once each call's fate is known. */
import crypto from 'node:crypto';
import type { EvidenceRef, Outcome, Severity } from '../../../shared/event.ts';
import { severities } from '../../../shared/event.ts';
import type { Finding, FindingState, RuleInfo } from '../../../shared/finding.ts';
import type { Rule } from '../analysis/examined-call.ts';
import type { EventStore } from '../events/event-store.ts';
import { type Steps, stepwise } from '../intake/steps.ts';
import type { DraftFinding } from '../reading/draft-finding.ts';
import { chainState, withOutcome } from './outcome-words.ts';

/** A finding with the hash of each record that it cites, in the same order as `evidence`. */
export interface HashedFinding {
  readonly finding: Finding;
  /** Id of the rule that made it; the finding's own id can be one of the rule's family (`credential.kube`). */
  readonly madeBy: string;
  readonly recordSha256: readonly (string | null)[];
}

export interface FindingBook {
  add(draft: DraftFinding): void;
  readonly size: number;
  /** Makes the findings, worst and then earliest first. `newNumber` is what freezing the store gave. */
  finish(store: EventStore, newNumber: Uint32Array): Steps<readonly HashedFinding[]>;
}

/** What a finding of a call can claim: whether a result is recorded, and whether it is a refusal. */
export function callState(outcome: Outcome | null): FindingState {
  switch (outcome) {
    case 'denied':
    case 'rejected':
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

export function createFindingBook(rules: readonly Rule[]): FindingBook {
  const drafts: DraftFinding[] = [];
  const byId = new Map(rules.map((rule) => [rule.info.id, rule.info]));
  return {
    add: (draft) => void drafts.push(draft),
    get size() {
      return drafts.length;
    },
    *finish(store, newNumber) {
      const found = yield* stepwise(drafts, (draft) => {
        const info = byId.get(draft.rule);
        return info ? [findingOf(draft, info, newNumber[draft.event] ?? draft.event, (draft.before ?? []).map((place) => store.outcome(newNumber[place.event] ?? place.event)), store)] : [];
      });
      const seen = new Map<string, number>();
      return found
        .flat()
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

/** The order in which findings are kept: worst first, then earliest. */
export function byWorstThenTime(a: HashedFinding, b: HashedFinding): number {
  return (
    (a.finding.severity === b.finding.severity ? 0 : severityRank(a.finding.severity) - severityRank(b.finding.severity)) ||
    (a.finding.time ?? Infinity) - (b.finding.time ?? Infinity) ||
    (a.finding.eventId ?? 0) - (b.finding.eventId ?? 0) ||
    (a.finding.id < b.finding.id ? -1 : 1)
  );
}

/** The same evidence and rules give the same id, on each machine and in each run. */
export function findingId(rule: string, ref: Pick<EvidenceRef, 'path' | 'byteStart'>, block: number, excerpt: string): string {
  const name = crypto.createHash('sha256').update(`${rule}\n${ref.path}\n${ref.byteStart}\n${block}\n${excerpt}`).digest('hex');
  return `pf-${name.slice(0, 12)}`;
}

function findingOf(draft: DraftFinding, info: RuleInfo, event: number, earlier: readonly (Outcome | null)[], store: EventStore): HashedFinding {
  const { hit, ref } = draft;
  const ruleId = hit.ruleId ?? info.id;
  const outcome = store.outcome(event);
  const finding: Finding = {
    id: findingId(ruleId, ref, store.block(event), hit.excerpt),
    rule: ruleId,
    title: (hit.title ?? info.title).slice(0, 300),
    severity: hit.severity,
    confidence: hit.confidence,
    confidenceReason: hit.confidenceReason.slice(0, 500),
    state: chainState([outcome, ...earlier].map(callState)),
    time: store.time(event),
    eventId: event,
    sessionId: store.session(event)?.slice(0, 300) ?? null,
    toolUseId: store.toolUseId(event)?.slice(0, 300) ?? null,
    repository: null,
    ref: null,
    attack: [...info.attack],
    sentence: withOutcome(hit.sentence, outcome, earlier),
    excerpt: hit.excerpt.slice(0, 1000),
    evidence: [ref, ...(draft.before ?? []).map((place) => place.ref)].slice(0, 32),
    detail: store.outcome(event) === 'rejected' ? { ...hit.detail, mayHaveRun: true } : hit.detail,
  };
  return { finding, madeBy: info.id, recordSha256: [draft.sha256, ...(draft.before ?? []).map((place) => place.sha256)].slice(0, 32) };
}
