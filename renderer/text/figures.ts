/** Counts and sizes as text. The same in every locale: a screenshot must read alike on each machine. */

const grouped = new Intl.NumberFormat('en-US');

/** `1,248`. */
export function countText(count: number): string {
  return grouped.format(count);
}

/** `1 session`, `6 sessions`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** `411 bytes`, `2.1 kB`, `838 MB`: decimal units, three figures. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return countOf(bytes, 'byte');
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}
