/** Reads the entries of a tree object. Names are bytes and may be anything: they are never used as paths. */

export interface TreeEntry {
  /** As written, in octal digits: 100644, 100755, 120000, 40000, 160000. */
  readonly mode: number;
  readonly name: Uint8Array;
  /** Place of the raw id in the tree's bytes. */
  readonly idAt: number;
}

export type TreeRead = { readonly ok: true; readonly entries: readonly TreeEntry[] } | { readonly ok: false; readonly entries: readonly TreeEntry[]; readonly reason: string };

export const treeMode = 0o40000;
export const linkMode = 0o120000;
export const submoduleMode = 0o160000;
const formatMask = 0o170000;

export function isTreeMode(mode: number): boolean {
  return (mode & formatMask) === treeMode;
}

export function isSubmoduleMode(mode: number): boolean {
  return (mode & formatMask) === submoduleMode;
}

/** Calls back for each entry with its mode and the place of its id; for walks that need no names. False where the tree is damaged. */
export function eachTreeId(bytes: Uint8Array, idBytes: number, visit: (mode: number, idAt: number) => void): boolean {
  let at = 0;
  while (at < bytes.length) {
    let mode = 0;
    const start = at;
    for (; ; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 7) break;
      mode = mode * 8 + digit;
    }
    if (bytes[at] !== 32 || at === start || at - start > 8) return false;
    // Names are short: a loop is quicker than a native search for each.
    let nul = at + 1;
    while (nul < bytes.length && bytes[nul] !== 0) nul += 1;
    if (nul + 1 + idBytes > bytes.length) return false;
    visit(mode, nul + 1);
    at = nul + 1 + idBytes;
  }
  return true;
}

/** All entries of a tree; of a damaged one those before the damage. */
export function readTree(bytes: Uint8Array, idBytes: number): TreeRead {
  const entries: TreeEntry[] = [];
  let at = 0;
  const good = eachTreeId(bytes, idBytes, (mode, idAt) => {
    const space = bytes.indexOf(32, at);
    entries.push({ mode, name: bytes.subarray(space + 1, idAt - 1), idAt });
    at = idAt + idBytes;
  });
  return good ? { ok: true, entries } : { ok: false, entries, reason: 'a tree that cannot be read to its end' };
}
