/** The sessions of the case as bars in time, drawn as SVG: hatched where nobody was there, marks where findings lie. */
import { useId } from 'react';
import type { SessionWindow } from '../../shared/case.ts';
import type { Severity } from '../../shared/event.ts';
import { dayText, minuteText } from '../text/time-text.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import { type ChartTick, chartScale } from './chart-scale.ts';
import { keyed } from './keyed.ts';
import styles from './lane-chart.module.css';
import { attendanceLabels, lengthText, shortId } from './report-words.ts';

const width = 672;
const left = 168;
const rowHeight = 27;
const barHeight = 12;
const mostRows = 18;

/** How many sessions the chart draws; the sessions table has the others. */
export function chartRows(windows: readonly SessionWindow[]): readonly SessionWindow[] {
  return windows.slice(0, mostRows);
}

export function LaneChart({ windows }: { readonly windows: readonly SessionWindow[] }) {
  const pattern = useId();
  const rows = chartRows(windows);
  if (rows.length === 0) return null;
  const scale = chartScale(rows, width - left - 8);
  const at = (time: number) => left + scale.position(time);
  const bottom = rows.length * rowHeight + 4;
  const named = newDays(scale.ticks);
  const unattended = rows.filter((row) => row.unattendedSpans.length > 0).length;
  return (
    <figure className={styles.chart}>
      <svg viewBox={`0 0 ${width} ${bottom + 34}`} role="img" aria-label={`${rows.length} sessions in time, ${unattended} of them with unattended spans`}>
        <defs>
          <pattern id={pattern} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="4" height="4" className={styles.hatchGround} />
            <rect width="1.3" height="4" className={styles.hatchLine} />
          </pattern>
        </defs>
        {scale.ticks.map((tick) => (
          <g key={tick.time}>
            <path d={`M${at(tick.time).toFixed(1)} 2V${bottom}`} className={styles.tickLine} />
            <text x={at(tick.time).toFixed(1)} y={bottom + 13} textAnchor="middle" className={styles.tickText}>
              {minuteText(tick.time)}
            </text>
            {named.has(tick.time) ? (
              <text x={at(tick.time).toFixed(1)} y={bottom + 25} textAnchor="middle" className={styles.tickDay}>
                {dayText(tick.time)}
              </text>
            ) : null}
          </g>
        ))}
        {scale.stretches.slice(1).map((stretch) => (
          <path key={stretch.start} d={`M${(left + stretch.x - 11).toFixed(1)} ${bottom + 3}l4 -7m2 7l4 -7`} className={styles.cutMark} />
        ))}
        {rows.map((row, index) => (
          <SessionBar key={row.id} row={row} top={index * rowHeight + 9} at={at} pattern={pattern} />
        ))}
      </svg>
    </figure>
  );
}

/** Ticks that begin another day than the tick before: they name it. */
function newDays(ticks: readonly ChartTick[]): ReadonlySet<number> {
  return new Set(ticks.filter((tick, index) => index === 0 || dayText(ticks[index - 1]?.time ?? null) !== dayText(tick.time)).map((tick) => tick.time));
}

function SessionBar({ row, top, at, pattern }: { readonly row: SessionWindow; readonly top: number; readonly at: (time: number) => number; readonly pattern: string }) {
  const bar = (from: number, to: number) => ({ x: at(from).toFixed(1), width: Math.max(1.5, at(to) - at(from)).toFixed(1), y: top, height: barHeight });
  return (
    <g>
      <text x="0" y={top + 10} className={styles.barText}>
        {plainLabel(shortId(row.id), 14)} {attendanceLabels[row.attended]}, {lengthText(row.start, row.end)}
      </text>
      <rect {...bar(row.start, row.end)} className={row.attended === 'unknown' ? `${styles.bar} ${styles.barUnknown}` : styles.bar} />
      {row.unattendedSpans.map((span) => (
        <rect key={span.from} {...bar(span.from, span.to)} fill={`url(#${pattern})`} className={styles.barUnattended} />
      ))}
      {keyed(row.gitWrites).map(({ key, item: time }) => (
        <path key={key} d={`M${at(time).toFixed(1)} ${top + barHeight}v4`} className={styles.gitTick} />
      ))}
      {keyed(row.prompts).map(({ key, item: time }) => (
        <path key={key} d={`M${at(time).toFixed(1)} ${top - 1}v${barHeight + 2}`} className={styles.promptTick} />
      ))}
      {[...row.findings].reverse().map((finding) => (
        <FindingMark key={finding.id} severity={finding.severity} x={at(finding.time)} y={top - 4} />
      ))}
    </g>
  );
}

/** A filled diamond for critical, a filled square for high, outlines for the others: shape and fill carry it without colour. */
function FindingMark({ severity, x, y }: { readonly severity: Severity; readonly x: number; readonly y: number }) {
  const name = `${styles.chartMark} ${styles[severity]}`;
  switch (severity) {
    case 'critical':
      return <path d={`M${(x - 4).toFixed(1)} ${y}l4 -4 4 4 -4 4z`} className={name} />;
    case 'high':
      return <rect x={(x - 3).toFixed(1)} y={y - 3} width="6" height="6" className={name} />;
    case 'medium':
      return <rect x={(x - 2.5).toFixed(1)} y={y - 2.5} width="5" height="5" className={name} />;
    case 'low':
    case 'info':
      return null;
    default: {
      const never: never = severity;
      return never;
    }
  }
}
