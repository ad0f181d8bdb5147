/**
 * What the reader of transcripts shares and tells: the desk that holds what spans files, and what is handed over of a call and of
 * an answer. Types alone.
 */
import type { EvidenceRef } from '../../../../shared/event.ts';
import type { ToolCall } from '../../analysis/examined-call.ts';
import type { EventStore, StagedRows } from '../../events/event-store.ts';
import type { LedgerBook } from '../ledger-book.ts';
import type { Answer } from './answer.ts';
import type { CallTable } from './call-table.ts';
import type { KnownTools } from './known-tools.ts';
import type { SeenRows } from './seen-rows.ts';
import type { SessionBook } from './sessions.ts';
import type { RowScanner } from '../../scanner/row-scanner.ts';
import type { Trail } from './trail.ts';

/** A record with its bytes at hand: `bytes[start..end)`, valid only while it is handed over. */
export interface ReadRecord {
  readonly ref: EvidenceRef;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

export type InputPlace = 'json' | 'path' | 'in-record';

/** A call as the analysis gets it. */
export interface ReadCall extends ReadRecord {
  readonly call: ToolCall;
  /** The first working directory of its session, as far as was read. */
  readonly firstCwd: string | null;
  /** Which content block of the record it is. */
  readonly block: number;
  /** What stands at `inputFrom` among the bytes: the input as JSON, or the one path that counts of it; else only parsing the record tells. */
  readonly inputIs: InputPlace;
  readonly inputFrom: number;
  readonly inputTo: number;
}

/** An answer to a known call. */
export interface ReadAnswer extends ReadRecord {
  readonly event: number;
  /** Where secrets are to be looked for, see `RowScanner.runs`; null where they may be anywhere in the record. */
  readonly runs: readonly number[] | null;
}

/** Who judges what is read. */
export interface CallSink {
  /** False where it reads a call's input from the record's bytes by itself; `input` may then be empty. */
  readonly takesInput: boolean;
  call(read: ReadCall): void;
  /** Asked once for each record that answers a call, the first of them where it answers several. */
  answer(read: ReadAnswer): void;
}

/** An answer that was read before its call, or whose call never came. */
export interface EarlyAnswer {
  readonly answer: Answer;
  readonly session: string;
  readonly agent: string | null;
  readonly place: EvidenceRef;
  readonly time: number | null;
}

/** What the transcript files of a part share. */
export interface TranscriptDesk {
  readonly store: EventStore;
  readonly sessions: SessionBook;
  readonly ledger: LedgerBook;
  readonly seen: SeenRows;
  readonly trail: Trail;
  /** The mode that calls asked for their sub-agents, by the call's event and then by the sub-agent's id and session. */
  readonly askedModes: Map<number, string>;
  readonly agentModes: Map<string, Map<string, string>>;
  /** Event of each tool_use id. */
  readonly calls: CallTable;
  /** Answers that were read before their calls. */
  readonly early: Map<string, EarlyAnswer>;
  /** Other places of an event: the same call in a fork, a copy or a repeated row. */
  readonly otherPlaces: Map<number, EvidenceRef[]>;
  /** Each file is read into its block, one after the other. */
  readonly scanner: RowScanner;
  readonly tools: KnownTools;
  /** Where the scanner puts what it takes. */
  readonly staged: StagedRows;
  readonly calling: DataView;
  /** The store's number of an empty text. */
  readonly noText: number;
  readonly judge: CallSink;
  sha256(bytes: Uint8Array): string;
}

export interface TranscriptFile {
  readonly path: string;
  /** From the file's name; used where rows name no session. */
  readonly sessionId: string;
  readonly project: string | null;
  readonly agentId: string | null;
}
