/** One commit as the inspector shows it: who, when, what it changed, what leads to it. Text is evidence, never markup. */
import * as v from 'valibot';
import { eventId, evidenceRef } from './event.ts';
import { count, instant, list, text, unknownOr } from './schema.ts';

const person = v.strictObject({
  name: text(1000),
  email: text(1000),
  time: instant,
  zone: text(20),
  /** Time and zone as written. */
  rawTime: text(200),
});

export const changedFile = v.strictObject({
  path: text(8192),
  status: v.picklist(['added', 'deleted', 'modified', 'type-changed']),
  /** Null where lines were not counted: a binary file, one too large, one whose content is not in the copy. */
  added: unknownOr(count),
  removed: unknownOr(count),
  binary: v.boolean(),
});
export type ChangedFileRow = v.InferOutput<typeof changedFile>;

/** A commit's files in numbers, for a row of the Git lane. Null where the commit or its parent is not in the copy. */
export const commitCounts = v.strictObject({
  oid: text(128),
  changes: unknownOr(v.strictObject({ files: count, added: count, removed: count, incomplete: v.boolean() })),
});
export type CommitCounts = v.InferOutput<typeof commitCounts>;

export const commitDetail = v.strictObject({
  repository: text(8192),
  oid: text(128),
  tree: unknownOr(text(128)),
  parents: list(text(128), 64),
  author: unknownOr(person),
  committer: unknownOr(person),
  message: text(65_536),
  messageCut: v.boolean(),
  encoding: unknownOr(text(100)),
  /** Present or absent. Whether it is good is not checked: that would run a program. */
  signature: unknownOr(v.picklist(['openpgp', 'ssh', 'x509', 'unknown'])),
  oddities: list(text(300), 32),
  /** The first files, by path; `filesTotal` is how many differ from the first parent. */
  files: list(changedFile, 500),
  filesTotal: count,
  added: count,
  removed: count,
  /** Why files or counts may be missing, or null. */
  incomplete: unknownOr(text(1000)),
  /** Refs that lead to it, HEAD among them. */
  refs: list(text(4096), 100),
  refsTotal: count,
  /** Reflog entries that move a ref to it, with the call behind each. */
  entries: list(v.strictObject({ eventId, ref: text(4096), action: text(200), time: instant, causeEventId: unknownOr(eventId) }), 100),
  /** Where its object stands: a loose file, or a range of a pack. Line 0: not a line of text. */
  place: unknownOr(evidenceRef),
});
export type CommitDetail = v.InferOutput<typeof commitDetail>;

export const differenceLine = v.strictObject({
  kind: v.picklist(['same', 'removed', 'added', 'gap']),
  oldLine: unknownOr(count),
  newLine: unknownOr(count),
  text: text(8192),
});

/** The changed lines of one file with three lines around them. */
export const fileDifference = v.strictObject({
  file: changedFile,
  lines: list(differenceLine, 5000),
  /** More lines differ than are given. */
  cut: v.boolean(),
});
export type FileDifferenceText = v.InferOutput<typeof fileDifference>;
