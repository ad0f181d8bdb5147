/** How often a job of a pipeline runs for each event: products of lists, what is left out of them and what is added. Pure. */
import { at, textOf, type Tree } from './tree.ts';

/** Products above this are only multiplied, not listed, so what is left out of them is not taken off. */
const mostListed = 4096;

type Combination = ReadonlyMap<string, string>;

function asCombination(tree: Tree): Combination {
  return new Map([...tree.entries].flatMap(([name, value]) => (value.kind === 'value' ? [[name, textOf(value) ?? ''] as const] : [[name, written(value)] as const])));
}

/** A value that is a map or a list, as one text to compare by. */
function written(tree: Tree): string {
  if (tree.kind === 'value') return textOf(tree) ?? '';
  return tree.kind === 'list' ? `[${tree.items.map(written).join()}]` : `{${[...tree.entries].map(([name, value]) => `${name}:${written(value)}`).join()}}`;
}

/** All combinations of the lists; null where one is made at run time, a number where there are too many to list. */
function combinations(axes: readonly (readonly [string, Tree])[]): readonly Combination[] | number | null {
  if (axes.some(([, axis]) => axis.kind !== 'list')) return null;
  const size = axes.reduce((product, [, axis]) => product * axis.items.length, 1);
  if (size > mostListed) return size;
  let rows: Combination[] = [new Map()];
  for (const [name, axis] of axes) rows = rows.flatMap((row) => axis.items.map((item) => new Map([...row, [name, written(item)]])));
  return rows;
}

const holds = (row: Combination, part: Combination): boolean => [...part].every(([name, value]) => row.get(name) === value);

/**
 * GitHub: a row is left out where `exclude` names values that it has. An entry of `include` is added to the rows that it
 * contradicts in no list's value, and is a row of its own where there is none.
 */
export function githubMatrix(matrix: Tree | undefined): number | null {
  if (matrix === undefined) return 1;
  if (matrix.kind !== 'map') return null;
  const axes = [...matrix.entries].filter(([name]) => name !== 'include' && name !== 'exclude');
  const added = at(matrix, 'include');
  const left = at(matrix, 'exclude');
  if ((added !== undefined && added.kind !== 'list') || (left !== undefined && left.kind !== 'list')) return null;
  const rows = axes.length === 0 ? [] : combinations(axes);
  if (rows === null) return null;
  if (typeof rows === 'number') return rows;
  const kept = rows.filter((row) => !(left?.items ?? []).some((entry) => holds(row, asCombination(entry))));
  const names = new Set(axes.map(([name]) => name));
  const own = (added?.items ?? []).map(asCombination).filter((entry) => {
    const shared = new Map([...entry].filter(([name]) => names.has(name)));
    return !kept.some((row) => holds(row, shared)) || axes.length === 0;
  });
  return Math.max(1, kept.length + own.length);
}

/** GitLab: `parallel: 5`, or a list of maps, each a product of its own. */
export function gitlabParallel(parallel: Tree | undefined): number | null {
  if (parallel === undefined) return 1;
  if (parallel.kind === 'value') return whole(parallel);
  const rows = at(parallel, 'matrix');
  if (rows?.kind !== 'list') return null;
  let sum = 0;
  for (const row of rows.items) sum += [...row.entries.values()].reduce((product, axis) => product * (axis.kind === 'list' ? Math.max(1, axis.items.length) : 1), 1);
  return Math.max(1, sum);
}

/** CircleCI: `matrix.parameters` and what `exclude` names whole. */
export function circleMatrix(matrix: Tree | undefined): number | null {
  if (matrix === undefined) return 1;
  const rows = combinations([...(at(matrix, 'parameters')?.entries ?? [])]);
  if (rows === null || typeof rows === 'number') return rows;
  return Math.max(1, rows.filter((row) => !(at(matrix, 'exclude')?.items ?? []).some((entry) => holds(row, asCombination(entry)))).length);
}

/** Buildkite: a list, or lists by name in `setup` with adjustments that add a row or skip one. */
export function buildkiteMatrix(matrix: Tree | undefined): number | null {
  if (matrix === undefined) return 1;
  if (matrix.kind === 'list') return Math.max(1, matrix.items.length);
  const setup = at(matrix, 'setup');
  const rows = setup?.kind === 'list' ? setup.items.map((item) => new Map([['', written(item)]])) : combinations([...(setup?.entries ?? [])]);
  if (rows === null || typeof rows === 'number') return rows;
  let size = rows.length;
  for (const entry of at(matrix, 'adjustments')?.items ?? []) {
    const named = at(entry, 'with');
    const part: Combination = named === undefined ? new Map() : named.kind === 'map' ? asCombination(named) : new Map([['', written(named)]]);
    const there = rows.some((row) => holds(row, part));
    const skipped = at(entry, 'skip') !== undefined && textOf(at(entry, 'skip')) !== 'false';
    if (there && skipped) size -= 1;
    else if (!there && !skipped) size += 1;
  }
  return Math.max(1, size);
}

export function whole(tree: Tree | undefined): number | null {
  const text = textOf(tree);
  if (text === null) return tree === undefined ? 1 : null;
  return /^\d{1,6}$/.test(text) ? Math.max(1, Number(text)) : null;
}

/** `each run of job a, times 6 of its matrix`. */
export function reachText(what: string, size: number | null): string {
  if (size === null) return `each run of ${what}, times a matrix made at run time`;
  return size === 1 ? `each run of ${what}` : `each run of ${what}, times ${size} of its matrix`;
}
