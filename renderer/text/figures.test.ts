import { expect, test } from 'vitest';
import { bytesText, countOf, countText } from './figures.ts';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [411, '411 bytes'],
  [999, '999 bytes'],
  [2100, '2.10 kB'],
  [70_600, '70.6 kB'],
  [838_000_000, '838 MB'],
  [1_310_000_000, '1.31 GB'],
  [999_600, '1.00 MB'],
  [5e15, '5000 TB'],
])('%d bytes read %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test('counts are grouped, and one is singular', () => {
  expect(countText(1_234_567)).toBe('1,234,567');
  expect(countOf(1, 'session')).toBe('1 session');
  expect(countOf(0, 'session')).toBe('0 sessions');
  expect(countOf(2, 'repository', 'repositories')).toBe('2 repositories');
});
