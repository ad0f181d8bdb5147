/**
 * The overview histogram: a canvas with a focusable twin. A click goes to a time or a finding, a drag chooses a range;
 * arrow keys do the same. It asks for bins of the whole case and hides nothing itself.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Severity } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { severityNames } from '../ui/severity-mark.tsx';
import { barAt, type BrushState, brushKey, brushRange, smallestDrag } from './brush.ts';
import { bars, binWords, findingMarks, hatches, plot, timeToX, xToTime } from './lane-drawing.ts';
import styles from './lanes-canvas.module.css';
import { LanesTable } from './lanes-table.tsx';
import { paintLanes } from './paint-lanes.ts';
import { withoutKey } from './query-text.ts';
import { axisTicks, clockText, type DisplayZone, planBars, rangeText, zoneLabel } from './time-axis.ts';
import { useTimeline } from './timeline-store.ts';
import { useElementWidth, useThemeVersion } from './use-canvas-size.ts';

export interface LanesCanvasProps {
  readonly filter: Filter;
  readonly zone: DisplayZone;
  /** The evidence's own zone, where it names one that differs from UTC. */
  readonly otherZone: DisplayZone | null;
  readonly onZone: () => void;
  readonly onRange: (from: number, to: number) => void;
  readonly onClearRange: () => void;
  readonly onTime: (time: number) => void;
  readonly onEvent: (eventId: number) => void;
}

const barSpace = 7.3;
const laneLegend = [
  ['Session', 'session'],
  ['Sub-agent', 'agent'],
  ['Git', 'git'],
] as const;
const hitDistance = 6;

