/** Finds a call's event by its tool-use id: a hash leads to the event, and the id itself decides. */
import { same } from './bytes.ts';
import { allocate, release } from './heap.ts';
import { longestId } from '../walk-layout.ts';

const idBlock = 0x10000;

/** A place: the event plus one, 0 for an empty place; a second hash; where the id stands, 0 for nowhere here. */
const placeBytes = 16;

// Open addressing, at most three quarters full.
let table: i32 = 0;
let places: i32 = 0;
let used: i32 = 0;
/** Ids: a length, then the bytes. */
let nextText: i32 = 0;
let textEnd: i32 = 0;

export function callPlaces(): i32 {
  return places;
}

export function callsTable(): i32 {
  return table;
}

/** What is found of an id whose event was added with a text that is not kept here. */
export const otherId = -2;

/** The event added first under this id; -1 for none, `otherId` where its texts must be compared by whoever keeps them. */
export function findCall(a: u32, b: u32, from: i32, to: i32): i32 {
  if (used === 0) return -1;
  const hash = hashOf(a, b);
  let at = placeOf(hash);
  while (true) {
    const event = load<i32>(at) - 1;
    if (event < 0) return -1;
    if (load<u32>(at + 4) === hash) {
      const text = load<i32>(at + 8);
      if (text === 0) return otherId;
      if (<i32>load<u8>(text) === to - from && same(text + 1, from, to - from)) return event;
    }
    at = behind(at);
  }
}

/** Adds an event under an id, whose bytes are kept unless `from` is 0. */
export function addCall(a: u32, b: u32, event: i32, from: i32, to: i32): void {
  if (used * 4 >= places * 3) grow();
  let text = 0;
  if (from !== 0 && to - from <= longestId) {
    if (nextText + longestId + 1 > textEnd) {
      nextText = allocate(idBlock);
      textEnd = nextText + idBlock;
    }
    text = nextText;
    store<u8>(text, <u8>(to - from));
    memory.copy(text + 1, from, to - from);
    nextText += to - from + 1;
  }
  put(hashOf(a, b), event + 1, text);
  used += 1;
}

/** The nth event, from 0, under the hash of an id's words, -1 for none; whoever keeps the ids tells which is the one. */
export function callCandidate(a: u32, b: u32, nth: i32): i32 {
  if (used === 0) return -1;
  const hash = hashOf(a, b);
  let at = placeOf(hash);
  while (true) {
    const event = load<i32>(at) - 1;
    if (event < 0) return -1;
    if (load<u32>(at + 4) === hash) {
      if (nth === 0) return event;
      nth -= 1;
    }
    at = behind(at);
  }
}

function hashOf(a: u32, b: u32): u32 {
  return a ^ (b * 0x9e3779b1);
}

/** The table's place for a hash: its low bits alone would put ids that differ in few of them side by side. */
function placeOf(hash: u32): i32 {
  return table + (<i32>((hash ^ (hash >> 15)) * 0x2c1b3c6d) & (places - 1)) * placeBytes;
}

function behind(at: i32): i32 {
  const next = at + placeBytes;
  return next === table + places * placeBytes ? table : next;
}

function put(hash: u32, event: i32, text: i32): void {
  let at = placeOf(hash);
  while (load<i32>(at) !== 0) at = behind(at);
  store<i32>(at, event);
  store<u32>(at + 4, hash);
  store<i32>(at + 8, text);
}

function grow(): void {
  const old = table;
  const oldEnd = old + places * placeBytes;
  places = max(places * 2, 1024);
  table = allocate(places * placeBytes);
  for (let at = old; at < oldEnd; at += placeBytes) if (load<i32>(at) !== 0) put(load<u32>(at + 4), load<i32>(at), load<i32>(at + 8));
  release(old, oldEnd - old);
}
