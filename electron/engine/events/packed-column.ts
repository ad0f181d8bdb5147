/**
 * A column while it grows: pieces of one length, each kept as narrow as its values lie close together. It never moves what it
 * holds, so no memory is left behind and none is in reserve. Knows no events.
 */
import { type Column, type Make, type Piece, type Typed, float64, uint16, uint32, uint8 } from './columns.ts';
import { createRoom, type Room } from './room.ts';

const shift = 14;
const pieceLength = 1 << shift;
const inPiece = pieceLength - 1;
/** Most columns of a small file need no more. */
const firstLength = 1024;

/** Columns that are let go of together share a room. */
export function createPackedColumn(make: Make, room: Room = createRoom()): Column {
  const packed: Piece[] = [];
  let current = make(firstLength);
  let used = 0;
  const makeRoom = (): void => {
    if (current.length < pieceLength) {
      const larger = make(current.length * 4);
      larger.set(current);
      current = larger;
      return;
    }
    // The piece is a copy: the place where it was filled is used again.
    packed.push(narrow(current, make, room));
    used = 0;
  };
  const get = (index: number): number => {
    const piece = packed[index >>> shift];
    return piece === undefined ? (current[index & inPiece] ?? 0) : piece.least + (piece.values[index & inPiece] ?? 0);
  };
  return {
    push(value) {
      if (used === current.length) makeRoom();
      current[used++] = value;
    },
    get,
    set(index, value) {
      const piece = packed[index >>> shift];
      if (piece === undefined) {
        current[index & inPiece] = value;
        return;
      }
      piece.values[index & inPiece] = value - piece.least;
      if (get(index) === value || (Number.isNaN(value) && Number.isNaN(get(index)))) return;
      // It lies too far from the others for their width, or is a fraction of their distance.
      const wide = unpacked(make, [[piece]]);
      wide[index & inPiece] = value;
      packed[index >>> shift] = { least: 0, values: wide };
    },
    get length() {
      return packed.length * pieceLength + used;
    },
    pieces: () => [...packed, { least: 0, values: current.subarray(0, used) }],
  };
}

/** Puts the values of a column behind those of another; `moved` says what each is called there. */
export function append(column: Column, pieces: readonly Piece[], moved?: (value: number) => number): void {
  for (const { least, values } of pieces) {
    if (moved === undefined) for (let at = 0; at < values.length; at++) column.push(least + (values[at] ?? 0));
    else for (let at = 0; at < values.length; at++) column.push(moved(least + (values[at] ?? 0)));
  }
}

/** A copy in another order: position i of the result holds what stands at `order[i]`. */
export function reordered(make: Make, room: Room, column: Column, order: Uint32Array): Column {
  const result = createPackedColumn(make, room);
  for (let at = 0; at < order.length; at++) result.push(column.get(order[at] ?? 0));
  return result;
}

/** The values of several columns as one, in the full width: those of the first, then those of the next. */
export function unpacked(make: Make, columns: readonly (readonly Piece[])[]): Typed {
  const all = make(columns.reduce((sum, pieces) => sum + lengthOf(pieces), 0));
  let at = 0;
  for (const { least, values } of columns.flat()) {
    if (least === 0) all.set(values, at);
    else for (let from = 0; from < values.length; from++) all[at + from] = least + (values[from] ?? 0);
    at += values.length;
  }
  return all;
}

export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { values }) => sum + values.length, 0);
}

/** Whole numbers that lie close together take the width of how far they lie apart. */
function narrow(values: Typed, make: Make, room: Room): Piece {
  let least = Infinity;
  let most = -Infinity;
  let whole = true;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (Math.floor(value) !== value) whole = false;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const narrower = whole ? makeFor(most - least) : make;
  if (narrower.width >= make.width) {
    const copy = placed(make, room, values.length);
    copy.set(values);
    return { least: 0, values: copy };
  }
  const narrowed = placed(narrower, room, values.length);
  for (let at = 0; at < values.length; at++) narrowed[at] = (values[at] ?? 0) - least;
  return { least, values: narrowed };
}

function placed(make: Make, room: Room, length: number): Typed {
  const { buffer, offset } = room.take(length * make.width);
  return make.in(buffer, offset, length);
}

function makeFor(span: number): Make {
  if (span <= 0xff) return uint8;
  if (span <= 0xffff) return uint16;
  return span <= 0xffffffff ? uint32 : float64;
}
