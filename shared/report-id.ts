/** The name of one issue of a report: it stands on each page, so that a lost page shows. Knows nothing of the case. */

/** `PF-20260515T143100Z`: the issue time in UTC, to the second. */
export function reportId(issuedAt: number): string {
  const time = new Date(issuedAt).toISOString();
  return `PF-${time.slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;
}
