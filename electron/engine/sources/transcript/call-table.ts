/** Finds a call's event by its tool-use id. It keeps no ids: a hash leads to the event, and the event's own id decides. */
import { idWords } from './row-ids.ts';

export interface CallTable {
  add(id: string, event: number): void;
  /** The event added first under this id, or null. */
  find(id: string): number | null;
}

/** `idOf` gives the id of an event that was added. A hundred thousand ids in a map of strings would take ten times the memory. */
export function createCallTable(idOf: (event: number) => string | null): CallTable {
  // Open addressing, at most half full: the event plus one, 0 for an empty place, and a second hash before the id is asked for.
  let events = new Uint32Array(1024);
  let hashes = new Uint32Array(1024);
  let used = 0;

  const grow = (): void => {
    const [oldEvents, oldHashes] = [events, hashes];
    events = new Uint32Array(oldEvents.length * 2);
    hashes = new Uint32Array(oldEvents.length * 2);
    const mask = events.length - 1;
    for (let from = 0; from < oldEvents.length; from++) {
      const event = oldEvents[from] ?? 0;
      if (event === 0) continue;
      const hash = oldHashes[from] ?? 0;
      let at = spread(hash) & mask;
      while (events[at] !== 0) at = (at + 1) & mask;
      events[at] = event;
      hashes[at] = hash;
    }
  };

  return {
    add(id, event) {
      if (used * 2 >= events.length) grow();
      const hash = hashOf(id);
      const mask = events.length - 1;
      let at = spread(hash) & mask;
      while (events[at] !== 0) at = (at + 1) & mask;
      events[at] = event + 1;
      hashes[at] = hash;
      used += 1;
    },
    find(id) {
      const hash = hashOf(id);
      const mask = events.length - 1;
      for (let at = spread(hash) & mask; events[at] !== 0; at = (at + 1) & mask) {
        const event = (events[at] ?? 0) - 1;
        if (hashes[at] === hash && idOf(event) === id) return event;
      }
      return null;
    },
  };
}

function hashOf(id: string): number {
  const { a, b } = idWords(id);
  return (a ^ Math.imul(b, 0x9e3779b1)) >>> 0;
}

/** The table's place for a hash: its low bits alone would put ids that differ in few of them side by side. */
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}
