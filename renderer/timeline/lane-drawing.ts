/** The overview histogram as rectangles and marks: counts in, shapes out. Knows neither canvas nor colours. */
import type { Result } from '../../shared/contract.ts';
import { type Severity, severities } from '../../shared/event.ts';

type Bins = Result<'lanes.bins'>;
export type Bin = Bins['bins'][number];

/** Places in the 100 px high histogram, as the design draws it. */
export const plot = { top: 22, base: 68, sideGap: 16, markY: 92, height: 100, brushTop: 19, brushBottom: 71 } as const;

export interface Bar {
  readonly lane: 'session' | 'agent' | 'git';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A stretch of time in which nobody was there, in pixels. */
export interface Hatch {
  readonly x: number;
  readonly width: number;
}

export interface Mark {
  readonly x: number;
  readonly severity: Severity;
  readonly eventId: number;
  readonly time: number;
  /** Findings that fall on the same pixels; the worst gives the look. */
  readonly count: number;
}

/** Where a time lies: `x` of `from` is the left gap, `x` of `to` the width without the right gap. */
export function timeToX(time: number, from: number, to: number, width: number): number {
  return plot.sideGap + ((time - from) / (to - from)) * (width - 2 * plot.sideGap);
}

/** The time at a place, kept within the range. */
export function xToTime(x: number, from: number, to: number, width: number): number {
  const share = (x - plot.sideGap) / Math.max(1, width - 2 * plot.sideGap);
  return from + Math.min(1, Math.max(0, share)) * (to - from);
}

/** The tallest stack, at least 1. */
export function tallest(bins: readonly Bin[]): number {
  return bins.reduce((most, bin) => Math.max(most, bin.session + bin.agent + bin.git), 1);
}

/**
 * Stacked bars: session, sub-agent, git from the ground up. Heights are in proportion to the counts, except that a part
 * that counts anything is at least 1 px high: one burst must not make a quiet hour look empty.
 */
export function bars(bins: readonly Bin[], width: number): readonly Bar[] {
  const most = tallest(bins);
  const room = plot.base - plot.top;
  const step = (width - 2 * plot.sideGap) / Math.max(1, bins.length);
  const barWidth = Math.max(1, step - (step > 4 ? 1.2 : step > 2 ? 0.5 : 0));
  return bins.flatMap((bin, at) => {
    const shapes: Bar[] = [];
    let ground: number = plot.base;
    for (const lane of ['session', 'agent', 'git'] as const) {
      if (bin[lane] === 0) continue;
      const height = Math.max(1, (bin[lane] / most) * room);
      ground -= height;
      shapes.push({ lane, x: plot.sideGap + at * step, y: ground, width: barWidth, height });
    }
    return shapes;
  });
}

/** Neighbouring unattended bins joined to one stretch. */
export function hatches(bins: readonly Bin[], width: number): readonly Hatch[] {
  const step = (width - 2 * plot.sideGap) / Math.max(1, bins.length);
  const found: Hatch[] = [];
  let start = -1;
  for (let at = 0; at <= bins.length; at += 1) {
    const unattended = bins[at]?.unattended ?? false;
    if (unattended && start < 0) start = at;
    if (!unattended && start >= 0) {
      found.push({ x: plot.sideGap + start * step, width: (at - start) * step });
      start = -1;
    }
  }
  return found;
}

/** Finding marks; those closer than `apart` pixels become one that looks like the worst. */
export function findingMarks(marks: Bins['marks'], from: number, to: number, width: number, apart = 5): readonly Mark[] {
  const sorted = marks.map((mark) => ({ ...mark, x: timeToX(mark.time, from, to, width) })).sort((a, b) => a.x - b.x);
  const found: Mark[] = [];
  for (const mark of sorted) {
    const last = found.at(-1);
    if (last && mark.x - last.x < apart) {
      const worse = severities.indexOf(mark.severity) < severities.indexOf(last.severity);
      found[found.length - 1] = worse ? { ...mark, x: last.x, count: last.count + 1 } : { ...last, count: last.count + 1 };
    } else {
      found.push({ x: mark.x, severity: mark.severity, eventId: mark.eventId, time: mark.time, count: 1 });
    }
  }
  return found;
}

/** One bar in words, for the keyboard twin and the table. */
export function binWords(bin: Bin): string {
  const parts = [`${bin.session} session`, `${bin.agent} sub-agent`, `${bin.git} git`];
  return `${parts.join(', ')}${bin.unattended ? ', unattended' : ''}`;
}
