/** Reads values out of parsed JSON by their own keys only: `__proto__` and `constructor` in evidence are data. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The value as an object, or null where it is none (a list is none). */
export function asObject(value: Json | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The value as a list; an empty one where it is none. */
export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** An own key's value, or undefined. */
export function own(value: Json | undefined, key: string): Json | undefined {
  const object = asObject(value);
  return object && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** An own key's string, or null. */
export function ownText(value: Json | undefined, key: string): string | null {
  const found = own(value, key);
  return typeof found === 'string' ? found : null;
}

/** The first of several keys that holds a string; for fields that were renamed between versions. */
export function firstText(value: Json | undefined, ...keys: readonly string[]): string | null {
  return firstTextOf(value, keys);
}

/** The same for a list of keys. */
export function firstTextOf(value: Json | undefined, keys: readonly string[]): string | null {
  for (const key of keys) {
    const found = ownText(value, key);
    if (found !== null) return found;
  }
  return null;
}
