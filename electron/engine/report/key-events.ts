/** Chooses the events that the report prints one by one: what findings cite, what git recorded meanwhile, who asked. Pure. */
import { gather } from '../../../shared/append.ts';
import { type EventRow, severities, type Severity } from '../../../shared/event.ts';
import type { Finding } from '../../../shared/finding.ts';
import type { ReportSource } from './report-source.ts';

/** A report is read by people: beyond this many rows the timeline of the app is the better place. */
export const mostKeyEvents = 80;
const mostPrompts = 60;

export interface KeyEventChoice {
  readonly row: EventRow;
  readonly findingRules: readonly string[];
}

/**
 * In this order, until the report is full: events that a printed finding cites, worst first, each with the other end of
 * its join; reflog entries that no call explains; prompts that begin sessions and unattended spans; other reflog entries
 * inside a session's time. Given back in time order.
 */
export function chooseKeyEvents(source: ReportSource, findings: readonly Finding[], most: number = mostKeyEvents): readonly KeyEventChoice[] {
  const rows = new Map<number, EventRow>();
  const take = (id: number | null): void => {
    if (id === null || rows.has(id) || rows.size >= most) return;
    const row = source.eventRow(id);
    if (row) rows.set(id, row);
  };

  const reflog = reflogInSessions(source);
  const entriesOfCall = new Map<number, number[]>();
  for (const row of reflog) {
    const cause = row.reflog?.causeEventId ?? null;
    if (cause !== null) gather(entriesOfCall, cause, row.id);
  }
  for (const finding of worstFirst(findings)) {
    take(finding.eventId);
    if (finding.eventId === null) continue;
    take(rows.get(finding.eventId)?.reflog?.causeEventId ?? null);
    for (const entry of entriesOfCall.get(finding.eventId) ?? []) take(entry);
  }
  for (const row of reflog) if (row.reflog?.state === 'unexplained') take(row.id);
  for (const id of leadingPrompts(source)) take(id);
  for (const row of reflog) {
    take(row.reflog?.causeEventId ?? null);
    take(row.id);
  }

  const rules = new Map<number, Set<string>>();
  for (const finding of findings) {
    if (finding.eventId === null) continue;
    const known = rules.get(finding.eventId) ?? new Set<string>();
    known.add(finding.rule);
    rules.set(finding.eventId, known);
  }
  return [...rows.values()].sort(byTime).map((row) => ({ row, findingRules: [...(rules.get(row.id) ?? [])].sort().slice(0, 16) }));
}

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  const rank = new Map<Severity, number>(severities.map((severity, index) => [severity, index]));
  return findings
    .map((finding, index) => ({ finding, index }))
    .sort((a, b) => (rank.get(a.finding.severity) ?? 0) - (rank.get(b.finding.severity) ?? 0) || a.index - b.index)
    .map((item) => item.finding);
}

/** Untimed rows come last; equal times keep the order of the store. */
function byTime(a: EventRow, b: EventRow): number {
  if (a.time !== b.time) {
    if (a.time === null) return 1;
    if (b.time === null) return -1;
    return a.time - b.time;
  }
  return a.id - b.id;
}

/** Reflog entries inside the time of any session, each once. */
function reflogInSessions(source: ReportSource): readonly EventRow[] {
  const found = new Map<number, EventRow>();
  for (const window of mergedWindows(source)) {
    for (const id of source.eventIds(['reflog'], window.from, window.to)) {
      const row = found.has(id) ? null : source.eventRow(id);
      if (row) found.set(id, row);
    }
  }
  return [...found.values()].sort(byTime);
}

function mergedWindows(source: ReportSource): readonly { readonly from: number; readonly to: number }[] {
  const merged: { from: number; to: number }[] = [];
  const spans = source.sessions.flatMap(({ start, end }) => (start === null || end === null ? [] : [{ from: start, to: end }]));
  for (const span of spans.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/** The first prompt of each session, and the last one before each unattended span. */
function leadingPrompts(source: ReportSource): readonly number[] {
  const ids = new Set<number>();
  for (const session of source.sessions) {
    if (session.start === null || session.end === null) continue;
    let first: EventRow | null = null;
    const prompts: EventRow[] = [];
    for (const id of source.eventIds(['prompt'], session.start, session.end)) {
      const row = source.eventRow(id);
      if (row?.sessionId !== session.id || row.agentId !== null) continue;
      first ??= row;
      prompts.push(row);
    }
    if (first) ids.add(first.id);
    for (const span of session.unattendedSpans) {
      const before = prompts.filter((row) => row.time !== null && row.time <= span.from).at(-1);
      if (before) ids.add(before.id);
    }
    if (ids.size >= mostPrompts) break;
  }
  return [...ids].slice(0, mostPrompts);
}
