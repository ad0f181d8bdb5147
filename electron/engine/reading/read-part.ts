/**
 * Reads a part of a case's transcripts into columns that can be handed to another thread. Sessions do not need each other
 * to be read, so parts can be read side by side; what spans them (copies, forks, late answers) is settled in `merge-parts`.
 */
import crypto from 'node:crypto';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { ReadProblem } from '../../../shared/case.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import { examineCall } from '../analysis/examine.ts';
import { examineAnswerRecord } from '../analysis/examine-output.ts';
import type { RuleHit } from '../analysis/examined-call.ts';
import type { Hit } from '../analysis/hit.ts';
import type { GitAct } from '../analysis/join/act.ts';
import { gitActs } from '../analysis/join/git-act.ts';
import { createEventStore } from '../events/event-store.ts';
import type { StoreColumns } from '../events/store-columns.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import { readBlock } from '../intake/lines.ts';
import { createPace } from '../intake/pace.ts';
import type { Policy } from '../policy/policy.ts';
import type { FileCounts } from '../sources/file-counts.ts';
import { createLedgerBook, type LedgerCounts } from '../sources/ledger-book.ts';
import type { MachineInCopy } from '../sources/known-machine.ts';
import { createJudges } from '../sources/source-place.ts';
import { type CallRows, createCallTable } from '../sources/transcript/call-table.ts';
import type { EarlyAnswer, ReadAnswer, ReadCall, TranscriptFile } from '../sources/transcript/transcript-desk.ts';
import { readTranscript } from '../sources/transcript/read-transcript.ts';
import { createSessionChains } from './session-chains.ts';
import { createSeenRows, type SeenTable } from '../sources/transcript/seen-rows.ts';
import { createSessionBook, type SessionNotes } from '../sources/transcript/sessions.ts';
import { createTrail, type TrailNotes } from '../sources/transcript/trail.ts';

/** What to read, as plain data: it can go to a worker. */
export interface PartOrder {
  readonly transcripts: readonly TranscriptFile[];
  readonly workTrees: readonly string[];
  readonly projectRoots: readonly string[];
  /** Roots of single sessions, before `projectRoots`. */
  readonly sessionRoots?: readonly (readonly [string, string])[];
  readonly policy: Policy;
  /** What the copy says of the machine that it was made of. */
  readonly inCopy?: MachineInCopy;
}

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

export interface ReadFile {
  readonly path: string;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly partial: boolean;
  readonly counts: FileCounts;
}

export interface PartProgress {
  readonly bytes: number;
  readonly files: number;
  readonly records: number;
  readonly malformed: number;
  readonly sessions: number;
  readonly findings: number;
  readonly current: string;
  readonly problems: readonly ReadProblem[];
}

/** What reading gave: plain data and typed arrays only. */
export interface TranscriptPart {
  readonly columns: StoreColumns;
  readonly sessions: readonly SessionNotes[];
  readonly findings: readonly DraftFinding[];
  /** Git commands that may have moved a ref. */
  readonly gitActs: readonly GitAct[];
  readonly files: readonly ReadFile[];
  readonly early: readonly (readonly [string, EarlyAnswer])[];
  readonly otherPlaces: readonly (readonly [number, readonly EvidenceRef[]])[];
  readonly seen: SeenTable;
  readonly calls: CallRows;
  readonly trail: TrailNotes;
  readonly ledger: LedgerCounts;
  readonly problems: readonly ReadProblem[];
}

const tellEveryMs = 80;

