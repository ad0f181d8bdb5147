/**
 * Permission modes from telemetry, for sessions whose transcript records none: versions up to 2.1.6 wrote no mode, and an event
 * `permission_mode_changed` names the session and both modes. A mode that the transcript itself records stays.
 */
import type { EventStore } from '../events/event-store.ts';
import type { ProviderRecord } from '../sources/posture/provider-records.ts';
import { attendance, callCounted, noteMode, type SessionNotes } from '../sources/transcript/sessions.ts';

const source = 'OTel permission_mode_changed';

interface Change {
  readonly time: number;
  readonly from: string | null;
  readonly to: string;
}

/** Writes to calls without a mode and to the notes of their sessions. The store must not be frozen yet. */
export function noteTelemetryModes(store: EventStore, sessions: readonly SessionNotes[], records: readonly ProviderRecord[]): void {
  const changes = new Map<string, Change[]>();
  for (const { name, time, sessionId, modes } of records) {
    if (name !== 'permission_mode_changed' || time === null || sessionId === null || modes === undefined) continue;
    const list = changes.get(sessionId) ?? [];
    list.push({ time, from: modes.from, to: modes.to });
    changes.set(sessionId, list);
  }
  const bySession = new Map(sessions.flatMap((session) => (session.modes.length === 0 && changes.has(session.id) ? [[session.id, session] as const] : [])));
  if (bySession.size === 0) return;
  for (const [id, session] of bySession) {
    const list = (changes.get(id) ?? []).sort((a, b) => a.time - b.time);
    const [first] = list;
    if (first?.from != null) noteMode(session, { mode: first.from, time: session.start !== null && session.start < first.time ? session.start : first.time, source });
    for (const change of list) noteMode(session, { mode: change.to, time: change.time, source });
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
