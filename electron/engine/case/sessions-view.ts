/** Sessions as they are shown: what was noted while reading, with the spans in which nobody approved. Pure. */
import type { Session, SessionLineage } from '../../../shared/case.ts';
import { eventKinds, type Severity } from '../../../shared/event.ts';
import { type EventStore, rowAttendances, sessionAttendance } from '../events/event-store.ts';
import { maskedWords } from './masked-finding.ts';
import type { SessionNotes } from '../sources/transcript/sessions.ts';

export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const call = eventKinds.indexOf('tool-call');
const attendedBy = rowAttendances.indexOf('attended');
const unattendedBy = rowAttendances.indexOf('unattended');

/** Per session, the spans from the first to the last call of each run of unattended calls, results included. */
export function unattendedSpans(store: EventStore): Map<string, TimeSpan[]> {
  const spans = new Map<string, TimeSpan[]>();
  /** By the session's number. */
  const open: ({ from: number; to: number } | undefined)[] = [];
  const [kinds, contexts, untimed, placed, results] = [store.values('kind'), store.values('context'), store.values('untimed'), store.values('placed'), store.values('result')];
  const [sessions, attended, agents, resultTimes] = [store.values('session'), store.values('attended'), store.values('agent'), store.values('resultTime')];
  const { length } = kinds;
  for (let event = 0; event < length; event++) {
    if (kinds[event] !== call || untimed[event] === 1) continue;
    const context = contexts[event] ?? 0;
    const session = sessions[context] ?? 0;
    if (session === 0) continue;
    if (attended[context] === unattendedBy) {
      const time = placed[event] ?? 0;
      const result = results[event] ?? 0;
      const ended = result === 0 ? time : (resultTimes[result - 1] ?? 0);
      // Where it ended before it began, or its end is unknown, it takes no time.
      const to = ended > time ? time + Math.round(ended - time) : time;
      const running = open[session];
      if (running !== undefined) running.to = Math.max(running.to, to);
      else open[session] = begun(spans, store.text(session) ?? '', time, to);
    } else if (attended[context] === attendedBy && agents[context] === 0) open[session] = undefined;
  }
  return spans;
}

function begun(spans: Map<string, TimeSpan[]>, session: string, from: number, to: number): { from: number; to: number } {
  const span = { from, to };
  const list = spans.get(session);
  if (list) list.push(span);
  else spans.set(session, [span]);
  return span;
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
    permissionModes: notes.modes.slice(0, 2000).flatMap((change, at) => (change.mode === null ? [] : [{ mode: change.mode.slice(0, 100), from: change.time, to: notes.modes[at + 1]?.time ?? notes.end, source: change.source }])),
    attended: sessionAttendance(notes.attendedCalls, notes.unattendedCalls),
    unattendedSpans: spans.slice(0, 2000).map((span) => ({ from: span.from, to: span.to })),
    findings,
    lineage,
  };
}
