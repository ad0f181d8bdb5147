/** What an answer changes about its call: the outcome, and where the row tells of a decision the mode and who was there. Reads no file. */
import type { ReadProblem } from '../../../../shared/case.ts';
import type { EvidenceRef } from '../../../../shared/event.ts';
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
export function modeAskedFor(desk: TranscriptDesk, agentId: string, sessionId: string): string | undefined {
  const modes = desk.agentModes.get(agentId);
  const only = sessionId === `agent-${agentId}` && modes?.size === 1 ? [...modes.values()][0] : undefined;
  return modes?.get(sessionId) ?? only;
}

/** A decision on the very call says more than the mode that was known when it was asked, and a person's click shows a person. */
export function correctMode(desk: Pick<TranscriptDesk, 'store' | 'sessions'>, event: number, said: Answer): void {
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
    if (otherMode && mode !== null && store.agent(event) === null) noteMode(session, { mode, time: store.time(event), source: 'permissionDecision' });
  }
  store.setMode(event, mode, attended);
}

/**
 * Joins an answer to its call. The first that says what became of the call counts: whoever adds a line behind it does not change
 * that. False where it says otherwise than that one, and was left.
 */
export function settleAnswer(store: EventStore, event: number, said: Answer, place: Omit<ResultPlace, 'time' | 'outcome'>, time: number | null): boolean {
  // An MCP server writes its own text, so a refusal in its words alone is only a failure.
  const forged = said.byWording && (store.tool(event)?.startsWith('mcp__') ?? false);
  const outcome = forged ? 'error' : said.outcome;
  // A fork's copy of a call still running says "interrupted"; the original's own answer stays.
  if (store.result(event) !== null && (outcome === 'interrupted' || outcome === 'unknown')) return true;
  if (store.isAnswered(event)) return store.outcome(event) === outcome;
  // Written out: a spread costs more here than the rest of the join.
  store.setResult(event, { file: place.file, line: place.line, byteStart: place.byteStart, byteEnd: place.byteEnd, time, outcome });
  return true;
}

/** What is listed of an answer that was left. */
export function otherAnswer(store: EventStore, event: number, place: EvidenceRef): ReadProblem {
  const counts = store.result(event);
  return { path: place.path, line: place.line, byteOffset: place.byteStart, reason: `A second result of a call, which says otherwise than the one at ${counts?.file} line ${counts?.line} (${store.outcome(event)}); only that one counts.` };
}
