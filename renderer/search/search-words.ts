/** What a search says of itself in words: how much it found, how far it came, and what it did not look at. Pure. */
import type { SearchPage } from './search-run.ts';
import { bytesText, countOf, countText } from '../text/figures.ts';

/** `456 events, 612 places`; at the limit of hits, that there are more. */
export function foundText({ total, occurrences, state }: Pick<SearchPage, 'total' | 'occurrences' | 'state'>): string {
  if (total === 0) return state === 'running' ? 'none yet' : '0 matches';
  const more = state === 'full' ? ', the most that are listed' : '';
  return `${countOf(total, 'hit')}${more}, ${countOf(occurrences, 'place')}`;
}

/** How far the search came, or why it ended before the end; null where there is nothing to add. */
export function progressWords({ state, bytesSearched, bytesTotal }: Pick<SearchPage, 'state' | 'bytesSearched' | 'bytesTotal'>): string {
  const of = `${bytesText(bytesSearched)} of ${bytesText(bytesTotal)}`;
  switch (state) {
    case 'running':
      return `searched ${of}`;
    case 'done':
      return `searched ${bytesText(bytesTotal)}`;
    case 'cancelled':
      return `cancelled after ${of}; the rest was not searched`;
    case 'full':
      return `ended after ${of}: more hits than are listed. A longer text or the filter narrows it`;
    case 'deadline':
      return `the pattern took too long: ended after ${of}; the rest was not searched`;
    case 'failed':
      return `broke off after ${of}; the rest was not searched`;
    default: {
      const never: never = state;
      return never;
    }
  }
}

/** What no search looks at, said where one found nothing. */
export function notSearched(oversized: number): string {
  const long = oversized === 0 ? '' : ` ${countOf(oversized, 'line')} over the length limit ${oversized === 1 ? 'was' : 'were'} not searched.`;
  return `Searched are the input and output of tool calls: no prompts, no words of the model, no images.${long}`;
}

/** `12 of 456`. */
export function placeText(ordinal: number | null, total: number): string {
  return ordinal === null ? '' : `${countText(ordinal + 1)} of ${countText(total)}`;
}

/** Share searched, 0 to 1; an empty case is searched at once. */
export function shareOf({ bytesSearched, bytesTotal }: Pick<SearchPage, 'bytesSearched' | 'bytesTotal'>): number {
  return bytesTotal === 0 ? 1 : Math.min(1, bytesSearched / bytesTotal);
}
