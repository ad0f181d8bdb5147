/** Line differences between two texts, for showing what an edit asked for. Pure; knows nothing of files or tools. */

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Same lines around a change that stay visible; longer runs become one `skipped` count. */
export const contextLines = 3;
/** Above this many cells the exact comparison is given up for "all removed, all added": it still tells the truth. */
const mostCells = 4_000_000;

function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The shortest change from one list of lines to another, by longest common subsequence. */
function compare(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = before.map((text): DiffLine => ({ kind: 'removed', text }));
  const added = after.map((text): DiffLine => ({ kind: 'added', text }));
  if (before.length === 0 || after.length === 0 || before.length * after.length > mostCells) return [...removed, ...added];
  const width = after.length + 1;
  const longest = new Uint32Array((before.length + 1) * width);
  for (let a = before.length - 1; a >= 0; a -= 1) {
    for (let b = after.length - 1; b >= 0; b -= 1) {
      const skipA = longest[(a + 1) * width + b] ?? 0;
      const skipB = longest[a * width + b + 1] ?? 0;
      longest[a * width + b] = before[a] === after[b] ? (longest[(a + 1) * width + b + 1] ?? 0) + 1 : Math.max(skipA, skipB);
    }
  }
  const found: DiffLine[] = [];
  let a = 0;
  let b = 0;
  while (a < before.length && b < after.length) {
    const old = before[a] ?? '';
    if (old === after[b]) {
      found.push({ kind: 'same', text: old });
      a += 1;
      b += 1;
    } else if ((longest[(a + 1) * width + b] ?? 0) >= (longest[a * width + b + 1] ?? 0)) {
      found.push({ kind: 'removed', text: old });
      a += 1;
    } else {
      found.push({ kind: 'added', text: after[b] ?? '' });
      b += 1;
    }
  }
  return [...found, ...removed.slice(a), ...added.slice(b)];
}

/** All lines of both texts in order: what stayed, what went, what came. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const same = (text: string): DiffLine => ({ kind: 'same', text });
  return [
    ...old.slice(0, start).map(same),
    ...compare(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map(same),
  ];
}

/** How many lines came and went. */
export function diffCounts(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  let added = 0;
  let removed = 0;
  for (const line of lines) {
    if (line.kind === 'added') added += 1;
    if (line.kind === 'removed') removed += 1;
  }
  return { added, removed };
}

export type DiffBlock = { readonly kind: 'lines'; readonly lines: readonly DiffLine[] } | { readonly kind: 'skipped'; readonly count: number };

/** The lines with long unchanged runs folded to their count. */
export function foldUnchanged(lines: readonly DiffLine[]): readonly DiffBlock[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, at) => {
    if (line.kind !== 'same') near.fill(1, Math.max(0, at - contextLines), Math.min(lines.length, at + contextLines + 1));
  });
  const blocks: DiffBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    let end = at;
    while (end < lines.length && near[end] === near[at]) end += 1;
    blocks.push(near[at] === 1 ? { kind: 'lines', lines: lines.slice(at, end) } : { kind: 'skipped', count: end - at });
    at = end;
  }
  return blocks;
}
