/** Cuts the segments of evidence text at marks, odd words and line ends, ready to draw. Pure; knows no React. */
import type { Severity } from '../../shared/event.ts';
import { type Segment, segments } from '../../shared/hostile-text.ts';
import { oddWords } from '../../shared/mixed-script.ts';

/** A range of the text to point out, in UTF-16 units. `match` is a search hit; a severity underlines in its colour. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly tone: 'match' | Severity;
}

/** A part of one segment that has one look. `oddity` is the badge that follows it. */
export interface Piece {
  /** Where the piece starts in the text. */
  readonly start: number;
  readonly segment: Segment;
  readonly source: string;
  readonly tone: Mark['tone'] | null;
  readonly oddity: string | null;
}

export interface Line {
  /** Where the line starts in the text. */
  readonly start: number;
  /** UTF-16 units of the line, without its line feed. */
  readonly length: number;
  readonly pieces: readonly Piece[];
}

function toneAt(marks: readonly Mark[], at: number): Mark['tone'] | null {
  for (const mark of marks) if (mark.start <= at && at < mark.end) return mark.tone;
  return null;
}

/** All pieces of a text in order; the sources joined are the text. */
export function evidencePieces(text: string, marks: readonly Mark[], honourSgr: boolean): readonly Piece[] {
  const odd = oddWords(text);
  const labels = new Map(odd.map((word) => [word.end, word.label]));
  const cuts = [...new Set([...marks.flatMap((mark) => [mark.start, mark.end]), ...labels.keys()])].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let nextCut = 0;
  for (const segment of segments(text, { honourSgr })) {
    const end = segment.start + segment.source.length;
    let from = segment.start;
    while (nextCut < cuts.length && (cuts[nextCut] ?? 0) <= segment.start) nextCut += 1;
    let cut = nextCut;
    while (from < end) {
      const inside = segment.kind === 'plain' ? cuts[cut] : undefined;
      const to = inside !== undefined && inside < end ? inside : end;
      cut += 1;
      pieces.push({ start: from, segment, source: text.slice(from, to), tone: toneAt(marks, from), oddity: labels.get(to) ?? null });
      from = to;
    }
  }
  return pieces;
}

/** The pieces by line. The line feeds themselves are the borders and are in no line. */
export function evidenceLines(pieces: readonly Piece[]): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  let length = 0;
  let own: Piece[] = [];
  for (const piece of pieces) {
    if (piece.segment.kind === 'newline') {
      lines.push({ start, length, pieces: own });
      start += length + 1;
      length = 0;
      own = [];
    } else {
      own.push(piece);
      length += piece.source.length;
    }
  }
  lines.push({ start, length, pieces: own });
  return lines;
}

/** The first `max` UTF-16 units of a line; a label or a surrogate pair is never halved. */
export function firstOf(pieces: readonly Piece[], max: number): readonly Piece[] {
  const kept: Piece[] = [];
  let left = max;
  for (const piece of pieces) {
    if (left <= 0) break;
    if (piece.source.length <= left) kept.push(piece);
    else if (piece.segment.kind === 'plain') {
      const last = piece.source.charCodeAt(left - 1);
      const end = last >= 0xd800 && last <= 0xdbff ? left - 1 : left;
      kept.push({ ...piece, source: piece.source.slice(0, end), oddity: null });
    }
    left -= piece.source.length;
  }
  return kept;
}
