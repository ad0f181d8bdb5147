/** How far apart two calls may lie to be a chain. Without a bound, two acts of different days look like one plan. */
import type { ToolCall } from '../examined-call.ts';

export const minute = 60_000;
const maxCallsApart = 60;

/** Whether `later` follows `earlier` within `bound` milliseconds; where a time is unknown, within 60 calls. */
export function follows(earlier: ToolCall, later: ToolCall, bound: number, callsApart: number): boolean {
  if (earlier.time === null || later.time === null) return callsApart <= maxCallsApart;
  const apart = later.time - earlier.time;
  return apart >= 0 && apart <= bound;
}

/** "12 min later", "at once"; for a sentence. */
export function laterText(earlier: ToolCall, later: ToolCall): string {
  if (earlier.time === null || later.time === null) return 'later in the session';
  const minutes = Math.round((later.time - earlier.time) / minute);
  return minutes < 1 ? 'within a minute' : `${minutes} min later`;
}
