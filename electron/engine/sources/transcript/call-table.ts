/** Finds a call's event by its tool-use id. It keeps no ids: a hash leads to the event, and the event's own id decides. */
import type { RowScanner } from '../../scanner/row-scanner.ts';
import { idWords } from './row-ids.ts';

export interface CallTable {
  add(id: string, event: number): void;
  /** The event added first under this id, or null. */
  find(id: string): number | null;
  /** What it knows, as plain data for another thread. */
  rows(): CallRows;
}

/** Open addressing, at most three quarters full: the event plus one, 0 for an empty place, and a second hash before the id is asked for. */
export interface CallRows {
  readonly events: Uint32Array;
  readonly hashes: Uint32Array;
}

/**
 * Over the scanner's own table, which the calls that it takes go to as well; a scanner has one. `idOf` gives the id of an event
 * that was added. A hundred thousand ids in a map of strings would take ten times the memory.
 */
export function createCallTable({ calls }: Pick<RowScanner, 'calls'>, idOf: (event: number) => string | null): CallTable {
  return {
    add(id, event) {
      const { a, b } = idWords(id);
      calls.add(a, b, event, /^[\x20-\x7e]+$/.test(id) ? id : null);
    },
    find(id) {
      const { a, b } = idWords(id);
      for (let nth = 0, event = calls.candidate(a, b, 0); event >= 0; nth++, event = calls.candidate(a, b, nth)) if (idOf(event) === id) return event;
      return null;
    },
    rows: () => calls.table(),
  };
}

/** Tables that were filled side by side, as one to look in. `offsets` says which number each one's first event has now. */
export function joinedCalls(parts: readonly CallRows[], offsets: readonly number[], idOf: (event: number) => string | null): Pick<CallTable, 'find'> {
  return {
    find(id) {
      const hash = hashOf(id);
      for (const [at, rows] of parts.entries()) {
        const event = find(rows, offsets[at] ?? 0, hash, id, idOf);
        if (event !== null) return event;
      }
      return null;
    },
  };
}

/** True where an id stands in more than one table. An id is asked for only where its hash does: almost never. */
export function shareCalls(parts: readonly CallRows[], offsets: readonly number[], idOf: (event: number) => string | null): boolean {
  for (const [at, { events, hashes }] of parts.entries()) {
    for (const [behind, other] of parts.slice(at + 1).entries()) {
      const offset = offsets[at + 1 + behind] ?? 0;
      for (let row = 0; row < events.length; row++) {
        const event = (events[row] ?? 0) - 1;
        const hash = hashes[row] ?? 0;
        if (event < 0 || !holdsHash(other, hash)) continue;
        const id = idOf(event + (offsets[at] ?? 0));
        if (id !== null && find(other, offset, hash, id, idOf) !== null) return true;
      }
    }
  }
  return false;
}

function find({ events, hashes }: CallRows, offset: number, hash: number, id: string, idOf: (event: number) => string | null): number | null {
  const mask = events.length - 1;
  for (let at = spread(hash) & mask; events[at] !== 0; at = (at + 1) & mask) {
    const event = (events[at] ?? 0) - 1 + offset;
    if (hashes[at] === hash && idOf(event) === id) return event;
  }
  return null;
}

function holdsHash({ events, hashes }: CallRows, hash: number): boolean {
  const mask = events.length - 1;
  for (let at = spread(hash) & mask; events[at] !== 0; at = (at + 1) & mask) if (hashes[at] === hash) return true;
  return false;
}

/** As `scanner/wasm/call-ids.ts` makes it. */
function hashOf(id: string): number {
  const { a, b } = idWords(id);
  return (a ^ Math.imul(b, 0x9e3779b1)) >>> 0;
}

/** The table's place for a hash: its low bits alone would put ids that differ in few of them side by side. */
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}
