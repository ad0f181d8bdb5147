/** Keeps the bytes that were used last, up to a budget in bytes. Must not know what they are. */

export interface ByteCache<Value extends { readonly bytes: Uint8Array }> {
  get(key: number): Value | undefined;
  set(key: number, value: Value): void;
}

/**
 * A cache of two generations, which together hold at most `budget` bytes and one value more. When the young one is full it
 * becomes the old one, and what was not used since is dropped at once: dropping one by one from the front of a `Map` costs
 * more than reading an object does.
 */
export function createByteCache<Value extends { readonly bytes: Uint8Array }>(budget: number): ByteCache<Value> {
  let young = new Map<number, Value>();
  let old = new Map<number, Value>();
  let youngBytes = 0;
  const set = (key: number, value: Value): void => {
    if (youngBytes + value.bytes.length > budget / 2) {
      old = young;
      young = new Map();
      youngBytes = 0;
    }
    young.set(key, value);
    youngBytes += value.bytes.length;
  };
  return {
    get: (key) => {
      const value = young.get(key);
      if (value !== undefined) return value;
      const kept = old.get(key);
      if (kept !== undefined) set(key, kept);
      return kept;
    },
    set,
  };
}
