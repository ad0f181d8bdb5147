/** What a rule on the launch posture says: a finding that need not belong to a call. Types and shared words only. */
import type { EvidenceRef, Severity } from '../../../../shared/event.ts';
import type { Confidence, FindingDetail, FindingState, RuleInfo } from '../../../../shared/finding.ts';

export interface PostureHit {
  readonly ruleId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly confidenceReason: string;
  readonly state: FindingState;
  readonly time: number | null;
  readonly sessionId: string | null;
  readonly toolUseId: string | null;
  /** Event of the call it is about; null where it is about a file. */
  readonly eventId: number | null;
  readonly sentence: string;
  readonly excerpt: string;
  readonly evidence: readonly EvidenceRef[];
  readonly detail: FindingDetail;
}

/** What such a rule says of itself; its family is the first part of its id. */
export function postureRule(text: Omit<RuleInfo, 'family' | 'version' | 'attack'> & { readonly attack?: readonly string[] }): RuleInfo {
  return { ...text, attack: [...(text.attack ?? [])], version: 1, family: text.id.split('.')[0] ?? text.id };
}

/** A hit about a file, with what most of them share. */
export function fileHit(rule: RuleInfo, hit: Pick<PostureHit, 'severity' | 'sentence' | 'excerpt' | 'evidence' | 'detail'> & Partial<PostureHit>): PostureHit {
  return { ruleId: rule.id, title: rule.title, confidence: 'high', confidenceReason: 'The file says so; it was read as what it is.', state: 'recorded', time: null, sessionId: null, toolUseId: null, eventId: null, ...hit };
}
