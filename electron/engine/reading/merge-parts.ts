/** Joins parts that were read side by side. Parts that turn out to hold copies of the same rows are not joined: see `overlap`. */
import type { EvidenceRef } from '../../../shared/event.ts';
import type { GitAct } from '../analysis/join/act.ts';
import { createMergedStore, type EventStore } from '../events/event-store.ts';
import { createPace, type Pace } from '../intake/pace.ts';
import { paced, type Steps } from '../intake/steps.ts';
import type { LedgerBook } from '../sources/ledger-book.ts';
import type { JudgedPart } from './call-judge.ts';
import type { DraftFinding } from './draft-finding.ts';
import type { TranscriptPart } from './read-part.ts';
import { type CallTable, joinedCalls, shareCalls } from '../sources/transcript/call-table.ts';
import { holdsRow, shareRows } from '../sources/transcript/seen-rows.ts';
import type { SessionNotes } from '../sources/transcript/sessions.ts';
import { otherAnswer, settleAnswer } from '../sources/transcript/settle-answer.ts';
import { joinTrails, type TrailNotes } from '../sources/transcript/trail.ts';

export interface MergedTranscripts {
  readonly store: EventStore;
  readonly sessions: readonly SessionNotes[];
  readonly findings: readonly DraftFinding[];
  readonly gitActs: readonly GitAct[];
  readonly otherPlaces: Map<number, EvidenceRef[]>;
  readonly trail: TrailNotes;
  /** Of the rows that loose rows follow, those that were read, in any file. */
  readonly followed: ReadonlySet<string>;
}

/**
 * Joins the parts and adds their counts and problems to `ledger`. Null where a row, a call or a session stands in more than
 * one part: which copy counts can then only be settled by reading them as one, so the caller does that.
 */
export async function mergeParts(parts: readonly TranscriptPart[], judged: readonly JudgedPart[], ledger: LedgerBook, pace: Pace = createPace()): Promise<MergedTranscripts | null> {
  if (await paced(overlap(parts), pace)) return null;
  await pace.rest();
  const { store, offsets } = await createMergedStore(parts.map((part) => part.columns), pace.rest);
  await pace.rest();
  const tables = parts.map((part) => part.calls);
  if (shareCalls(tables, offsets, store.toolUseId)) return null;
  const calls = joinedCalls(tables, offsets, store.toolUseId);
  const otherPlaces = new Map<number, EvidenceRef[]>();
  const findings: DraftFinding[] = [];
  for (const [at, part] of parts.entries()) {
    const offset = offsets[at] ?? 0;
    ledger.add(part.ledger, part.problems);
    for (const draft of judged[at]?.findings ?? []) findings.push(offset === 0 ? draft : { ...draft, event: draft.event + offset, ...(draft.before ? { before: draft.before.map((place) => ({ ...place, event: place.event + offset })) } : {}) });
    for (const [event, places] of part.otherPlaces) otherPlaces.set(event + offset, [...places]);
    for (const session of judged[at]?.cut ?? []) ledger.problem({ path: part.sessions.find(({ id }) => id === session)?.files[0] ?? '', line: null, byteOffset: null, reason: 'The session has more calls than are joined into chains: chains over the later ones were not looked for.' });
  }
  for (const [id, early] of parts.flatMap((part) => part.early)) {
    const event = calls.find(id);
    const place = { file: early.place.path, line: early.place.line, byteStart: early.place.byteStart, byteEnd: early.place.byteEnd };
    if (event !== null) {
      if (!settleAnswer(store, event, early.answer, place, early.time)) ledger.problem(otherAnswer(store, event, early.place));
    } else {
      store.add({
        time: early.time, near: early.time, lane: early.agent === null ? 'session' : 'agent', kind: 'result', session: early.session, agent: early.agent, toolUseId: id, tool: null,
        argument: 'A result without its call', cwd: null, mode: null, attended: 'unknown', outcome: early.answer.outcome, ...place, block: 0,
      });
    }
  }
  const trail = joinTrails(parts.map((part) => part.trail), offsets);
  settleDecisions(store, calls, trail);
  if (trail.more > 0) ledger.problem({ path: '', line: null, byteOffset: null, reason: `${trail.more} rows that name a decision on a call or another session are more than are joined: the calls and sessions they name do not tell of them.` });
  return {
    store,
    sessions: parts.flatMap((part) => part.sessions).sort(bySession),
    findings,
    otherPlaces,
    gitActs: judged.flatMap((part, at) => part.gitActs.map((act) => ({ ...act, event: act.event + (offsets[at] ?? 0) }))),
    trail,
    followed: followedRows(parts),
  };
}

/** Looked for at once: the tables of rows are too large to be kept for a question that comes later. */
function followedRows(parts: readonly TranscriptPart[]): ReadonlySet<string> {
  const loose = parts.flatMap((part) => part.trail.files.flatMap((file) => file.looseRows.map((row) => row.parentUuid)));
  return new Set(loose.filter((uuid) => parts.some((part) => holdsRow(part.seen, uuid))));
}

/** A refusal in a row of its own tells what the result's wording may not: the call was refused. */
function settleDecisions(store: EventStore, calls: Pick<CallTable, 'find'>, trail: TrailNotes): void {
  for (const { toolUseId, decision, ref } of trail.decisions) {
    const event = decision === 'deny' ? calls.find(toolUseId) : null;
    if (event === null) continue;
    if (store.result(event) === null) store.setResult(event, { file: ref.path, line: ref.line, byteStart: ref.byteStart, byteEnd: ref.byteEnd, time: null, outcome: 'denied' });
    else if (store.outcome(event) === 'error' || store.outcome(event) === 'unknown' || store.outcome(event) === 'rejected') store.setOutcome(event, 'denied');
  }
}

function* overlap(parts: readonly TranscriptPart[]): Steps<boolean> {
  const ids = new Set<string>();
  for (const [at, part] of parts.entries()) {
    for (const { id } of part.sessions) {
      if (ids.has(id)) return true;
      ids.add(id);
    }
    for (const other of parts.slice(at + 1)) if (yield* shareRows(part.seen, other.seen)) return true;
  }
  return false;
}

function bySession(a: SessionNotes, b: SessionNotes): number {
  return (a.start ?? Infinity) - (b.start ?? Infinity) || (a.id < b.id ? -1 : 1);
}
