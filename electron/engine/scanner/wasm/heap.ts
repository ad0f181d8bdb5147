/** Room that grows with the rows that are read. What was given is never taken back: what outgrew its room is small beside what did not. */
import { heapAt } from '../walk-layout.ts';

let next: i32 = heapAt;

/** Address of `bytes` zeros, at a multiple of sixteen. */
export function allocate(bytes: i32): i32 {
  const at = next;
  next = (at + bytes + 15) & ~15;
  const missing = ((next + 0xffff) >>> 16) - memory.size();
  // Many pages at once: each time they are asked for costs a call of the system.
  if (missing > 0 && memory.grow(max(missing, 64)) < 0 && memory.grow(missing) < 0) abort();
  return at;
}
