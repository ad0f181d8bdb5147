/** Bounded building blocks of the contract: each string, list and number that crosses a boundary has a limit. */
import * as v from 'valibot';

/** A string of at most `max` UTF-16 units. */
export const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

/** A list of at most `max` items. */
export const list = <Item extends v.GenericSchema>(item: Item, max: number) => v.pipe(v.array(item), v.maxLength(max));

/** An integer from `min` to `max`, both included. */
export const int = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** A count, a byte offset or a length: 0 to 2^53 - 1. */
export const count = int(0, Number.MAX_SAFE_INTEGER);

/** An instant in milliseconds UTC, or null where the evidence gives none. */
export const instant = v.nullable(v.pipe(v.number(), v.finite()));

/** A value, or null where it is unknown; unknown is never left out. */
export const unknownOr = <Known extends v.GenericSchema>(known: Known) => v.nullable(known);

/** Counts by name, at most 10,000 names. */
export const counts = v.pipe(
  v.record(text(300), count),
  v.check((record) => Object.keys(record).length <= 10_000, 'too many names'),
);
