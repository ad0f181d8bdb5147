/**
 * The mode that a call asked for its sub-agent, where only the sub-agent's `meta.json` names that call: one that has no answer, as
 * after a crash. Reading the transcripts knows of those alone that are answered.
 */
import { CallProblem } from '../../../shared/rpc.ts';
import { ownText } from '../events/json.ts';
import { type EventStore, eventsOf } from '../events/event-store.ts';
import { parsedRecordCap, recordBytes } from '../events/original.ts';
import type { EvidenceFiles } from '../intake/evidence-files.ts';
import type { AgentMeta } from '../sources/beside/agent-meta.ts';
import { readRecord } from '../sources/transcript/record.ts';
import { attendance, callCounted, modeAt, modeOfAgent, type SessionNotes } from '../sources/transcript/sessions.ts';
import { parsedRecord } from './answer-text.ts';

/** The mode that a call asks for its sub-agent; null for none. Throws a `CallProblem` where its record can't be read. */
export function askedMode({ store, files }: { readonly store: EventStore; readonly files: EvidenceFiles }, event: number): string | null {
  const ref = { path: store.file(event), line: store.line(event), byteStart: store.byteStart(event), byteEnd: store.byteEnd(event) };
  const row = ref.byteEnd - ref.byteStart <= parsedRecordCap ? parsedRecord(recordBytes(files, ref)) : null;
  const part = row === null ? undefined : readRecord(row).parts[store.block(event)];
  return part?.part === 'call' ? ownText(part.input, 'mode') : null;
}

/** Writes to the sub-agents' events that have their session's mode. The store must not be frozen yet. */
export function noteAgentModes(evidence: { readonly store: EventStore; readonly files: EvidenceFiles }, sessions: readonly SessionNotes[], answered: ReadonlySet<string>, metas: readonly AgentMeta[]): void {
  const { store } = evidence;
  const agents = new Map(metas.flatMap((meta) => (meta.toolUseId === null || answered.has(meta.agentId) ? [] : [[meta.toolUseId, meta.agentId] as const])));
  if (agents.size === 0) return;
  const modes = new Map<string, string>();
  for (const event of eventsOf(store, 'tool-call')) {
    const agent = agents.get(store.toolUseId(event) ?? '');
    if (agent === undefined) continue;
    try {
      const asked = modeOfAgent(store.mode(event), askedMode(evidence, event));
      if (asked !== null) modes.set(agent, asked);
    } catch (error) {
      // A file that shrank since it was read: its own reading lists that.
      if (!(error instanceof CallProblem)) throw error;
    }
  }
  if (modes.size === 0) return;
  const byId = new Map(sessions.map((session) => [session.id, session]));
  for (let event = 0; event < store.length; event++) {
    const mode = modes.get(store.agent(event) ?? '');
    const session = byId.get(store.session(event) ?? '');
    if (mode === undefined || session === undefined || store.mode(event) !== modeAt(session, store.placedTime(event))) continue;
    const attended = attendance(mode, session.headless);
    if (store.kind(event) === 'tool-call') {
      callCounted(session, store.attended(event), -1);
      callCounted(session, attended, 1);
    }
    store.setMode(event, mode, attended);
  }
}
