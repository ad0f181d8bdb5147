/** Stand-ins inside an expanded word for what only the source machine knows. Knows nothing of where they end up. */

/** `$HOME` or an unquoted leading `~`. */
export const homeMark = '\uE000';
/** A part that only a run can tell. It is never spliced as text, so no pattern can match it by accident. */
export const unknownMark = '\uE001';
/** The user's login name. */
export const userMark = '\uE002';

const anyMark = /[\uE000-\uE002]/;
const anyMarks = /[\uE000-\uE002]/g;

/** Whether a word holds a stand-in at all; most do not. */
export function hasMark(text: string): boolean {
  return anyMark.test(text);
}

/** The word as an analyst reads it: `~`, `$USER`, `…`. */
export function showMarks(text: string): string {
  if (!anyMark.test(text)) return text;
  return text.replace(anyMarks, (mark) => (mark === homeMark ? '~' : mark === userMark ? '$USER' : '…'));
}

/** Evidence that carries the stand-ins' own code points would read as `~`: each becomes U+FFFD, at the same length. */
export function withoutForeignMarks(text: string): string {
  return anyMark.test(text) ? text.replace(anyMarks, '\uFFFD') : text;
}
