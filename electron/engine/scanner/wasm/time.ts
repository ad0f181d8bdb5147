/** Reads the one form of time that nearly each row has. */

/** Milliseconds since 1970 of `2026-05-15T14:31:00.000Z`; NaN for any other form, which the other side then reads. */
export function usualMillis(from: i32, to: i32): f64 {
  if (to - from !== 24 || load<u8>(from + 10) !== 0x54 || load<u8>(from + 23) !== 0x5a || load<u8>(from + 19) !== 0x2e) return NaN;
  if (load<u8>(from + 4) !== 0x2d || load<u8>(from + 7) !== 0x2d || load<u8>(from + 13) !== 0x3a || load<u8>(from + 16) !== 0x3a) return NaN;
  const year = digits(from, 4);
  const month = digits(from + 5, 2);
  const day = digits(from + 8, 2);
  const hour = digits(from + 11, 2);
  const minute = digits(from + 14, 2);
  const second = digits(from + 17, 2);
  const milli = digits(from + 20, 3);
  // Leap years need no thought here: a February's last days are read by the other side.
  if (year < 1970 || year >= 2200 || month < 1 || month > 12 || day < 1 || day > (month === 2 ? 28 : 30) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || milli < 0) return NaN;
  return <f64>daysSince1970(year, month, day) * 86_400_000 + <f64>(((hour * 60 + minute) * 60 + second) * 1000 + milli);
}

/** Days of the proleptic Gregorian calendar, counted in years that begin in March, so that a leap day is the last. */
function daysSince1970(year: i32, month: i32, day: i32): i32 {
  const marchYear = month > 2 ? year : year - 1;
  const century = marchYear / 100;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return marchYear * 365 + marchYear / 4 - century + century / 4 + dayOfYear - 719_468;
}

/** The number that `count` digits write; -1 where one of them is none. */
function digits(at: i32, count: i32): i32 {
  let value = 0;
  for (const end = at + count; at < end; at++) {
    const digit = <i32>load<u8>(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
