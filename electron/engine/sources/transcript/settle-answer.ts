/** What an answer changes about its call: the outcome, the mode that held, who was there. */
import type { Outcome } from '../../../../shared/event.ts';
import type { EventStore, ResultPlace } from '../../events/event-store.ts';
import type { Answer } from './answer.ts';
import { attendanceOfCall, callCounted, noteMode } from './sessions.ts';
import type { TranscriptDesk } from './transcript-desk.ts';

/** A call of this session asked for the mode of the sub-agent that it started. */
export function noteAskedMode(desk: TranscriptDesk, agentId: string, sessionId: string, mode: string): void {
  const known = desk.agentModes.get(agentId);
  if (known) known.set(sessionId, mode);
  else desk.agentModes.set(agentId, new Map([[sessionId, mode]]));
}

/** The mode that the call which started a sub-agent asked for. Where the file names no session, one of that id in all the copy counts. */
export function modeAskedFor(desk: TranscriptDesk, agentId: string, sessionId: string): string | null {
  const modes = desk.agentModes.get(agentId);
  const only = sessionId === `agent-${agentId}` && modes?.size === 1 ? [...modes.values()][0] : undefined;
  return modes?.get(sessionId) ?? only ?? null;
}

/** A decision on the very call says more than the mode that was known when it was asked, and a person's click shows a person. */
export function correctMode(desk: TranscriptDesk, event: number, said: Answer): void {
  const { store } = desk;
  const known = store.mode(event);
  const otherMode = said.mode !== null && said.mode !== known;
  if (!otherMode && said.byUser !== true) return;
  const session = desk.sessions.find(store.session(event) ?? '');
  const mode = said.mode ?? known;
  const attended = attendanceOfCall(mode, session?.headless ?? null, said.byUser === true);
  if (!otherMode && attended === store.attended(event)) return;
  if (session) {
    callCounted(session, store.attended(event), -1);
    callCounted(session, attended, 1);
    if (otherMode && mode !== null) noteMode(session, { mode, time: store.time(event), source: 'permissionDecision' });
  }
  store.setMode(event, mode, attended);
}

/** An MCP server writes its own text, so a refusal in its words alone is only a failure. */
export function settledOutcome(store: EventStore, event: number, said: Answer): Outcome {
  return said.byWording && (store.tool(event)?.startsWith('mcp__') ?? false) ? 'error' : said.outcome;
}

/** Joins an answer to its call. */
export function settleAnswer(store: EventStore, event: number, said: Answer, place: Omit<ResultPlace, 'time' | 'outcome'>, time: number | null): void {
  const outcome = settledOutcome(store, event, said);
  // A fork's copy of a call still running says "interrupted"; the original's own answer stays.
  if (store.result(event) !== null && (outcome === 'interrupted' || outcome === 'unknown')) return;
  // Written out: a spread costs more here than the rest of the join.
  store.setResult(event, { file: place.file, line: place.line, byteStart: place.byteStart, byteEnd: place.byteEnd, time, outcome });
}

/** True where a call has an answer that says what became of it. */
export function isSettled(store: EventStore, event: number): boolean {
  const outcome = store.outcome(event);
  return store.result(event) !== null && outcome !== 'interrupted' && outcome !== 'unknown';
}
