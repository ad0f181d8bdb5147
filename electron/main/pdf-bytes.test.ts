/** Dates in a PDF are overwritten in place; pages are counted from its tree. */
import { expect, test } from 'vitest';
import { pageCount, withIssueDates } from './pdf-bytes.ts';

const issuedAt = Date.UTC(2026, 4, 15, 14, 31, 7);
const written = (text: string) => Buffer.from(withIssueDates(Buffer.from(text, 'latin1'), issuedAt)).toString('latin1');

test('both dates become the issue time, at equal length', () => {
  const before = "<</Creator (x)\n/CreationDate (D:20261122210512+00'00')\n/ModDate (D:20261122210512+00'00')>>\nstream \xff\x00";
  const after = written(before);
  expect(after).toBe(before.replaceAll("D:20261122210512+00'00'", "D:20260515143107+00'00'"));
});

test('a shorter or longer field keeps its length, so that no offset moves', () => {
  for (const date of ['D:20261122210512Z', "D:20261122210512+00'00'    ", 'D:2026']) {
    const before = `/ModDate (${date}) tail`;
    expect(written(before)).toHaveLength(before.length);
    expect(written(before).endsWith(') tail')).toBe(true);
  }
});

test('nothing else changes', () => {
  const before = 'a (D:20261122210512) /Date (D:2026)';
  expect(written(before)).toBe(before);
});

test('two prints of one page at different times give the same bytes', () => {
  const print = (second: string) => `/CreationDate (D:202611222105${second}+00'00')`;
  expect(written(print('12'))).toBe(written(print('59')));
});

test('the pages are those of the root of the tree', () => {
  expect(pageCount(Buffer.from('<</Type /Pages\n/Count 8\n/Kids []>> <</Type /Pages\n/Count 17\n/Kids []>>'))).toBe(17);
  expect(pageCount(Buffer.from('<</Count 3 /Type /Pages>>'))).toBe(3);
  expect(pageCount(Buffer.from('no pdf'))).toBe(0);
});
