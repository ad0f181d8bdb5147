/** Keeps the bytes that were used last, up to a budget in bytes. Must not know what they are. */

export interface ByteCache<Value extends { readonly bytes: Uint8Array }> {
  get(key: number): Value | undefined;
  set(key: number, value: Value): void;
}

/** A cache that drops what was not used for longest, once it holds more than `budget` bytes. */
export function createByteCache<Value extends { readonly bytes: Uint8Array }>(budget: number): ByteCache<Value> {
  const held = new Map<number, Value>();
  let total = 0;
  return {
    get: (key) => {
      const value = held.get(key);
      if (value === undefined) return undefined;
      held.delete(key);
      held.set(key, value);
      return value;
    },
    set: (key, value) => {
      const before = held.get(key);
      if (before !== undefined) total -= before.bytes.length;
      held.delete(key);
      held.set(key, value);
      total += value.bytes.length;
      for (const [oldest, old] of held) {
        if (total <= budget || oldest === key) break;
        held.delete(oldest);
        total -= old.bytes.length;
      }
    },
  };
}
