/** Room that grows with the rows that are read. What was outgrown is given out again. */
import { heapAt } from '../walk-layout.ts';

let next: i32 = heapAt;

/** Pieces given back, each begins with its size and the address of the next one; 0 for none. They are few: tables that doubled. */
let free: i32 = 0;

/** Address of `bytes` zeros, at a multiple of sixteen. */
export function allocate(bytes: i32): i32 {
  const size = (bytes + 15) & ~15;
  const again = takeFree(size);
  if (again !== 0) return again;
  const at = next;
  next = at + size;
  const missing = ((next + 0xffff) >>> 16) - memory.size();
  // Many pages at once: each time they are asked for costs a call of the system.
  if (missing > 0 && memory.grow(max(missing, 64)) < 0 && memory.grow(missing) < 0) abort();
  touch(at, next);
  return at;
}

/** Takes back what `allocate` gave. */
export function release(at: i32, bytes: i32): void {
  if (bytes < 16) return;
  store<i32>(at, (bytes + 15) & ~15);
  store<i32>(at + 4, free);
  free = at;
}

/** Takes the front of a piece that is large enough; 0 for none. */
function takeFree(size: i32): i32 {
  let before = 0;
  for (let at = free; at !== 0; at = load<i32>(at + 4)) {
    const held = load<i32>(at);
    if (held === size || held >= size + 16) {
      let behind = load<i32>(at + 4);
      if (held > size) {
        store<i32>(at + size, held - size);
        store<i32>(at + size + 4, behind);
        behind = at + size;
      }
      if (before === 0) free = behind;
      else store<i32>(before + 4, behind);
      memory.fill(at, 0, size);
      return at;
    }
    before = at;
  }
  return 0;
}

/** Writes to each page of fresh memory: one that is read before it is written is fetched twice, and the second time all threads must hear of it. */
export function touch(from: i32, to: i32): void {
  for (let at = from; at < to; at += 0x1000) store<u8>(at, 0);
}