export async function readPart(files: Pick<EvidenceFiles, 'open'>, order: PartOrder, signal: CancelSignal | undefined, onProgress: (progress: PartProgress) => void): Promise<TranscriptPart> {
  const ledger = createLedgerBook();
  const store = createEventStore();
  const sessions = createSessionBook();
  const findings: DraftFinding[] = [];
  const acts: GitAct[] = [];
  const chains = createSessionChains(order.policy);
  const read: ReadFile[] = [];
  const early = new Map<string, EarlyAnswer>();
  const otherPlaces = new Map<number, EvidenceRef[]>();
  const judges = createJudges((id) => sessions.find(id)?.cwd ?? null, order.workTrees, order.projectRoots, order.policy.projectRoots, order.sessionRoots, order.inCopy);
  const pace = createPace(signal);
  let bytes = 0;
  let told = 0;
  const tell = (current: string, always: boolean): void => {
    const now = performance.now();
    if (!always && now - told < tellEveryMs) return;
    told = now;
    onProgress({ bytes, files: read.length, records: ledger.records, malformed: ledger.malformed, sessions: sessions.size, findings: findings.length, current, problems: ledger.problems.slice(-8) });
  };
  const seen = createSeenRows();
  const trail = createTrail();
  const desk = {
    store,
    sessions,
    ledger,
    seen,
    trail,
    askedModes: new Map<number, string>(),
    agentModes: new Map<string, string>(),
    calls: createCallTable(store.toolUseId),
    early,
    otherPlaces,
    block: readBlock(),
    sha256: (of: Uint8Array) => crypto.createHash('sha256').update(of).digest('hex'),
    onCall({ call, ref, recordSha256 }: ReadCall) {
      const { root, machine } = judges(call.sessionId, ref.path, call.cwd);
      const { facts, hits } = examineCall(call, root, machine, order.policy);
      acts.push(...gitActs(call.eventId, facts, call));
      chains.note(call, facts, hits, ref, recordSha256);
      if (hits.length === 0) return;
      const sha256 = recordSha256();
      for (const hit of hits) findings.push({ event: call.eventId, hit: withoutRule(hit), rule: hit.rule.info.id, ref, sha256 });
    },
    onAnswer({ event, ref, bytes, start, end, texts, recordSha256 }: ReadAnswer) {
      for (const hit of examineAnswerRecord(bytes, start, end, texts)) findings.push({ event, hit: withoutRule(hit), rule: hit.rule.info.id, ref, sha256: recordSha256() });
    },
  };
  for (const transcript of order.transcripts) {
    const done = await readTranscript(files, transcript, desk, pace, (more) => {
      bytes += more;
      tell(transcript.path, false);
    });
    read.push({ path: transcript.path, ...done });
  }
  const chained = chains.finish();
  findings.push(...chained.findings);
  for (const session of chained.cut) ledger.problem({ path: sessions.find(session)?.files[0] ?? '', line: null, byteOffset: null, reason: 'The session has more calls than are joined into chains: chains over the later ones were not looked for.' });
  tell('', true);
  return {
    columns: store.columns(),
    sessions: sessions.list(),
    findings,
    gitActs: acts,
    files: read,
    early: [...early],
    otherPlaces: [...otherPlaces],
    seen: seen.rows(),
    calls: desk.calls.rows(),
    trail: trail.notes(),
    ledger: ledger.counts(),
    problems: ledger.problems,
  };
}

const plainHits = new WeakMap<Hit, RuleHit>();

/** A rule has functions, which cross no thread. A call that is made again and again has the very same hits: they cross once. */
function withoutRule(hit: Hit): RuleHit {
  let plain = plainHits.get(hit);
  if (plain === undefined) {
    plain = ruleHit(hit);
    plainHits.set(hit, plain);
  }
  return plain;
}

/** Written out: what a rest pattern leaves has a hidden class of its own each time. */
function ruleHit({ severity, confidence, confidenceReason, sentence, excerpt, detail, title, ruleId }: Hit): RuleHit {
  return { severity, confidence, confidenceReason, sentence, excerpt, detail, ...(title === undefined ? {} : { title }), ...(ruleId === undefined ? {} : { ruleId }) };
}

/**
 * Divides transcripts into two parts of about equal size. A session's files stay together, since a sub-agent's calls are
 * judged by its parent's mode and root, and so do files that begin with the same row: forks and copies. The division
 * depends on the evidence alone.
 */
export function divide(transcripts: readonly TranscriptFile[], bytesOf: (path: string) => number, firstRow: (path: string) => string | null): readonly (readonly TranscriptFile[])[] {
  const groupOf = new Map<string, { bytes: number; files: TranscriptFile[] }>();
  for (const transcript of transcripts) {
    const keys = [`session ${transcript.sessionId}`];
    const row = firstRow(transcript.path);
    if (row !== null) keys.push(`row ${row}`);
    const known = [...new Set(keys.flatMap((key) => groupOf.get(key) ?? []))];
    const group = known[0] ?? { bytes: 0, files: [] };
    for (const other of known.slice(1)) {
      group.bytes += other.bytes;
      group.files.push(...other.files);
      for (const [key, value] of groupOf) if (value === other) groupOf.set(key, group);
    }
    group.bytes += bytesOf(transcript.path);
    group.files.push(transcript);
    for (const key of keys) groupOf.set(key, group);
  }
  const parts: [Share, Share] = [{ bytes: 0, files: [] }, { bytes: 0, files: [] }];
  const largestFirst = [...new Set(groupOf.values())].sort((a, b) => b.bytes - a.bytes);
  for (const group of largestFirst) {
    const part = parts[0].bytes <= parts[1].bytes ? parts[0] : parts[1];
    part.bytes += group.bytes;
    part.files.push(...group.files);
  }
  const place = new Map(transcripts.map((transcript, at) => [transcript, at]));
  return parts.map((part) => part.files.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)));
}

interface Share {
  bytes: number;
  readonly files: TranscriptFile[];
}
