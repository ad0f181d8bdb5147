/** Which repository of the copy a directory of the source machine belongs to. Pure. */

export interface MappedRepository {
  /** The repository's git directory in the evidence: its name everywhere. */
  readonly gitDir: string;
  /** Where its work tree stood on the source machine, as far as the copy's layout tells; null for a bare one. */
  readonly workTree: string | null;
}

/** Finds the innermost repository around a directory: by its full path, else by the longest ending that only one shares. */
export function createRepositoryMap(repositories: readonly MappedRepository[]): (directory: string) => string | null {
  const known = new Map<string, string | null>();
  const trees = repositories.flatMap(({ gitDir, workTree }) => (workTree === null ? [] : [{ gitDir, parts: partsOf(workTree) }]));
  return (directory) => {
    const remembered = known.get(directory);
    if (remembered !== undefined) return remembered;
    const found = byPath(directory, trees) ?? byEnding(directory, trees);
    known.set(directory, found);
    return found;
  };
}

type Tree = { readonly gitDir: string; readonly parts: readonly string[] };

function partsOf(path: string): readonly string[] {
  return path.split(/[\\/]/).filter((part) => part !== '');
}

function byPath(directory: string, trees: readonly Tree[]): string | null {
  const parts = partsOf(directory);
  let best: Tree | null = null;
  for (const tree of trees) {
    const around = tree.parts.length <= parts.length && tree.parts.every((part, at) => part === parts[at]);
    if (around && (best === null || tree.parts.length > best.parts.length)) best = tree;
  }
  return best?.gitDir ?? null;
}

/** For a copy that does not mirror the source's folders: `repos/shop` for `/Users/kim/work/shop/src`. */
function byEnding(directory: string, trees: readonly Tree[]): string | null {
  const parts = partsOf(directory);
  for (let end = parts.length; end > 0; end--) {
    let length = 0;
    let found: readonly Tree[] = [];
    for (const tree of trees) {
      let same = 0;
      while (same < end && same < tree.parts.length && parts[end - 1 - same] === tree.parts[tree.parts.length - 1 - same]) same += 1;
      if (same === 0 || same < length) continue;
      found = same > length ? [tree] : [...found, tree];
      length = same;
    }
    if (found.length === 1) return found[0]?.gitDir ?? null;
  }
  return null;
}
