import { expect, test } from 'vitest';
import { clockText, dayClockText, dayText, exactText, minuteText, momentText, shortDateText } from './time-text.ts';

const time = Date.UTC(2026, 2, 12, 22, 41, 7, 418);

test('times are UTC whatever the machine’s zone', () => {
  expect(clockText(time)).toBe('22:41:07');
  expect(minuteText(time)).toBe('22:41');
  expect(exactText(time)).toBe('22:41:07.418');
  expect(dayText(time)).toBe('Thu 12 Mar');
  expect(dayClockText(time)).toBe('Thu 12 Mar 2026 22:41:07');
});

test('an unknown time is said, not guessed', () => {
  for (const text of [clockText(null), minuteText(null), exactText(null), dayText(null), dayClockText(null)]) expect(text).toBe('no time');
});

test('a date of another year names the year', () => {
  expect(shortDateText(time, Date.UTC(2026, 10, 1))).toBe('12 Mar 22:41');
  expect(shortDateText(time, Date.UTC(2027, 0, 1))).toBe('12 Mar 2026');
});

test('a clock stands alone in a night run and with its day in a longer case', () => {
  const hour = 3_600_000;
  expect(momentText(time, { first: time - 6 * hour, last: time + 6 * hour })).toBe('22:41:07');
  expect(momentText(time, { first: time - 30 * hour, last: time })).toBe('12 Mar 22:41:07');
  expect(momentText(null, { first: time - 30 * hour, last: time })).toBe('no time');
});
