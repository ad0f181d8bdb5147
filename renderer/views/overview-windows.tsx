/** The chart of unattended windows: a strip a session on one axis, hatched where nobody was there. Opens a session's rows. */
import { useEffect, useId, useRef, useState } from 'react';
import type { Overview } from '../../shared/case.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import { spanText } from '../../shared/time.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf } from '../text/figures.ts';
import { axisTicks, utc } from '../timeline/time-axis.ts';
import { dayText } from '../text/time-text.ts';
import { PanelHead } from '../ui/panel-head.tsx';
import styles from './overview-windows.module.css';
import { barOf, markPlaces, planWindows, type SessionWindow, unattendedMs, type WindowPlan, xOf } from './window-chart.ts';

const stripHeight = 48;
const barTop = 16;
const barHeight = 14;

/** The width of an element, kept up to date. */
function useWidth(): readonly [(element: HTMLElement | null) => void, number] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(0);
  const watch = useRef<ResizeObserver | null>(null);
  useEffect(() => {
    if (!element) return;
    watch.current = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watch.current.observe(element);
    return () => watch.current?.disconnect();
  }, [element]);
  return [setElement, width];
}

function attendanceText(window: SessionWindow): string {
  const alone = unattendedMs(window);
  if (alone > 0) return `${spanText(alone)} unattended`;
  return window.attended === 'unknown' ? 'attendance unknown' : 'attended';
}

function FindingMark({ x, finding }: { readonly x: number; readonly finding: SessionWindow['findings'][number] }) {
  const y = 8;
  if (finding.severity === 'critical') return <path className={styles.critical} d={`M${x - 5} ${y}l5-5 5 5-5 5z`} />;
  if (finding.severity === 'high') return <rect className={styles.high} x={x - 3.5} y={y - 3.5} width="7" height="7" />;
  if (finding.severity === 'medium') return <rect className={styles.medium} x={x - 3} y={y - 3} width="6" height="6" />;
  return null;
}

interface StripProps {
  readonly window: SessionWindow;
  readonly plan: WindowPlan;
  readonly width: number;
  readonly ticks: readonly number[];
  readonly hatch: string;
}

function Strip({ window, plan, width, ticks, hatch }: StripProps) {
  const whole = barOf(window.start, window.end, plan, width);
  return (
    <svg className={styles.strip} width={width} height={stripHeight} aria-hidden="true">
      {ticks.map((x) => (
        <path key={x} className={styles.grid} d={`M${x} 0V${stripHeight}`} />
      ))}
      <rect className={window.attended === 'unknown' ? styles.unknown : styles.attended} x={whole.x} y={barTop} width={whole.width} height={barHeight} rx="2" />
      {window.unattendedSpans.map((span) => {
        const bar = barOf(span.from, span.to, plan, width);
        return <rect key={span.from} className={styles.unattended} fill={`url(#${hatch})`} x={bar.x} y={barTop} width={bar.width} height={barHeight} rx="2" />;
      })}
      {markPlaces(window.prompts, plan, width, 4).map((x) => (
        <path key={x} className={styles.prompt} d={`M${x} ${barTop - 4}v${barHeight + 4}`} />
      ))}
      {markPlaces(window.gitWrites, plan, width, 2).map((x) => (
        <circle key={x} className={styles.git} cx={x} cy={barTop + barHeight + 7} r="2.5" />
      ))}
      {window.findings.map((finding) => (
        <FindingMark key={finding.id} x={xOf(finding.time, plan, width)} finding={finding} />
      ))}
    </svg>
  );
}

function Legend({ unknown }: { readonly unknown: boolean }) {
  return (
    <span className={styles.legend}>
      <span>
        <i className={styles.promptSign} />
        human prompt
      </span>
      <span>
        <i className={styles.attendedSign} />
        attended
      </span>
      <span>
        <i className={`hatch-strong ${styles.unattendedSign}`} />
        unattended
      </span>
      {unknown ? (
        <span>
          <i className={styles.unknownSign} />
          not recorded
        </span>
      ) : null}
      <span>
        <i className={styles.gitSign} />
        git write
      </span>
    </span>
  );
}

function outsideText(plan: WindowPlan, leftOut: number): string | null {
  const parts: string[] = [];
  const [first] = plan.outside;
  if (first) {
    const days = new Set(plan.outside.map((window) => dayText(window.start)));
    const what = countOf(plan.outside.length, 'other session');
    parts.push(`${what} ${days.size === 1 ? `on ${dayText(first.start)} ` : ''}${plan.outside.length === 1 ? 'is' : 'are'} outside this range.`);
  }
  if (leftOut > 0) parts.push(`${countOf(leftOut, 'more session')} ${leftOut === 1 ? 'is' : 'are'} not drawn: untimed, or beyond the first 40.`);
  return parts.length === 0 ? null : parts.join(' ');
}

/** The panel with its head; an empty case says so. */
export function OverviewWindows({ windows, leftOut }: { readonly windows: Overview['windows']; readonly leftOut: number }) {
  const [measure, width] = useWidth();
  const hatch = useId();
  const plan = planWindows(windows);
  if (plan === null) {
    return (
      <section className={styles.panel}>
        <PanelHead title="Unattended windows" />
        <p className={styles.note}>No session in this copy has a time. The timeline lists what has none.</p>
      </section>
    );
  }
  const ticks = axisTicks(plan.from, plan.to, Math.max(2, Math.floor(width / 80)), utc);
  const lines = ticks.map((tick) => Math.round(xOf(tick.time, plan, width)) + 0.5);
  const note = outsideText(plan, leftOut);
  return (
    <section className={styles.panel} aria-label="Unattended windows">
      <PanelHead title="Unattended windows" end={<Legend unknown={plan.shown.some((window) => window.attended === 'unknown')} />} />
      <svg width="0" height="0" className={styles.defs} aria-hidden="true">
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="5" height="5" className={styles.hatchGround} />
            <rect width="1.6" height="5" className={styles.hatchLine} />
          </pattern>
        </defs>
      </svg>
      <ul className={styles.sessions}>
        {plan.shown.map((window, index) => (
          <li key={window.id}>
            <button
              type="button"
              className={styles.session}
              aria-label={`${plainLabel(window.title, 80)}, ${attendanceText(window)}, ${countOf(window.prompts.length, 'prompt')}, ${countOf(window.gitWrites.length, 'git write')}, ${countOf(window.findings.length, 'finding')}. Open in the timeline`}
              onClick={() => {
                viewStore.getState().setFilter({ sessions: [window.id] });
                viewStore.getState().setView('timeline');
              }}
            >
              <span className="elide">
                <EvidenceText text={window.title} inline prose />
              </span>
              <span className={`elide ${styles.sub}`}>
                <EvidenceText text={window.id.slice(0, 8)} inline /> {attendanceText(window)}
              </span>
            </button>
            <div ref={index === 0 ? measure : undefined} className={styles.stripPlace}>
              <Strip window={window} plan={plan} width={width} ticks={lines} hatch={hatch} />
            </div>
          </li>
        ))}
      </ul>
      <div className={styles.axis}>
        <svg width={width} height="16" aria-hidden="true">
          {ticks.map((tick, index) => (
            <text key={tick.time} x={lines[index]} y="12" textAnchor={(lines[index] ?? 0) > width - 24 ? 'end' : 'middle'}>
              {tick.label}
            </text>
          ))}
        </svg>
      </div>
      {note === null ? null : <p className={styles.note}>{note}</p>}
    </section>
  );
}
