/** Small, exact readings and changes of the bytes of a PDF that Chromium made. Knows nothing of what the PDF says. */

const dateEntry = /\/(CreationDate|ModDate) ?\(D:[^)]{0,40}\)/g;

/**
 * Overwrites the two dates in place, at equal length, with the issue time: they are all that differs between two prints of
 * one page, and with them the same case gives the same bytes.
 */
export function withIssueDates(pdf: Uint8Array, issuedAt: number): Uint8Array {
  const bytes = Buffer.from(pdf);
  const text = bytes.toString('latin1');
  const stamp = `D:${new Date(issuedAt).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}+00'00'`;
  for (const match of text.matchAll(dateEntry)) {
    const open = match[0].indexOf('(') + 1;
    const length = match[0].length - open - 1;
    // A shorter field keeps what fits (the zone may be left off), a longer one is filled with spaces.
    bytes.write(stamp.slice(0, length).padEnd(length, ' '), match.index + open, 'latin1');
  }
  return bytes;
}

/** The number of pages, as the root of the page tree has it; 0 where it is not to be found. */
export function pageCount(pdf: Uint8Array): number {
  const text = Buffer.from(pdf).toString('latin1');
  let most = 0;
  for (const match of text.matchAll(/\/Type ?\/Pages\b[^>]{0,2000}?\/Count (\d{1,7})|\/Count (\d{1,7})[^>]{0,2000}?\/Type ?\/Pages\b/g)) {
    most = Math.max(most, Number(match[1] ?? match[2] ?? 0));
  }
  return most;
}
