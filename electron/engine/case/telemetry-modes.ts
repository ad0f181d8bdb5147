/**
 * Permission modes from telemetry and from hooks' logs, for sessions whose transcript records none: versions up to 2.1.6 wrote no
 * mode. An event `permission_mode_changed` names the session and both modes, a hook's input the mode that held. A mode that the
 * transcript itself records stays.
 */
import { type EventStore, eventsOf } from '../events/event-store.ts';
import type { ProviderRecord } from '../sources/posture/provider-records.ts';
import { attendance, callCounted, noteMode, type SessionNotes } from '../sources/transcript/sessions.ts';

interface Change {
  readonly time: number;
  readonly from: string | null;
  readonly to: string;
  readonly source: string;
}

/** Writes to calls without a mode and to the notes of their sessions. The store must not be frozen yet. */
export function noteTelemetryModes(store: EventStore, sessions: readonly SessionNotes[], records: readonly ProviderRecord[]): void {
  const unnamed = new Set(sessions.flatMap((session) => (session.modes.length === 0 ? [session.id] : [])));
  const telling = records.filter((record) => record.modes !== undefined && record.sessionId !== null && unnamed.has(record.sessionId) && (record.source === 'hook' || record.name === 'permission_mode_changed'));
  if (telling.length === 0) return;
  const changes = changesOf(telling, callTimes(store, telling));
  const bySession = new Map(sessions.flatMap((session) => (changes.has(session.id) ? [[session.id, session] as const] : [])));
  for (const [id, session] of bySession) {
    const list = (changes.get(id) ?? []).sort((a, b) => a.time - b.time);
    const [first] = list;
    if (first?.from != null) noteMode(session, { mode: first.from, time: session.start !== null && session.start < first.time ? session.start : first.time, source: first.source });
    for (const change of list) noteMode(session, { mode: change.to, time: change.time, source: change.source });
  }
  for (let event = 0; event < store.length; event++) {
    const session = store.mode(event) === null ? bySession.get(store.session(event) ?? '') : undefined;
    const time = store.time(event);
    if (session === undefined || time === null) continue;
    const list = changes.get(session.id) ?? [];
    const mode = list.findLast((change) => change.time <= time)?.to ?? list[0]?.from ?? null;
    if (mode === null) continue;
    const attended = attendance(mode, session.headless);
    if (store.kind(event) === 'tool-call') {
      callCounted(session, store.attended(event), -1);
      callCounted(session, attended, 1);
    }
    store.setMode(event, mode, attended);
  }
}

function changesOf(records: readonly ProviderRecord[], times: ReadonlyMap<string, number>): Map<string, Change[]> {
  const changes = new Map<string, Change[]>();
  for (const { source, time, sessionId, modes, toolUseIds } of records) {
    // A hook need not write the time, and the call that it was asked about has one.
    const held = times.get(toolUseIds[0] ?? '') ?? time;
    if (modes === undefined || sessionId === null || held === null) continue;
    const change = { time: held, from: modes.from, to: modes.to, source: source === 'hook' ? 'permission_mode of a hook' : 'OTel permission_mode_changed' };
    const list = changes.get(sessionId);
    if (list) list.push(change);
    else changes.set(sessionId, [change]);
  }
  return changes;
}

/** Times of the calls that the records name. */
function callTimes(store: EventStore, records: readonly ProviderRecord[]): ReadonlyMap<string, number> {
  const wanted = new Set(records.flatMap((record) => (record.source === 'hook' ? record.toolUseIds : [])));
  const times = new Map<string, number>();
  if (wanted.size === 0) return times;
  for (const event of eventsOf(store, 'tool-call')) {
    const id = store.toolUseId(event);
    const time = store.time(event);
    if (id !== null && time !== null && wanted.has(id)) times.set(id, time);
  }
  return times;
}
