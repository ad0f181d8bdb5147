/** Times: what a record wrote, and the UTC instant it means. Knows nothing of display zones. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type UtcMillis = number & { readonly __brand: 'UtcMillis' };

const earliest = Date.UTC(1970, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/** Brands a number of milliseconds, or gives null where it is no plausible instant (before 1970, after 2200, not finite). */
export function utcMillis(value: number): UtcMillis | null {
  return Number.isFinite(value) && value >= earliest && value < latest ? (value as UtcMillis) : null;
}

const isoWithZone = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** Reads an ISO 8601 time that names its zone. A time without a zone is unknown, never guessed: null. */
export function parseIsoTime(text: string): UtcMillis | null {
  return isoWithZone.test(text) ? utcMillis(Date.parse(text)) : null;
}

/** `2026-05-15T14:31:00.000Z`, or null for an unknown time. */
export function isoTime(time: UtcMillis | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** `3 h 19 min`, `41 s`, `0.1 s`: a length of time in the two largest units that matter. */
export function spanText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
