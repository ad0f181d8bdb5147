/** Reads parts of pack files through windows of 256 KiB that stay in memory while they are used. Knows no objects. */
import type { EvidenceFiles, OpenFile } from '../../../intake/evidence-files.ts';
import { createByteCache } from './byte-cache.ts';

const windowBytes = 256 * 1024;
// One large window made reachability on a large repository twenty times slower than many small ones.
const budgetBytes = 32 * 1024 * 1024;
const maxOpen = 32;

export interface PackWindows {
  /** Bytes of a pack, fewer at its end; null where the file cannot be read. Valid until other bytes are asked for. */
  read(pack: number, position: number, length: number): Uint8Array | null;
  close(): void;
}

/** Windows over packs, which are numbered by their place in `paths` and opened when they are first asked for. */
export function createPackWindows(files: EvidenceFiles, paths: readonly string[]): PackWindows {
  const windows = createByteCache<{ readonly bytes: Uint8Array }>(budgetBytes);
  const open = new Map<number, OpenFile>();
  let last: { readonly key: number; readonly bytes: Uint8Array } | null = null;
  const fileOf = (pack: number): OpenFile | null => {
    const known = open.get(pack);
    if (known) return known;
    const opened = files.open(paths[pack] ?? '');
    if (!opened.ok) return null;
    for (const [oldest, file] of open) {
      if (open.size < maxOpen) break;
      file.close();
      open.delete(oldest);
    }
    open.set(pack, opened.value);
    return opened.value;
  };
  const windowAt = (pack: number, number: number): Uint8Array | null => {
    const key = pack * 2 ** 32 + number;
    if (last !== null && last.key === key) return last.bytes;
    const known = windows.get(key);
    if (known) {
      last = { key, bytes: known.bytes };
      return known.bytes;
    }
    const file = fileOf(pack);
    if (file === null) return null;
    try {
      const bytes = file.read(number * windowBytes, windowBytes);
      windows.set(key, { bytes });
      last = { key, bytes };
      return bytes;
    } catch {
      return null;
    }
  };
  return {
    read: (pack, position, length) => {
      const first = Math.floor(position / windowBytes);
      const from = position - first * windowBytes;
      const window = windowAt(pack, first);
      if (window === null) return null;
      if (from + length <= window.length) return window.subarray(from, from + length);
      const parts = [window.subarray(from)];
      let missing = length - Math.max(0, window.length - from);
      for (let number = first + 1; missing > 0; number += 1) {
        const next = windowAt(pack, number);
        if (next === null || next.length === 0) break;
        parts.push(next.subarray(0, missing));
        missing -= next.length;
      }
      return Buffer.concat(parts);
    },
    close: () => {
      for (const file of open.values()) file.close();
      open.clear();
    },
  };
}
