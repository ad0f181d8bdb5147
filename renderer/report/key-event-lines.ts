/** Puts key events on the lines of a two-lane table: a call and the reflog entries it caused share one. Pure. */
import type { EventRow, Severity } from '../../shared/event.ts';
import { severities } from '../../shared/event.ts';
import type { ReportModel } from '../../shared/report.ts';

export interface KeyEventLine {
  readonly key: number;
  readonly time: number | null;
  /** The event in the session lane; null where git alone recorded something. */
  readonly session: EventRow | null;
  readonly git: readonly EventRow[];
  readonly severity: Severity | null;
  /** Titles of the findings that cite the line, worst first, each once. */
  readonly titles: readonly string[];
}

export interface KeyEventDay {
  /** Midnight UTC, or null for events without a time. */
  readonly day: number | null;
  readonly lines: readonly KeyEventLine[];
}

const dayMs = 86_400_000;

/** The lines in the order of the model, by day. Each key event stands on exactly one line. */
export function keyEventDays(events: ReportModel['keyEvents']): readonly KeyEventDay[] {
  const present = new Set(events.map((event) => event.row.id));
  const caused = new Map<number, EventRow[]>();
  for (const { row } of events) {
    const cause = row.reflog?.causeEventId ?? null;
    if (cause !== null && cause !== row.id && present.has(cause)) caused.set(cause, [...(caused.get(cause) ?? []), row]);
  }
  const days: { day: number | null; lines: KeyEventLine[] }[] = [];
  for (const { row } of events) {
    const cause = row.reflog?.causeEventId ?? null;
    if (cause !== null && cause !== row.id && present.has(cause)) continue;
    const line = lineOf(row, caused.get(row.id) ?? []);
    const day = line.time === null ? null : Math.floor(line.time / dayMs) * dayMs;
    const last = days.at(-1);
    if (last && last.day === day) last.lines.push(line);
    else days.push({ day, lines: [line] });
  }
  return days;
}

function lineOf(row: EventRow, effects: readonly EventRow[]): KeyEventLine {
  const isGit = row.lane === 'git';
  const tags = [...row.findings, ...effects.flatMap((effect) => effect.findings)].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return {
    key: row.id,
    time: row.time,
    session: isGit ? null : row,
    git: isGit ? [row, ...effects] : effects,
    severity: tags[0]?.severity ?? null,
    titles: [...new Set(tags.map((tag) => tag.title))],
  };
}
