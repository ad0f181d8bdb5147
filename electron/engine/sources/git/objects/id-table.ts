/** Finds the number of an object by its raw id: open addressing over one byte array, no text, no object per id. */

export interface IdTable {
  /** Number of the object whose id stands at a place in some bytes, or -1. */
  find(bytes: Uint8Array, at: number): number;
  /** How many different ids there are; an id that several packs hold counts once. */
  readonly distinct: number;
}

/** Builds the table of `count` ids that stand one after the other. Of equal ids the first is found. */
export function createIdTable(ids: Uint8Array, idBytes: number, count: number): IdTable {
  let capacity = 16;
  while (capacity < count * 2) capacity *= 2;
  const mask = capacity - 1;
  const slots = new Int32Array(capacity).fill(-1);
  let distinct = 0;
  for (let number = 0; number < count; number += 1) {
    const at = number * idBytes;
    let slot = hashAt(ids, at, idBytes) & mask;
    for (;;) {
      const held = slots[slot] ?? -1;
      if (held < 0) {
        slots[slot] = number;
        distinct += 1;
        break;
      }
      if (sameId(ids, held * idBytes, ids, at, idBytes)) break;
      slot = (slot + 1) & mask;
    }
  }
  return {
    distinct,
    find: (bytes, at) => {
      if (at + idBytes > bytes.length) return -1;
      let slot = hashAt(bytes, at, idBytes) & mask;
      for (;;) {
        const held = slots[slot] ?? -1;
        if (held < 0 || sameId(ids, held * idBytes, bytes, at, idBytes)) return held;
        slot = (slot + 1) & mask;
      }
    },
  };
}

// All bytes count: names of loose objects are the attacker's to choose, and a shared beginning must not make one long run.
function hashAt(bytes: Uint8Array, at: number, idBytes: number): number {
  let hash = 0x2545_f491;
  for (let next = at; next < at + idBytes; next += 4) {
    const word = (bytes[next] ?? 0) | ((bytes[next + 1] ?? 0) << 8) | ((bytes[next + 2] ?? 0) << 16) | ((bytes[next + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

function sameId(left: Uint8Array, leftAt: number, right: Uint8Array, rightAt: number, idBytes: number): boolean {
  for (let next = 0; next < idBytes; next += 1) if (left[leftAt + next] !== right[rightAt + next]) return false;
  return true;
}

const hexDigits = new Int8Array(256).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  hexDigits[digit.charCodeAt(0)] = value;
  hexDigits[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Reads hexadecimal digits that stand as bytes in a commit or tag into raw bytes; false where they are none. */
export function rawIdFromHex(bytes: Uint8Array, at: number, into: Uint8Array): boolean {
  if (at + into.length * 2 > bytes.length) return false;
  let faults = 0;
  for (let next = 0; next < into.length; next += 1) {
    const high = hexDigits[bytes[at + next * 2] ?? 0] ?? -1;
    const low = hexDigits[bytes[at + next * 2 + 1] ?? 0] ?? -1;
    faults |= high | low;
    into[next] = high * 16 + low;
  }
  return faults >= 0;
}
