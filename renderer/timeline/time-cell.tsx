/** A clock time in a row; the pointer over it shows the day, UTC, and the zone that the record was written in. */
import { clockText, clockTextWithMillis, dayText, type DisplayZone, utc, zoneLabel } from './time-axis.ts';

export interface TimeProps {
  readonly time: number | null;
  readonly zone: DisplayZone;
  /** The zone that the record names, where it names one. */
  readonly recordedZone?: DisplayZone | null;
  readonly className?: string | undefined;
}

/** `Fri 9 Oct 2026 17:12:18.000 UTC`, and the same instant in the other zones that matter, each once. */
function allTimes(time: number, zone: DisplayZone, recordedZone: DisplayZone | null): string {
  const text = (shown: DisplayZone) => `${dayText(time, shown)} ${clockTextWithMillis(time, shown)} ${zoneLabel(shown)}`;
  const lines = [text(utc), ...(recordedZone ? [`recorded as ${text(recordedZone)}`] : []), ...(zone.offsetMinutes === 0 ? [] : [`shown as ${text(zone)}`])];
  return lines.join('\n');
}

export function Time({ time, zone, recordedZone = null, className }: TimeProps) {
  return (
    <span className={`${className ?? ''} mono`} title={time === null ? 'The record gives no time' : allTimes(time, zone, recordedZone)}>
      {clockText(time, zone)}
    </span>
  );
}
