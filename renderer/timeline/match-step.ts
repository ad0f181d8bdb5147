/**
 * F3 in Highlight mode: the next event that matches one filter among the slots of another. The caller gives the engine's
 * calls in; this file knows only how to ask them. It relies on `events.page` being in order of time.
 */
import type { Params, Result } from '../../shared/contract.ts';
import type { EventRow } from '../../shared/event.ts';
import { type Filter, timelineKinds } from '../../shared/query.ts';

export interface MatchCalls {
  page(params: Params<'events.page'>): Promise<Result<'events.page'>>;
  locate(params: Params<'slots.locate'>): Promise<Result<'slots.locate'>>;
}

/** A match: where it stands, and which of how many it is, counted from 1. */
export interface MatchPlace {
  readonly slot: number;
  readonly event: EventRow;
  readonly ordinal: number;
  readonly total: number;
}

const atOnce = 50;

/** Reflog entries that repeat another log's entry have no slot of their own; so many in a row are passed over. */
const mostWithoutSlot = 200;

/**
 * Steps to the nearest match after (or before) a slot, and begins again at the other end. Null where nothing matches.
 * Binary search over the matches' ordinals: matches are in the same order as slots, so ~log2(total) pairs of calls.
 */
export async function stepMatch(calls: MatchCalls, shown: Filter, wanted: Filter, from: number, direction: 'next' | 'previous'): Promise<MatchPlace | null> {
  // The timeline shows these kinds unless the filter names others; an event of another kind has no slot to go to.
  const filter: Filter = { ...wanted, kinds: wanted.kinds ?? [...timelineKinds] };
  const first = await calls.page({ filter, offset: 0, limit: atOnce });
  const total = first.total;
  if (total === 0) return null;
  const exactly = async (ordinal: number): Promise<MatchPlace | null> => {
    const event = ordinal < first.rows.length ? first.rows[ordinal] : (await calls.page({ filter, offset: ordinal, limit: 1 })).rows[0];
    if (!event) return null;
    const { slot } = await calls.locate({ filter: shown, eventId: event.id });
    return slot === null ? null : { slot, event, ordinal: ordinal + 1, total };
  };
  const placeFrom = async (ordinal: number, step: 1 | -1): Promise<MatchPlace | null> => {
    for (let tried = 0, at = ordinal; tried < mostWithoutSlot && at >= 0 && at < total; tried += 1, at += step) {
      const place = await exactly(at);
      if (place) return place;
    }
    return null;
  };
  // `low` becomes the number of matches that stand at or before the slot (next), or before it (previous).
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const place = await placeFrom(middle, 1);
    const passed = place !== null && (direction === 'next' ? place.slot <= from : place.slot < from);
    if (passed) low = middle + 1;
    else high = middle;
  }
  if (direction === 'next') return (await placeFrom(low, 1)) ?? placeFrom(0, 1);
  return (await placeFrom(low - 1, -1)) ?? placeFrom(total - 1, -1);
}
