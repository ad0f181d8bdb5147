/**
 * Which rows of a transcript lie on a branch that was left by a rewind. A rewind writes a new prompt after an earlier row;
 * what followed that row before stays in the file, and its calls really ran. Knows rows by number only. Pure.
 */

/**
 * `parents[row]` is the number of the row that it follows, -1 where it follows none; numbers count the rows of one file in
 * the order they stand in. `isPrompt[row]` is 1 for what a person asked. Gives 1 for each row on a branch that was left.
 *
 * A subtree counts as left where a prompt follows the same row later than the subtree's last row. Two calls at once also
 * branch, but no prompt follows their common row; two terminals on one session go on after each other's prompts.
 */
export function leftBranches(parents: Int32Array, isPrompt: Uint8Array): Uint8Array {
  const rows = parents.length;
  const lastOfSubtree = Int32Array.from({ length: rows }, (_, row) => row);
  const lastPromptAfter = new Int32Array(rows).fill(-1);
  for (let row = rows - 1; row >= 0; row--) {
    const parent = parentOf(parents, row);
    if (parent < 0) continue;
    lastOfSubtree[parent] = Math.max(lastOfSubtree[parent] ?? parent, lastOfSubtree[row] ?? row);
    if (isPrompt[row] === 1 && (lastPromptAfter[parent] ?? -1) < row) lastPromptAfter[parent] = row;
  }
  const left = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const parent = parentOf(parents, row);
    if (parent < 0) continue;
    if (left[parent] === 1 || (lastPromptAfter[parent] ?? -1) > (lastOfSubtree[row] ?? row)) left[row] = 1;
  }
  return left;
}

/** A row that names a later row, or itself, as its parent is damaged or made up; it counts as a root. */
function parentOf(parents: Int32Array, row: number): number {
  const parent = parents[row] ?? -1;
  return parent < row ? parent : -1;
}
