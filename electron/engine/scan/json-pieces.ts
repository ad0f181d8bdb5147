/** `JSON.stringify(value, null, 1)` in pieces: the text of a large scan is never in memory as one string. Pure. */

import { withWholeCharacters } from './whole-characters.ts';

/** Lists and objects above this depth are taken apart; what lies below is written whole. */
const takenApart = 3;
/** Members of a list that are written at once. */
const together = 64;
/** A piece is handed out once it has so many characters. */
const pieceLength = 1 << 17;

/** Plain data only: no functions, no `toJSON`. */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = '';
  for (const text of parts(value, 0)) {
    piece += withWholeCharacters(text);
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function* parts(value: unknown, depth: number): Generator<string> {
  if (depth >= takenApart || typeof value !== 'object' || value === null) {
    yield* lines([value], depth);
    return;
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const inside = `\n${' '.repeat(depth + 1)}`;
  let first = true;
  yield open;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += together) {
      yield `${first ? '' : ','}${inside}`;
      yield* lines(value.slice(at, at + together), depth + 1);
      first = false;
    }
  } else {
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${first ? '' : ','}${inside}${JSON.stringify(name)}: `;
      yield* parts(member, depth + 1);
      first = false;
    }
  }
  yield first ? close : `\n${' '.repeat(depth)}${close}`;
}

/** Members of a list at a depth, without the list's own brackets. Nested as deep as they stand, they come out with their indent. */
function* lines(members: readonly unknown[], depth: number): Generator<string> {
  if (depth === 0) {
    yield JSON.stringify(members[0], null, 1);
    return;
  }
  let nested: unknown = members;
  for (let outer = 1; outer < depth; outer++) nested = [nested];
  // Each bracket around has a line of its own, indented by its depth.
  const brackets = 2 * depth + (depth * (depth - 1)) / 2;
  const text = JSON.stringify(nested, null, 1);
  yield text.slice(brackets + depth, text.length - brackets);
}
