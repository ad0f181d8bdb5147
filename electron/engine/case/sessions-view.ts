/** Sessions as they are shown: what was noted while reading, with the spans in which nobody approved. Pure. */
import type { Session, SessionLineage } from '../../../shared/case.ts';
import type { Severity } from '../../../shared/event.ts';
import { type EventStore, sessionAttendance } from '../events/event-store.ts';
import { maskedWords } from './masked-finding.ts';
import type { SessionNotes } from '../sources/transcript/sessions.ts';

export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Per session, the spans from the first to the last call of each run of unattended calls, results included. */
export function unattendedSpans(store: EventStore): Map<string, TimeSpan[]> {
  const spans = new Map<string, TimeSpan[]>();
  const open = new Map<string, { from: number; to: number }>();
  for (let event = 0; event < store.length; event++) {
    if (store.kind(event) !== 'tool-call') continue;
    const session = store.session(event);
    const time = store.time(event);
    if (session === null || time === null) continue;
    const running = open.get(session);
    if (store.attended(event) === 'unattended') {
      const to = time + (store.durationMs(event) ?? 0);
      if (running) running.to = Math.max(running.to, to);
      else {
        const begun = { from: time, to };
        open.set(session, begun);
        const list = spans.get(session) ?? [];
        list.push(begun);
        spans.set(session, list);
      }
    } else if (store.attended(event) === 'attended' && store.agent(event) === null) open.delete(session);
  }
  return spans;
}

/** Length of the union of spans, in milliseconds: two sessions at once count once. */
export function unionLength(spans: readonly TimeSpan[]): number {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, span.to - Math.max(span.from, end));
    end = Math.max(end, span.to);
  }
  return total;
}

export type SeverityCounts = Record<Severity, number>;
export const noFindings = (): SeverityCounts => ({ critical: 0, high: 0, medium: 0, low: 0, info: 0 });

export function sessionView(notes: SessionNotes, spans: readonly TimeSpan[], findings: SeverityCounts, lineage: SessionLineage): Session {
  return {
    id: notes.id.slice(0, 300),
    title: notes.title === null ? null : maskedWords(notes.title, 500),
    project: notes.project?.slice(0, 8192) ?? null,
    cwd: notes.cwd?.slice(0, 8192) ?? null,
    files: notes.files.slice(0, 2000),
    start: notes.start,
    end: notes.end,
    versions: [...notes.versions].map((version) => version.slice(0, 100)),
    prompts: notes.prompts,
    toolCalls: notes.toolCalls,
    agents: notes.agents.size,
    permissionModes: notes.modes.slice(0, 2000).map((change, at) => ({
      mode: change.mode.slice(0, 100),
      from: change.time,
      to: notes.modes[at + 1]?.time ?? notes.end,
      source: change.source,
    })),
    attended: sessionAttendance(notes.attendedCalls, notes.unattendedCalls),
    unattendedSpans: spans.slice(0, 2000).map((span) => ({ from: span.from, to: span.to })),
    findings,
    lineage,
  };
}
