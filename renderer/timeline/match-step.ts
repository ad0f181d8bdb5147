/**
 * F3 in Highlight mode: the next event that matches one filter among the slots of another. The caller gives the engine's
 * calls in; this file knows only how to ask them. It relies on `events.page` being in order of time.
 */
import type { Params, Result } from '../../shared/contract.ts';
import type { EventRow } from '../../shared/event.ts';
import type { Filter } from '../../shared/query.ts';

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

/**
 * Steps to the nearest match after (or before) a slot, and begins again at the other end. Null where nothing matches.
 * Binary search over the matches' ordinals: matches are in the same order as slots, so ~log2(total) pairs of calls.
 */
export async function stepMatch(calls: MatchCalls, shown: Filter, wanted: Filter, from: number, direction: 'next' | 'previous'): Promise<MatchPlace | null> {
  const first = await calls.page({ filter: wanted, offset: 0, limit: atOnce });
  const total = first.total;
  if (total === 0) return null;
  const placeAt = async (ordinal: number): Promise<MatchPlace | null> => {
    const page = ordinal < first.rows.length ? first.rows[ordinal] : (await calls.page({ filter: wanted, offset: ordinal, limit: 1 })).rows[0];
    if (!page) return null;
    const { slot } = await calls.locate({ filter: shown, eventId: page.id });
    return slot === null ? null : { slot, event: page, ordinal: ordinal + 1, total };
  };
  // The number of matches that stand at or before (next) or before (previous) the slot we are on.
  let low = 0;
  let high = total;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const place = await placeAt(middle);
    const passed = place !== null && (direction === 'next' ? place.slot <= from : place.slot < from);
    if (passed) low = middle + 1;
    else high = middle;
  }
  const ordinal = direction === 'next' ? low % total : (low - 1 + total) % total;
  return placeAt(ordinal);
}