export function LanesCanvas({ filter, zone, otherZone, onZone, onRange, onClearRange, onTime, onEvent }: LanesCanvasProps) {
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useElementWidth(holder);
  const theme = useThemeVersion();
  const events = useCase((state) => state.summary?.events ?? null);
  const visible = useTimeline((state) => state.visible);
  const [brush, setBrush] = useState<BrushState>({ cursor: 0, anchor: null });
  const [focused, setFocused] = useState(false);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const [table, setTable] = useState(false);
  const first = events?.first ?? null;
  const last = events?.last ?? null;
  const plan = useMemo(
    () => (first === null || last === null || width < 100 ? null : planBars(first, last, (width - 2 * plot.sideGap) / barSpace, zone)),
    [first, last, width, zone],
  );
  const whole = useMemo(() => withoutKey(withoutKey(filter, 'from'), 'to'), [filter]);
  const { value, problem } = useQuery('lanes.bins', plan === null ? null : { filter: whole, from: plan.from, to: plan.to, bins: plan.bars });
  // Bins of the plan before have other edges: they would stand at wrong times.
  const data = value && plan && value.from === plan.from && value.to === plan.to ? value : null;

  const marks = useMemo(() => (data && plan ? findingMarks(data.marks, plan.from, plan.to, width) : []), [data, plan, width]);
  const picture = useMemo(() => {
    if (plan === null) return null;
    const x = (time: number) => timeToX(time, plan.from, plan.to, width);
    const range = brushRange(brush);
    const chosen = drag ?? (filter.from != null && filter.to != null ? { from: filter.from, to: filter.to } : null);
    const shown = visible.from !== null && visible.to !== null && visible.end - visible.first < visible.total ? { from: visible.from, to: visible.to } : null;
    const box = focused && range ? { from: plan.from + range.first * plan.barMs, to: plan.from + (range.last + 1) * plan.barMs } : (chosen ?? shown);
    const step = (width - 2 * plot.sideGap) / plan.bars;
    return {
      width,
      bars: data ? bars(data.bins, width) : [],
      hatches: data ? hatches(data.bins, width) : [],
      marks,
      ticks: axisTicks(plan.from, plan.to, Math.max(2, Math.floor(width / 75)), zone).map((tick) => ({ x: x(tick.time), label: tick.label })),
      brush: box === null ? null : { from: x(Math.max(plan.from, box.from)), to: x(Math.min(plan.to, box.to)), handles: chosen !== null || (focused && range !== null) },
      cursor: focused ? { x: plot.sideGap + brush.cursor * step, width: step } : null,
    };
  }, [plan, data, marks, brush, drag, focused, filter.from, filter.to, visible, width, zone]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the inks, which are read while painting
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || picture === null) return;
    const scale = window.devicePixelRatio;
    element.width = Math.round(width * scale);
    element.height = Math.round(plot.height * scale);
    const style = getComputedStyle(element);
    const inks = new Map<string, string>();
    const ink = (token: string): string => {
      const known = inks.get(token) ?? style.getPropertyValue(token);
      inks.set(token, known);
      return known;
    };
    paintLanes(context, picture, ink, scale, `10px ${style.getPropertyValue('--font-ui')}`);
  }, [picture, width, theme]);

  const place = (event: React.PointerEvent<HTMLElement>) => event.clientX - event.currentTarget.getBoundingClientRect().left;
  const timeAt = (x: number) => (plan === null ? 0 : xToTime(x, plan.from, plan.to, width));
  const started = useRef<number | null>(null);

  const barTime = plan === null ? 0 : plan.from + brush.cursor * plan.barMs;
  const bin = data?.bins[brush.cursor];
  const range = brushRange(brush);
  const spoken =
    plan === null || !bin
      ? 'no data'
      : range
        ? `${rangeText(plan.from + range.first * plan.barMs, plan.from + (range.last + 1) * plan.barMs, zone)} chosen`
        : `${clockText(barTime, zone)}, ${binWords(bin)}`;

  const onKey = (event: React.KeyboardEvent) => {
    if (plan === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = brushKey(brush, event.key, event.shiftKey, plan.bars);
    if (next) setBrush(next);
    else if (event.key === 'Enter' || event.key === ' ') {
      if (range) onRange(plan.from + range.first * plan.barMs, plan.from + (range.last + 1) * plan.barMs - 1);
      else onTime(barTime);
    } else if (event.key === 'Escape') {
      setBrush({ cursor: brush.cursor, anchor: null });
      onClearRange();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section className={styles.lanes} aria-label="Overview of the case in time">
      <div className={styles.head}>
        <span>{plan === null || first === null || last === null ? 'No event has a time' : `${rangeText(first, last, zone)}, ${plan.label} per bar,`}</span>
        {otherZone === null ? (
          <span>{zoneLabel(zone)}</span>
        ) : (
          <button type="button" className={styles.zone} onClick={onZone} title={`Show times in ${zoneLabel(otherZone)}`}>
            {zoneLabel(zone)}
          </button>
        )}
        <span className={styles.space} />
        {laneLegend.map(([name, lane]) => (
          <span key={lane} className={styles.legend}>
            <i className={`${styles.swatch} ${styles[lane]}`} />
            {name}
          </span>
        ))}
        <span className={styles.legend}>
          <i className={`${styles.swatch} ${styles.unattended} hatch-strong`} />
          Unattended
        </span>
        <Button look="ghost" small className={styles.asTable} onClick={() => setTable(true)} disabled={data === null}>
          As table
        </Button>
      </div>
      <div
        ref={holder}
        role="slider"
        tabIndex={0}
        className={styles.twin}
        aria-label="Time histogram. Arrow keys move, Shift and arrows choose a range, Enter goes there."
        aria-valuemin={0}
        aria-valuemax={plan === null ? 0 : plan.bars - 1}
        aria-valuenow={brush.cursor}
        aria-valuetext={spoken}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKey}
        onPointerDown={(event) => {
          if (event.button !== 0 || plan === null) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          started.current = place(event);
        }}
        onPointerMove={(event) => {
          const from = started.current;
          if (from === null || Math.abs(place(event) - from) < smallestDrag) return;
          const times = [timeAt(from), timeAt(place(event))];
          setDrag({ from: Math.min(...times), to: Math.max(...times) });
        }}
        onPointerUp={(event) => {
          const x = place(event);
          const moved = drag;
          started.current = null;
          setDrag(null);
          if (plan === null) return;
          if (moved) {
            onRange(Math.round(moved.from), Math.round(moved.to));
            return;
          }
          setBrush({ cursor: barAt(timeAt(x), plan.from, plan.barMs, plan.bars), anchor: null });
          const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
          const hit = y > plot.base + 14 ? marks.find((mark) => Math.abs(mark.x - x) <= hitDistance) : undefined;
          if (hit) onEvent(hit.eventId);
          else onTime(timeAt(x));
        }}
        onPointerCancel={() => {
          started.current = null;
          setDrag(null);
        }}
      >
        <canvas ref={canvas} className={styles.canvas} />
        {drag && plan ? (
          <span className={styles.dragTimes} aria-hidden="true" style={{ left: timeToX(drag.from, plan.from, plan.to, width) }}>
            {clockText(drag.from, zone)} – {clockText(drag.to, zone)}
          </span>
        ) : null}
        {marks.length > 0 ? <span className="only-spoken">{markWords(marks)}</span> : null}
      </div>
      {problem ? <ProblemNote problem={problem} /> : null}
      {table && data && plan ? <LanesTable bins={data.bins} plan={plan} zone={zone} onTime={onTime} onClose={() => setTable(false)} /> : null}
    </section>
  );
}

function markWords(marks: readonly { readonly severity: Severity; readonly count: number }[]): string {
  const counts = new Map<Severity, number>();
  for (const mark of marks) counts.set(mark.severity, (counts.get(mark.severity) ?? 0) + mark.count);
  return `Finding marks: ${[...counts].map(([severity, count]) => `${count} ${severityNames[severity].toLowerCase()}`).join(', ')}`;
}
