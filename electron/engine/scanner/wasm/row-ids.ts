/** The rows of the file under way that have an id: its two words, the row that each follows, whether it is a prompt; and a lookup. */
import { allocate, release } from './heap.ts';

/** Of a row: its id's words, the number of the row that it follows and one more, 1 for a prompt. */
const rowBytes = 16;
/** A table with more places is not worth emptying for a file of usual size. */
const keptPlaces = 1 << 15;
const fewPlaces = 64;

let rows: i32 = 0;
let count: i32 = 0;
let room: i32 = 0;
// Open addressing: the number of a row plus one, 0 for an empty place. At most half full.
let table: i32 = 0;
let places: i32 = 0;
let tableRoom: i32 = 0;

export function rowsAt(): i32 {
  return rows;
}

export function rowCount(): i32 {
  return count;
}

/** Forgets them: another file begins. */
export function clearRows(): void {
  count = 0;
  if (places > keptPlaces) places = fewPlaces;
  memory.fill(table, 0, places * 4);
}

/** Number of the last row so far with this id, or -1. */
export function findRow(a: u32, b: u32): i32 {
  return count === 0 ? -1 : load<i32>(placeOf(a, b)) - 1;
}

export function pushRow(a: u32, b: u32, follows: i32, prompt: i32): void {
  if (count === room) growRows();
  if (count * 2 >= places) growTable();
  const row = rows + count * rowBytes;
  store<u32>(row, a);
  store<u32>(row + 4, b);
  store<i32>(row + 8, follows);
  store<i32>(row + 12, prompt);
  count += 1;
  store<i32>(placeOf(a, b), count);
}

function placeOf(a: u32, b: u32): i32 {
  let at = <i32>(a ^ (b * 0x9e3779b1)) & (places - 1);
  while (true) {
    const place = table + at * 4;
    const number = load<i32>(place);
    if (number === 0) return place;
    const row = rows + (number - 1) * rowBytes;
    if (load<u32>(row) === a && load<u32>(row + 4) === b) return place;
    at = (at + 1) & (places - 1);
  }
}

function growRows(): void {
  const larger = max(room * 2, 1024);
  const moved = allocate(larger * rowBytes);
  memory.copy(moved, rows, count * rowBytes);
  release(rows, room * rowBytes);
  rows = moved;
  room = larger;
}

function growTable(): void {
  places = max(places * 2, fewPlaces);
  if (places > tableRoom) {
    release(table, tableRoom * 4);
    table = allocate(places * 4);
    tableRoom = places;
  } else memory.fill(table, 0, places * 4);
  for (let row = 0; row < count; row++) store<i32>(placeOf(load<u32>(rows + row * rowBytes), load<u32>(rows + row * rowBytes + 4)), row + 1);
}
