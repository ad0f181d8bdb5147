/** Times as the analyst reads them: clock text, axis ticks, bin widths. Knows one fixed offset from UTC, never the analyst's own zone. */
import { scaleUtc } from 'd3-scale';

/** A display zone: minutes east of UTC. The offset is fixed, as in a reflog line; it is not a zone with summer time. */
export interface DisplayZone {
  readonly offsetMinutes: number;
}

/** What is shown unless the analyst asks for the evidence's zone. */
export const utc: DisplayZone = { offsetMinutes: 0 };

const second = 1000;
const minute = 60_000;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

const two = (value: number) => String(value).padStart(2, '0');

/** Reads `+0100` as a reflog writes it; null where it is no plausible offset. */
export function zoneOf(written: string): DisplayZone | null {
  const parts = /^([+-])(\d\d):?(\d\d)$/.exec(written);
  if (!parts) return null;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return minutes > 14 * 60 || Number(parts[3]) > 59 ? null : { offsetMinutes: minutes === 0 ? 0 : parts[1] === '-' ? -minutes : minutes };
}

/** `UTC` or `UTC+01:00`. */
export function zoneLabel(zone: DisplayZone): string {
  if (zone.offsetMinutes === 0) return 'UTC';
  const size = Math.abs(zone.offsetMinutes);
  return `UTC${zone.offsetMinutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function shifted(time: number, zone: DisplayZone): Date {
  return new Date(time + zone.offsetMinutes * minute);
}

/** `23:19:02`, and eight dashes for an unknown time. */
export function clockText(time: number | null, zone: DisplayZone): string {
  if (time === null) return '--:--:--';
  const date = shifted(time, zone);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `23:19:02.418`. */
export function clockTextWithMillis(time: number | null, zone: DisplayZone): string {
  return time === null ? clockText(null, zone) : `${clockText(time, zone)}.${String(shifted(time, zone).getUTCMilliseconds()).padStart(3, '0')}`;
}

/** `Thu 12 Mar 2026`. */
export function dayText(time: number, zone: DisplayZone): string {
  const date = shifted(time, zone);
  return `${dayNames[date.getUTCDay()]} ${date.getUTCDate()} ${monthNames[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `12 Mar`, for rows from another day. */
export function shortDayText(time: number, zone: DisplayZone): string {
  const date = shifted(time, zone);
  return `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}`;
}

/** `Thu 12 Mar 22:30 to Fri 13 Mar 04:24`; the day stands once where both ends share it, the year where they differ in it. */
export function rangeText(from: number, to: number, zone: DisplayZone): string {
  const start = shifted(from, zone);
  const end = shifted(to, zone);
  const years = start.getUTCFullYear() !== end.getUTCFullYear();
  const day = (date: Date) => `${dayNames[date.getUTCDay()]} ${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}${years ? ` ${date.getUTCFullYear()}` : ''}`;
  const seconds = to - from < 10 * minute;
  const clock = (date: Date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds ? `:${two(date.getUTCSeconds())}` : ''}`;
  const sameDay = start.getUTCFullYear() === end.getUTCFullYear() && start.getUTCMonth() === end.getUTCMonth() && start.getUTCDate() === end.getUTCDate();
  return sameDay ? `${day(start)} ${clock(start)} to ${clock(end)}` : `${day(start)} ${clock(start)} to ${day(end)} ${clock(end)}`;
}

export interface AxisTick {
  readonly time: number;
  readonly label: string;
}

/** Round instants of the display zone between `from` and `to`, about `wanted` of them, and none finer than a second: no bar is. */
export function axisTicks(from: number, to: number, wanted: number, zone: DisplayZone): readonly AxisTick[] {
  if (!(to > from) || wanted < 1) return [];
  const shift = zone.offsetMinutes * minute;
  const times = scaleUtc()
    .domain([from + shift, to + shift])
    .ticks(wanted)
    .map((date) => date.getTime())
    .filter((time) => time % second === 0);
  const step = times.length > 1 ? (times[1] ?? 0) - (times[0] ?? 0) : to - from;
  return times.map((time) => ({ time: time - shift, label: tickLabel(new Date(time), step) }));
}

function tickLabel(date: Date, step: number): string {
  const midnight = date.getTime() % (24 * 60 * minute) === 0;
  if (step >= 300 * 24 * 60 * minute) return String(date.getUTCFullYear());
  if (step >= 27 * 24 * 60 * minute) return `${monthNames[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  if (step >= 20 * 60 * minute || midnight) return `${date.getUTCDate()} ${monthNames[date.getUTCMonth()]}`;
  if (step >= minute) return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

const hour = 60 * minute;
const day = 24 * hour;

/** Widths of one bar that a person can name. */
const barWidths: readonly (readonly [number, string])[] = [
  [second, '1 s'],
  [2 * second, '2 s'],
  [5 * second, '5 s'],
  [10 * second, '10 s'],
  [15 * second, '15 s'],
  [30 * second, '30 s'],
  [minute, '1 min'],
  [2 * minute, '2 min'],
  [3 * minute, '3 min'],
  [5 * minute, '5 min'],
  [10 * minute, '10 min'],
  [15 * minute, '15 min'],
  [30 * minute, '30 min'],
  [hour, '1 h'],
  [2 * hour, '2 h'],
  [3 * hour, '3 h'],
  [6 * hour, '6 h'],
  [12 * hour, '12 h'],
  [day, '1 day'],
  [2 * day, '2 days'],
  [7 * day, '7 days'],
  [14 * day, '14 days'],
  [30 * day, '30 days'],
  [90 * day, '90 days'],
  [365 * day, '365 days'],
];

/** The bars of the histogram: whole widths from `from` to `to`, which enclose the time asked for. */
export interface BarPlan {
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly barMs: number;
  readonly label: string;
}

/** Chooses a width that a person can name, so that at most `most` bars enclose first and last event. */
export function planBars(first: number, last: number, most: number, zone: DisplayZone): BarPlan {
  const shift = zone.offsetMinutes * minute;
  const limit = Math.max(2, Math.floor(most));
  const plan = (barMs: number, label: string): BarPlan => {
    const from = Math.floor((first + shift) / barMs) * barMs - shift;
    const bars = Math.floor((Math.max(first, last) - from) / barMs) + 1;
    return { from, to: from + bars * barMs, bars, barMs, label };
  };
  for (const [barMs, label] of barWidths) {
    const now = plan(barMs, label);
    if (now.bars <= limit) return now;
  }
  const years = Math.ceil((Math.max(first, last) - first) / (365 * day) / (limit - 1)) || 1;
  return plan(years * 365 * day, `${years * 365} days`);
}
