/** A finding while transcripts are read: its event has the number that it has in its part. */
import crypto from 'node:crypto';
import type { EvidenceRef } from '../../../shared/event.ts';
import type { RuleHit } from '../analysis/examined-call.ts';
import type { ReadRecord } from '../sources/transcript/transcript-desk.ts';

/** One hit of a rule, with the number of its event in the part. */
export interface DraftFinding {
  readonly event: number;
  readonly hit: RuleHit;
  readonly rule: string;
  readonly ref: EvidenceRef;
  readonly sha256: string;
  /** For a chain: the calls before the last, each with its record. */
  readonly before?: readonly { readonly event: number; readonly ref: EvidenceRef; readonly sha256: string }[];
}

/** Hash of a record as it stands in its file. */
export function recordSha256({ bytes, start, end }: Pick<ReadRecord, 'bytes' | 'start' | 'end'>): string {
  return crypto.createHash('sha256').update(bytes.subarray(start, end)).digest('hex');
}
