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
  touch(at, next);
  return at;
}

/** Writes to each page of fresh memory: one that is read before it is written is fetched twice, and the second time all threads must hear of it. */
export function touch(from: i32, to: i32): void {
  for (let at = from; at < to; at += 0x1000) store<u8>(at, 0);
}
