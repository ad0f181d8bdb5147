/** What is searched for: a text or a regular expression, with or without regard to case. Plain data, so that a thread can get it. */

export interface SearchQuery {
  readonly text: string;
  readonly kind: 'literal' | 'regex';
  readonly caseSensitive: boolean;
}

/** From `start` to `end` in UTF-16 units of a text. */
export interface MatchSpan {
  readonly start: number;
  readonly end: number;
}
