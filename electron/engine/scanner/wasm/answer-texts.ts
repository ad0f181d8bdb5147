/** Where in a row stands what a tool gave: there secrets are looked for. */
import { findRuns } from './secret-places.ts';
import { maxTexts, textsAt } from '../layout.ts';

let count: i32 = 0;

/** Another row begins. */
export function forgetTexts(): void {
  count = 0;
}

/** False where there is no room for one more. */
export function keepText(from: i32, to: i32): bool {
  if (count === maxTexts) return false;
  store<i32>(textsAt + count * 8, from);
  store<i32>(textsAt + count * 8 + 4, to);
  count += 1;
  return true;
}

export function searchTexts(): void {
  for (let pair = 0; pair < count; pair++) findRuns(load<i32>(textsAt + pair * 8), load<i32>(textsAt + pair * 8 + 4));
}
