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

/** Columns that are let go of together share a room. `from`: values that it begins with. */
export function createPackedColumn(make: Make, room: Room = createRoom(), from: Typed = make(0)): Column {
  const packed: Piece[] = [];
  const whole = from.length - (from.length % pieceLength);
  for (let at = 0; at < whole; at += pieceLength) packed.push(narrow(from.subarray(at, at + pieceLength), make, room));
  let used = from.length - whole;
  let current = make(used > firstLength || whole > 0 ? pieceLength : firstLength);
  current.set(from.subarray(whole));
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

/** Below so many values a column takes little room either way, and to pack it would take longer than most of what is asked of it. */
const worthPacking = 1 << 19;

/** A column over values that are there already. It takes them over. */
export function columnOver(make: Make, room: Room, values: Typed): Column {
  return values.length < worthPacking ? createWideColumn(make, room, values) : createPackedColumn(make, room, values);
}

/**
 * A column over values in their full width, which it takes over, and over what is pushed behind them. Also for a large one that is
 * put in order soon: to pack it twice would take longer than to put it in order.
 */
export function createWideColumn(make: Make, room: Room, values: Typed): Column {
  const behind = createPackedColumn(make, room);
  const { length } = values;
  return {
    push: behind.push,
    get: (index) => (index < length ? (values[index] ?? 0) : behind.get(index - length)),
    set(index, value) {
      if (index < length) values[index] = value;
      else behind.set(index - length, value);
    },
    get length() {
      return length + behind.length;
    },
    pieces: () => [{ least: 0, values }, ...(behind.length === 0 ? [] : behind.pieces())],
  };
}

/** A copy in another order: position i of the result holds what stands at `order[i]`. */
export function reordered(make: Make, room: Room, column: Column, order: Uint32Array): Column {
  const values = whole(make, column.pieces());
  const turned = make(order.length);
  if (values instanceof Float64Array && turned instanceof Float64Array) turnDoubles(values, turned, order);
  else if (values instanceof Uint32Array && turned instanceof Uint32Array) turnWords(values, turned, order);
  else turnOthers(values, turned, order);
  return columnOver(make, room, turned);
}

/** The values of several columns as one, in the full width: those of the first, then those of the next. */
export function unpacked(make: Make, columns: readonly (readonly Piece[])[]): Typed {
  const all = make(columns.reduce((sum, pieces) => sum + lengthOf(pieces), 0));
  let at = 0;
  for (const pieces of columns) {
    for (const { least, values } of pieces) {
      const end = at + values.length;
      all.set(values, at);
      if (least !== 0) {
        if (all instanceof Float64Array) raiseDoubles(all, at, end, least);
        else raiseWords(all, at, end, least);
      }
      at = end;
    }
  }
  return all;
}

/** The values of one column in the full width; where they stand so already, they are no copy. */
export function whole(make: Make, pieces: readonly Piece[]): Typed {
  const [first] = pieces;
  return pieces.length === 1 && first?.least === 0 && first.values.BYTES_PER_ELEMENT === make.width ? first.values : unpacked(make, [pieces]);
}

export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { values }) => sum + values.length, 0);
}

/** Whole numbers that lie close together take the width of how far they lie apart. */
function narrow(values: Typed, make: Make, room: Room): Piece {
  const lowest = values instanceof Float64Array ? leastDouble(values) : values instanceof Uint32Array ? leastWord(values) : 0;
  const span = values instanceof Float64Array ? (areWhole(values) ? mostDouble(values) - lowest : Infinity) : values instanceof Uint32Array ? mostWord(values) - lowest : 0xff;
  const narrower = makeFor(span);
  const isNarrower = narrower.width < make.width;
  const least = isNarrower ? lowest : 0;
  const kept = placed(isNarrower ? narrower : make, room, values.length);
  if (values instanceof Float64Array) putDoubles(values, least, kept);
  else if (least === 0) kept.set(values);
  else putWords(values, least, kept);
  return { least, values: kept };
}

// One function a kind of array, and one a question: in one for all, each kind would undo what the compiler made for the others, and
// what is made while a loop runs may not end in an object.

function areWhole(values: Float64Array): boolean {
  const { length } = values;
  for (let at = 0; at < length; at++) if (Math.floor(values[at] ?? 0) !== values[at]) return false;
  return true;
}

function leastDouble(values: Float64Array): number {
  const { length } = values;
  let least = Infinity;
  for (let at = 0; at < length; at++) if ((values[at] ?? 0) < least) least = values[at] ?? 0;
  return least;
}

function mostDouble(values: Float64Array): number {
  const { length } = values;
  let most = -Infinity;
  for (let at = 0; at < length; at++) if ((values[at] ?? 0) > most) most = values[at] ?? 0;
  return most;
}

function leastWord(values: Uint32Array): number {
  const { length } = values;
  let least = 0xffffffff;
  for (let at = 0; at < length; at++) if ((values[at] ?? 0) < least) least = values[at] ?? 0;
  return least;
}

function mostWord(values: Uint32Array): number {
  const { length } = values;
  let most = 0;
  for (let at = 0; at < length; at++) if ((values[at] ?? 0) > most) most = values[at] ?? 0;
  return most;
}

function turnDoubles(values: Float64Array, turned: Float64Array, order: Uint32Array): void {
  const { length } = order;
  for (let at = 0; at < length; at++) turned[at] = values[order[at] ?? 0] ?? 0;
}

function turnWords(values: Uint32Array, turned: Uint32Array, order: Uint32Array): void {
  const { length } = order;
  for (let at = 0; at < length; at++) turned[at] = values[order[at] ?? 0] ?? 0;
}

function turnOthers(values: Typed, turned: Typed, order: Uint32Array): void {
  const { length } = order;
  for (let at = 0; at < length; at++) turned[at] = values[order[at] ?? 0] ?? 0;
}

function raiseDoubles(values: Float64Array, from: number, to: number, by: number): void {
  for (let at = from; at < to; at++) values[at] = (values[at] ?? 0) + by;
}

function raiseWords(values: Typed, from: number, to: number, by: number): void {
  for (let at = from; at < to; at++) values[at] = (values[at] ?? 0) + by;
}

function putDoubles(values: Float64Array, least: number, into: Typed): void {
  const { length } = values;
  for (let at = 0; at < length; at++) into[at] = (values[at] ?? 0) - least;
}

function putWords(values: Typed, least: number, into: Typed): void {
  const { length } = values;
  for (let at = 0; at < length; at++) into[at] = (values[at] ?? 0) - least;
}

function placed(make: Make, room: Room, length: number): Typed {
  const { buffer, offset } = room.take(length * make.width);
  switch (make) {
    case uint8:
      return new Uint8Array(buffer, offset, length);
    case uint16:
      return new Uint16Array(buffer, offset, length);
    case uint32:
      return new Uint32Array(buffer, offset, length);
    default:
      return new Float64Array(buffer, offset, length);
  }
}

function makeFor(span: number): Make {
  if (span <= 0xff) return uint8;
  if (span <= 0xffff) return uint16;
  return span <= 0xffffffff ? uint32 : float64;
}
