/** Instants as text, always UTC: the analyst's own zone is never applied. Knows no view. */

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** What stands where the evidence gives no time. */
export const noTime = 'no time';

const two = (value: number) => String(value).padStart(2, '0');

/** `23:19:02`. */
export function clockText(time: number | null): string {
  return time === null ? noTime : new Date(time).toISOString().slice(11, 19);
}

/** `23:19`. */
export function minuteText(time: number | null): string {
  return time === null ? noTime : new Date(time).toISOString().slice(11, 16);
}

/** `23:19:02.418`. */
export function exactText(time: number | null): string {
  return time === null ? noTime : new Date(time).toISOString().slice(11, 23);
}

/** `Thu 12 Mar`. */
export function dayText(time: number | null): string {
  if (time === null) return noTime;
  const date = new Date(time);
  return `${days[date.getUTCDay()] ?? ''} ${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`;
}

/** The times of the first and the last event of a case. */
export interface CaseSpan {
  readonly first: number | null;
  readonly last: number | null;
}

/** Whether a clock alone would be ambiguous: the case spans more than 24 hours. A night run does not. */
export function spansDays({ first, last }: CaseSpan): boolean {
  return first !== null && last !== null && last - first >= 86_400_000;
}

/** `23:19:02`, with its day (`14 May 10:00:10`) where the case spans more than one. */
export function momentText(time: number | null, span: CaseSpan): string {
  return time !== null && spansDays(span) ? `${dayText(time).slice(4)} ${clockText(time)}` : clockText(time);
}

/** `Thu 12 Mar 2026 22:41:07`. */
export function dayClockText(time: number | null): string {
  return time === null ? noTime : `${dayText(time)} ${new Date(time).getUTCFullYear()} ${clockText(time)}`;
}

/** `12 Mar 15:20` in the same year as `now`, else `11 Dec 2025`. */
export function shortDateText(time: number, now: number): string {
  const date = new Date(time);
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`;
  const sameYear = date.getUTCFullYear() === new Date(now).getUTCFullYear();
  return sameYear ? `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : `${day} ${date.getUTCFullYear()}`;
}
