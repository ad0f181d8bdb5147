/** Lists where in a record secrets are to be looked for, and tells whether a call's input may hold one. */
import { blockAt, fieldsAt, maxRuns, rowRuns, runsAt } from '../layout.ts';
import { mayHoldNamed } from './named-values.ts';
import { setField } from './row-fields.ts';
import { beginText, holdsKeyBlock, nextRun, runBehind } from './secrets.ts';

/** How far a keyword can stand before a secret: in a record as it is, and in a text whose escapes take two bytes. */
const keywordReach = 160;
const escapedReach = 2 * keywordReach + 16;

export function mayHoldSecret(from: i32, to: i32): bool {
  beginText(from);
  return mayHoldNamed(from, to) || nextRun(from, from, to, escapedReach) >= 0 || holdsKeyBlock(from, to);
}

/** Does so for a whole record, whether or not it can be skimmed. */
export function searchRecord(start: i32, end: i32): void {
  setField(rowRuns, 0);
  findRuns(start, end);
}

export function findRuns(first: i32, last: i32): void {
  const before = load<i32>(fieldsAt + rowRuns * 4);
  beginText(first);
  for (let run = nextRun(first, first, last, keywordReach); run >= 0; run = nextRun(runBehind, first, last, keywordReach)) addRun(first, last, run, runBehind);
  if (!holdsKeyBlock(first, last)) return;
  // Known only now, but the first of its text.
  const behind = load<i32>(fieldsAt + rowRuns * 4);
  addRun(first, last, first, first);
  if (behind >= maxRuns) return;
  memory.copy(runsAt + (before + 1) * 16, runsAt + before * 16, (behind - before) * 16);
  writeRun(before, first, last, first, first);
}

function addRun(first: i32, last: i32, from: i32, to: i32): void {
  const count = load<i32>(fieldsAt + rowRuns * 4);
  if (count < maxRuns) writeRun(count, first, last, from, to);
  if (count <= maxRuns) setField(rowRuns, count + 1);
}

function writeRun(number: i32, first: i32, last: i32, from: i32, to: i32): void {
  const run = runsAt + number * 16;
  store<i32>(run, first - blockAt);
  store<i32>(run + 4, last - blockAt);
  store<i32>(run + 8, from - blockAt);
  store<i32>(run + 12, to - blockAt);
}
