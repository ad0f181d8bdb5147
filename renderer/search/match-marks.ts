/** Where a hit stands in a text that is shown: the places to mark. Pure; a pattern is found by the very text that it matched. */
import type { SearchHit } from '../../shared/contract.ts';
import type { Mark } from '../text/evidence-pieces.ts';

/** More marks than this in one text help nobody. */
const marksKept = 200;

/** The text that the hit's first place consists of. */
export function matchedText({ snippet, match }: Pick<SearchHit, 'snippet' | 'match'>): string {
  return snippet.slice(match.start, match.end);
}

/**
 * The hit's own place where its surroundings stand in the text, else each place where the matched text does. Nothing where
 * the text holds neither: the hit is in another field, or key material is masked.
 */
export function matchMarks(text: string, hit: Pick<SearchHit, 'snippet' | 'match'> | null): readonly Mark[] {
  if (hit === null) return [];
  const wanted = matchedText(hit);
  if (wanted === '') return [];
  const around = text.indexOf(hit.snippet);
  const own = around < 0 ? -1 : around + hit.match.start;
  const marks: Mark[] = [];
  for (let at = text.indexOf(wanted); at >= 0 && marks.length < marksKept; at = text.indexOf(wanted, at + wanted.length)) marks.push({ start: at, end: at + wanted.length, tone: 'match' });
  if (own >= 0 && !marks.some((mark) => mark.start === own)) {
    const mark: Mark = { start: own, end: own + wanted.length, tone: 'match' };
    return [...marks.filter((each) => each.end <= mark.start || each.start >= mark.end), mark].sort((a, b) => a.start - b.start);
  }
  return marks;
}

/** So many characters before a match leave room for the match itself in a row. */
const beforeInRow = 24;

/** The hit as one row has room for it: the match stands near the beginning, whole characters before it. */
export function nearMatch({ snippet, match }: Pick<SearchHit, 'snippet' | 'match'>): Pick<SearchHit, 'snippet' | 'match'> & { readonly cut: boolean } {
  let from = Math.max(0, match.start - beforeInRow);
  if (from > 0 && /[\udc00-\udfff]/.test(snippet[from] ?? '')) from += 1;
  return { snippet: snippet.slice(from), match: { start: match.start - from, end: match.end - from }, cut: from > 0 };
}
