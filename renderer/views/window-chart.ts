/** Geometry of the "Unattended windows" chart: which sessions fit one axis, and where their spans and marks lie. Pure. */
import type { Overview } from '../../shared/case.ts';

export type SessionWindow = Overview['windows'][number];

/** The sessions on one axis. `outside` are timed sessions that would squeeze the rest and are named in a note instead. */
export interface WindowPlan {
  readonly from: number;
  readonly to: number;
  readonly shown: readonly SessionWindow[];
  readonly outside: readonly SessionWindow[];
}

const dayMs = 86_400_000;

/**
 * The axis covers the sessions that ran unattended, or all where none did; what overlaps it is shown too. Where those lie
 * more than four days apart the axis still covers them: an unattended run is never left out.
 */
export function planWindows(windows: readonly SessionWindow[]): WindowPlan | null {
  if (windows.length === 0) return null;
  const unattended = windows.filter((window) => window.unattendedSpans.length > 0);
  const wanted = unattended.length > 0 ? unattended : windows;
  let from = Math.min(...wanted.map((window) => window.start));
  let to = Math.max(...wanted.map((window) => window.end));
  // Sessions within half the span on either side widen the axis: what came before matters.
  const near = Math.min(dayMs, Math.max((to - from) / 2, 3_600_000));
  const shown = windows.filter((window) => window.end >= from - near && window.start <= to + near);
  from = Math.min(...shown.map((window) => window.start));
  to = Math.max(...shown.map((window) => window.end));
  const margin = Math.max(60_000, (to - from) * 0.02);
  const byStart = [...shown].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  return { from: from - margin, to: to + margin, shown: byStart, outside: windows.filter((window) => !shown.includes(window)) };
}

/** Pixels from the left for a time on the axis. */
export function xOf(time: number, plan: WindowPlan, width: number): number {
  return ((time - plan.from) / (plan.to - plan.from)) * width;
}

/** A span as a bar: never narrower than a pixel, so that a short one still shows. */
export function barOf(from: number, to: number, plan: WindowPlan, width: number): { readonly x: number; readonly width: number } {
  const x = xOf(from, plan, width);
  return { x, width: Math.max(1, xOf(to, plan, width) - x) };
}

/** Where marks stand, at most one in `apart` pixels: a crowd of them would only be a blot. */
export function markPlaces(times: readonly number[], plan: WindowPlan, width: number, apart: number): readonly number[] {
  const places = times.map((time) => Math.round(xOf(time, plan, width) / apart) * apart);
  return [...new Set(places)];
}

/** How long a session ran with nobody there. */
export function unattendedMs(window: SessionWindow): number {
  return window.unattendedSpans.reduce((sum, span) => sum + (span.to - span.from), 0);
}
