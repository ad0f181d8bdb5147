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

/** Hashes records as they stand in their files; one that is asked for again and again, for each of its calls, is hashed once. */
export function createRecordHash(): (record: ReadRecord) => string {
  let last: { readonly ref: EvidenceRef; readonly sha256: string } | null = null;
  return ({ ref, bytes, start, end }) => {
    if (last === null || last.ref.byteStart !== ref.byteStart || last.ref.path !== ref.path) {
      last = { ref, sha256: crypto.createHash('sha256').update(bytes.subarray(start, end)).digest('hex') };
    }
    return last.sha256;
  };
}
