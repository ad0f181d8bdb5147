/** What a commit changed: files with line counts, and the changed lines of one file. Bounded in paths, bytes and time. */
import type { Pace } from '../../../intake/pace.ts';
import { textFromBytes } from '../bytes.ts';
import { diffLines, isBinary, numberLines } from './line-diff.ts';
import type { ObjectStore } from './object-store.ts';
import { isSubmoduleMode } from './tree.ts';
import { type DifferingFile, diffTrees } from './tree-diff.ts';

const maxPaths = 20_000;
const maxMs = 3_000;
/** Larger contents are listed without line counts. */
const maxCountedBytes = 8 * 1024 * 1024;
const contextLines = 3;
const maxShownLines = 2000;
const maxShownBytes = 400_000;

export interface ChangedFile extends DifferingFile {
  /** Null where lines were not counted: a binary file, one too large, one whose content is not in the copy. */
  readonly added: number | null;
  readonly removed: number | null;
  readonly binary: boolean;
}

export interface ChangedFiles {
  readonly oid: string;
  /** The commit it is compared with; null for a first commit. */
  readonly parent: string | null;
  readonly files: readonly ChangedFile[];
  /** Why files or counts may be missing, or null. */
  readonly incomplete: string | null;
}

export interface ComparedTrees {
  readonly oid: string;
  readonly parent: string | null;
  readonly old: string | null;
  readonly next: string | null;
}

/** Compares two trees and counts the lines of each file that differs. */
export async function changedFilesOf(store: ObjectStore, trees: ComparedTrees, pace: Pace): Promise<ChangedFiles> {
  const deadline = performance.now() + maxMs;
  const diff = await diffTrees(store, trees.old, trees.next, { maxPaths, deadline }, pace);
  let incomplete = diff.incomplete;
  const files: ChangedFile[] = [];
  for (const file of diff.files) {
    if (pace.due()) await pace.breathe();
    if (performance.now() > deadline) incomplete ??= 'the time for one commit is over; some lines are not counted';
    files.push(incomplete !== null && performance.now() > deadline ? { ...file, added: null, removed: null, binary: false } : countLines(store, file));
  }
  return { oid: trees.oid, parent: trees.parent, files, incomplete };
}

function countLines(store: ObjectStore, file: DifferingFile): ChangedFile {
  const old = contentOf(store, file.oldMode, file.oldOid);
  const next = contentOf(store, file.newMode, file.newOid);
  if (old === null || next === null) return { ...file, added: null, removed: null, binary: false };
  if (isBinary(old) || isBinary(next)) return { ...file, added: null, removed: null, binary: true };
  if (old.length === 0 || next.length === 0) return { ...file, added: lineCount(next), removed: lineCount(old), binary: false };
  const [left, right] = numberLines(old, next);
  const diff = diffLines(left.numbers, right.numbers);
  return { ...file, added: diff.added, removed: diff.removed, binary: false };
}

function lineCount(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  return bytes.length > 0 && bytes[bytes.length - 1] !== 10 ? count + 1 : count;
}

/** Content on one side of a change: nothing where there is no file, a line of text for a submodule, null where unknown. */
function contentOf(store: ObjectStore, mode: number | null, oid: string | null): Uint8Array | null {
  if (mode === null || oid === null) return new Uint8Array(0);
  if (isSubmoduleMode(mode)) return Buffer.from(`Subproject commit ${oid}\n`);
  const number = store.table.find(Buffer.from(oid, 'hex'), 0);
  const read = number < 0 ? null : store.read(number, maxCountedBytes);
  return read?.ok && read.object.type === 'blob' ? read.object.bytes : null;
}

export interface DifferenceLine {
  readonly kind: 'same' | 'removed' | 'added' | 'gap';
  /** Line numbers from 1; null on the side that has no such line. */
  readonly oldLine: number | null;
  readonly newLine: number | null;
  readonly text: string;
}

export interface FileDifference {
  readonly file: ChangedFile;
  readonly lines: readonly DifferenceLine[];
  /** True where more lines differ than are shown. */
  readonly cut: boolean;
}

/** The changed lines of one file with three lines around them, as text; null where the trees do not differ in it. */
export async function differenceOf(store: ObjectStore, old: string | null, next: string | null, path: string, pace: Pace): Promise<FileDifference | null> {
  const diff = await diffTrees(store, old, next, { maxPaths, deadline: performance.now() + maxMs }, pace);
  const found = diff.files.find((file) => file.path === path);
  if (!found) return null;
  const file = countLines(store, found);
  const before = contentOf(store, found.oldMode, found.oldOid);
  const after = contentOf(store, found.newMode, found.newOid);
  if (before === null || after === null || file.binary) return { file, lines: [], cut: false };
  return { file, ...shownLines(before, after) };
}

function shownLines(before: Uint8Array, after: Uint8Array): { readonly lines: readonly DifferenceLine[]; readonly cut: boolean } {
  const [left, right] = numberLines(before, after);
  const runs = diffLines(left.numbers, right.numbers).runs;
  const lines: DifferenceLine[] = [];
  let bytes = 0;
  let cut = false;
  const text = (source: Uint8Array, starts: Uint32Array, line: number): string => {
    const part = source.subarray(starts[line] ?? 0, starts[line + 1] ?? 0);
    return textFromBytes(part.length > 4000 ? part.subarray(0, 4000) : part).replace(/\n$/, '');
  };
  const push = (kind: DifferenceLine['kind'], oldAt: number, newAt: number): void => {
    if (lines.length >= maxShownLines || bytes > maxShownBytes) {
      cut = true;
      return;
    }
    const shown = kind === 'added' ? text(after, right.starts, newAt) : text(before, left.starts, oldAt);
    bytes += shown.length;
    lines.push({ kind, oldLine: kind === 'added' ? null : oldAt + 1, newLine: kind === 'removed' ? null : newAt + 1, text: shown });
  };
  for (const [index, run] of runs.entries()) {
    if (run.kind !== 'same') {
      for (let at = 0; at < run.count && !cut; at += 1) push(run.kind, run.oldAt + at, run.newAt + at);
      continue;
    }
    const head = index === 0 ? 0 : contextLines;
    const tail = index === runs.length - 1 ? 0 : contextLines;
    const all = run.count <= head + tail;
    for (let at = 0; at < (all ? run.count : head); at += 1) push('same', run.oldAt + at, run.newAt + at);
    if (all) continue;
    lines.push({ kind: 'gap', oldLine: null, newLine: null, text: `${run.count - head - tail} equal lines` });
    for (let at = run.count - tail; at < run.count; at += 1) push('same', run.oldAt + at, run.newAt + at);
  }
  return { lines, cut };
}
