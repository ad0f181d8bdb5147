/**
 * Which rows were read before, by the four words of their uuid: exact, about 28 bytes a row. A hash leads to a page by its high
 * bits, over the directory; a page that fills up is split in two, so nothing is moved but half a page, and no room is left over.
 * `sources/transcript/seen-rows.ts` reads the same pages.
 */
import { allocate, release } from './heap.ts';
import { maxSheets, pageBytes, pagesOfSheet, sheetHead, sheetsAt } from '../walk-layout.ts';

const slots = 64;
/** A page that is full to the last place would be searched from end to end. */
const mostInPage = 48;
/** Ids made to share a hash would double the directory for ever. */
const deepest = 21;

let depth: i32 = 0;
let directory: i32 = 0;
let pages: i32 = 0;
/** The place where the id looked for last belongs. */
let place: i32 = 0;
/** A page while it is split. */
let held: i32 = 0;

export function seenDepth(): i32 {
  return depth;
}

export function seenDirectory(): i32 {
  if (pages === 0) newPage(0);
  return directory;
}

export function seenPages(): i32 {
  return pages;
}

/** 1 where the id was added before, 0 where it is new; -1 where it has no place and must be kept otherwise. */
export function addSeen(a: i32, b: i32, c: i32, d: i32): i32 {
  // Four zero words mark an empty place.
  if ((a | b | c | d) === 0) return -1;
  if (pages === 0) newPage(0);
  const hash = hashOf(a, b, c, d);
  let page = pageOf(hash);
  if (find(page, hash, a, b, c, d)) return 1;
  if (used(page) >= mostInPage) {
    do {
      if (!split(hash)) return -1;
      page = pageOf(hash);
    } while (used(page) >= mostInPage);
    find(page, hash, a, b, c, d);
  }
  put(page, a, b, c, d);
  return 0;
}

function hashOf(a: i32, b: i32, c: i32, d: i32): u32 {
  const mixed = (<u32>(a ^ c) * 0x9e3779b1) ^ (<u32>(b ^ d) * 0x85ebca6b);
  return (mixed ^ (mixed >> 15)) * 0x2c1b3c6d;
}

function pageOf(hash: u32): i32 {
  return load<i32>(directory + (depth === 0 ? 0 : <i32>(hash >> (32 - depth))) * 4);
}

/** Address of the two bytes that say how many ids a page holds, and how many bits of a hash its ids share. */
function headOf(page: i32): i32 {
  return load<i32>(sheetsAt + (page >>> 8) * 4) + (page & (pagesOfSheet - 1)) * 2;
}

function bytesOf(page: i32): i32 {
  return load<i32>(sheetsAt + (page >>> 8) * 4) + sheetHead + (page & (pagesOfSheet - 1)) * pageBytes;
}

function used(page: i32): i32 {
  return <i32>load<u8>(headOf(page));
}

/** True where the id stands in the page; `place` is where it stands or belongs. */
function find(page: i32, hash: u32, a: i32, b: i32, c: i32, d: i32): bool {
  const first = bytesOf(page);
  const low = <u64>(<u32>a) | (<u64>(<u32>b) << 32);
  const high = <u64>(<u32>c) | (<u64>(<u32>d) << 32);
  let slot = <i32>hash & (slots - 1);
  while (true) {
    place = first + slot * 16;
    const heldLow = load<u64>(place);
    const heldHigh = load<u64>(place + 8);
    if (heldLow === low && heldHigh === high) return true;
    if ((heldLow | heldHigh) === 0) return false;
    slot = (slot + 1) & (slots - 1);
  }
}

/** Puts an id where `find` found that it belongs. */
function put(page: i32, a: i32, b: i32, c: i32, d: i32): void {
  store<i32>(place, a);
  store<i32>(place + 4, b);
  store<i32>(place + 8, c);
  store<i32>(place + 12, d);
  store<u8>(headOf(page), <u8>(used(page) + 1));
}

function newPage(shared: i32): i32 {
  if (pages === 0) {
    directory = allocate(4);
    held = allocate(pageBytes);
  }
  if ((pages & (pagesOfSheet - 1)) === 0) {
    if (pages >>> 8 === maxSheets) abort();
    store<i32>(sheetsAt + (pages >>> 8) * 4, allocate(sheetHead + pagesOfSheet * pageBytes));
  }
  store<u8>(headOf(pages) + 1, <u8>shared);
  pages += 1;
  return pages - 1;
}

/** Moves the ids whose next bit is set out of the page of a hash into a new one. False where the directory can't grow any more. */
function split(hash: u32): bool {
  const page = pageOf(hash);
  const bits = <i32>load<u8>(headOf(page) + 1);
  if (bits >= deepest) return false;
  if (bits === depth) {
    const larger = allocate(8 << depth);
    for (let at = 0; at < 2 << depth; at++) store<i32>(larger + at * 4, load<i32>(directory + (at >>> 1) * 4));
    release(directory, 4 << depth);
    directory = larger;
    depth += 1;
  }
  const next = newPage(bits + 1);
  store<u8>(headOf(page) + 1, <u8>(bits + 1));
  const step = 1 << (depth - bits - 1);
  const from = (<i32>(hash >> (32 - depth)) / (2 * step)) * 2 * step;
  for (let at = from + step; at < from + 2 * step; at++) store<i32>(directory + at * 4, next);
  memory.copy(held, bytesOf(page), pageBytes);
  memory.fill(bytesOf(page), 0, pageBytes);
  store<u8>(headOf(page), 0);
  for (let at = held; at < held + pageBytes; at += 16) {
    const a = load<i32>(at);
    const b = load<i32>(at + 4);
    const c = load<i32>(at + 8);
    const d = load<i32>(at + 12);
    if ((a | b | c | d) === 0) continue;
    const moved = hashOf(a, b, c, d);
    const into = pageOf(moved);
    find(into, moved, a, b, c, d);
    put(into, a, b, c, d);
  }
  return true;
}
