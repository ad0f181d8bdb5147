/** Arithmetic on paths inside the evidence (`/`, relative to its root). Opens nothing. */

/** A path and a name below it; `''` is the root. */
export function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder that holds a path; `''` for a name at the root. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Resolves a relative path against a folder of the evidence; null where it leaves the root. */
export function resolveInside(folder: string, relative: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else {
      parts.push(part);
    }
  }
  return parts.join('/');
}

/** Parts of a path from any machine, for comparing ends: `C:\a\b` and `/c/a/b` end alike. */
export function partsOf(path: string): readonly string[] {
  return path.split(/[/\\]+/).filter((part) => part !== '' && part !== '.');
}

/** How many last parts two paths share. */
export function sharedEnd(left: readonly string[], right: readonly string[]): number {
  let count = 0;
  while (count < left.length && count < right.length && left[left.length - 1 - count] === right[right.length - 1 - count]) count += 1;
  return count;
}

/** True for a path that begins at the root of some machine or share. */
export function isAbsoluteAnywhere(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\') || /^[A-Za-z]:[/\\]/.test(path);
}

/** The path below the evidence root, where an absolute path names a place in it; else null. Opens nothing. */
export function insideRoot(root: string, absolute: string): string | null {
  const base = root.replaceAll('\\', '/').replace(/\/+$/, '');
  const path = absolute.replaceAll('\\', '/');
  if (path !== base && !path.startsWith(`${base}/`)) return null;
  return resolveInside('', path.slice(base.length + 1));
}

/** True where one of the folders holds the path, at any depth. */
export function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  for (let folder = path; folder !== ''; ) {
    folder = parentOf(folder);
    if (folders.has(folder)) return true;
  }
  return false;
}
