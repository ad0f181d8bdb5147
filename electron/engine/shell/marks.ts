/** Stand-ins inside an expanded word for what only the source machine knows. Knows nothing of where they end up. */

/** `$HOME` or an unquoted leading `~`. */
export const homeMark = '\uE000';
/** A part that only a run can tell. It is never spliced as text, so no pattern can match it by accident. */
export const unknownMark = '\uE001';
/** The user's login name. */
export const userMark = '\uE002';
/** The folder that the call starts in, as `$PWD` and `pwd` give it. It stands at the beginning of a path only. */
export const startMark = '\uE003';

/** Whether a path in marks names a place by itself, whatever folder it is read in. */
export function isAnchored(path: string): boolean {
  const first = path.charCodeAt(0);
  return first === 47 || first === 126 || first === 0xe000 || first === 0xe003 || /^[A-Za-z]:[\\/]/.test(path);
}

/** The folder that `to` names from `cwd`, both in marks; null where it is not known. */
export function movedTo(cwd: string | null, to: string): string | null {
  if (to.includes(unknownMark)) return null;
  if (isAnchored(to)) return to;
  if (to === '') return cwd;
  return cwd === null ? null : cwd === '' ? to : `${cwd}/${to}`;
}

const anyMark = /[\uE000-\uE003]/;
const anyMarks = /[\uE000-\uE003]/g;

/** Whether a word holds a stand-in at all; most do not. */
export function hasMark(text: string): boolean {
  return anyMark.test(text);
}

/** The word as an analyst reads it: `~`, `$USER`, `.`, `…`. */
export function showMarks(text: string): string {
  if (!anyMark.test(text)) return text;
  return text.replace(anyMarks, (mark) => (mark === homeMark ? '~' : mark === userMark ? '$USER' : mark === startMark ? '.' : '…'));
}

/** Evidence that carries the stand-ins' own code points would read as `~`: each becomes U+FFFD, at the same length. */
export function withoutForeignMarks(text: string): string {
  return anyMark.test(text) ? text.replace(anyMarks, '\uFFFD') : text;
}
