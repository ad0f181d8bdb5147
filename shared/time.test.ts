import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime, parseIsoTime, spanText, utcMillis } from './time.ts';

describe('times', () => {
  it('reads each ISO time with a zone as the platform does', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(Date.UTC(2199, 0, 1)), noInvalidDate: true }), (date) => {
        expect(parseIsoTime(date.toISOString())).toBe(date.getTime());
        expect(parseIsoTime(date.toISOString().replace('Z', '+02:00'))).toBe(utcMillis(date.getTime() - 7_200_000));
      }),
    );
  });

  it('takes what is no time, or names no zone, for unknown', () => {
    for (const text of ['', 'yesterday', '2026-05-15T14:31:00.000', '2026-13-15T14:31:00.000Z', '2026-02-30T14:31:00.000Q', '2026-05-15T24:31:00.000Z', '2026-05-15T14:61:00.000Z', '1969-01-01T00:00:00.000Z', '2026-05-1514:31:00.0000Z']) expect(parseIsoTime(text), text).toBeNull();
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const time = parseIsoTime(text);
        expect(time === null || isoTime(time) !== null).toBe(true);
      }),
    );
  });

  it('takes a day that its month does not have for unknown, not for a day of the next month', () => {
    for (const text of ['2026-02-30T14:31:00.000Z', '2026-02-29T14:31:00Z', '2026-04-31T14:31:00.000+02:00', '2026-00-01T14:31:00.000Z']) expect(parseIsoTime(text), text).toBeNull();
    expect(parseIsoTime('2028-02-29T14:31:00.000Z')).toBe(Date.UTC(2028, 1, 29, 14, 31));
    expect(parseIsoTime('2026-05-31T24:00:00Z')).toBe(Date.UTC(2026, 5, 1));
  });

  it('reads a zone of hours alone, and small letters', () => {
    for (const text of ['2026-05-15T16:31:00+02', '2026-05-15T14:31:00z', '2026-05-15t14:31:00Z', '2026-05-15 16:31+0200']) expect(parseIsoTime(text), text).toBe(Date.UTC(2026, 4, 15, 14, 31));
  });

  it('says lengths of time in the two units that matter', () => {
    expect([100, 9_900, 41_000, 240_000, 11_940_000, 7_200_000, 200_000_000].map(spanText)).toEqual(['0.1 s', '9.9 s', '41 s', '4 min', '3 h 19 min', '2 h', '2 d 7 h']);
  });
});
