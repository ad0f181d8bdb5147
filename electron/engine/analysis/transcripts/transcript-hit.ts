/** What a rule on transcripts themselves says: a finding without a call. Types and shared words only. */
import type { EvidenceRef, Severity } from '../../../../shared/event.ts';
import type { Confidence, FindingDetail, FindingState, RuleInfo } from '../../../../shared/finding.ts';

export interface TranscriptHit {
  readonly ruleId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly confidenceReason: string;
  readonly state: FindingState;
  readonly time: number | null;
  readonly sessionId: string | null;
  readonly sentence: string;
  readonly excerpt: string;
  readonly evidence: readonly EvidenceRef[];
  readonly detail: FindingDetail;
}

/** What such a rule says of itself; the severity is the worst it gives. */
export function transcriptRule(text: Omit<RuleInfo, 'family' | 'version' | 'attack'> & { readonly attack?: readonly string[] }): RuleInfo {
  return { ...text, attack: [...(text.attack ?? [])], version: 1, family: 'transcript' };
}

export function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
