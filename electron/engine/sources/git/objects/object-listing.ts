/** Lists the objects of a repository: from pack indexes and from the names of loose files. Reads no object. */
import type { EvidenceFiles } from '../../../intake/evidence-files.ts';
import { uint32, viewOf } from '../bytes.ts';
import { below } from '../evidence-path.ts';
import type { ProblemList } from '../problem-list.ts';
import { realFolder } from '../small-file.ts';
import { type PackIndex, readPackIndex } from './pack-index.ts';

const maxIndexBytes = 1024 * 1024 * 1024;
const maxObjects = 2 ** 26;
const maxPacks = 10_000;

export interface ListedPack {
  /** Its place in the list of packs. */
  readonly number: number;
  readonly path: string;
  /** Number of its first object among all. */
  readonly start: number;
  readonly count: number;
  readonly offsets: Float64Array;
  readonly bytes: number;
  /** Checksum that the index says the pack ends with. */
  readonly checksum: Uint8Array;
  /** Where the object ends at most: at the next one, or at the checksum. */
  endOf(entry: number): number;
  /** The entry that begins at an offset, or -1. */
  entryAt(offset: number): number;
  /** Place of the entry when they are sorted by offset. */
  positionOf(entry: number): number;
}

export interface ObjectListing {
  readonly count: number;
  readonly ids: Uint8Array;
  readonly packs: readonly ListedPack[];
  /** Number of the first loose object, and the folder (`objects/ab`) of each. */
  readonly looseStart: number;
  readonly looseFolders: readonly string[];
}

/** Lists what the folders hold. A link, a FIFO, a pack without index, a broken index: a problem each. */
export function listObjects(files: EvidenceFiles, folders: readonly string[], idBytes: 20 | 32, problems: ProblemList): ObjectListing {
  const packs: ListedPack[] = [];
  const parts: Uint8Array[] = [];
  let count = 0;
  for (const folder of folders) {
    if (!realFolder(files, folder, problems)) continue;
    for (const found of packsOf(files, below(folder, 'pack'), idBytes, problems)) {
      if (packs.length >= maxPacks || count + found.index.count > maxObjects) {
        problems.add(found.path, 'more packs than are read; this one is left out');
        continue;
      }
      packs.push(listPack(packs.length, found.path, count, found.index, found.bytes, idBytes));
      parts.push(found.index.ids);
      count += found.index.count;
    }
  }
  const looseStart = count;
  const looseFolders: string[] = [];
  const names: string[] = [];
  for (const folder of folders) listLoose(files, folder, idBytes, looseFolders, names, problems);
  if (names.length > 0) parts.push(Buffer.from(names.join(''), 'hex'));
  return { count: looseStart + names.length, ids: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), packs, looseStart, looseFolders };
}

function listLoose(files: EvidenceFiles, folder: string, idBytes: number, folders: string[], names: string[], problems: ProblemList): void {
  const rest = new RegExp(`^[0-9a-f]{${idBytes * 2 - 2}}$`);
  for (const entry of files.list(folder)) {
    if (!/^[0-9a-f]{2}$/.test(entry.name)) continue;
    if (!realFolder(files, entry.path, problems)) continue;
    for (const file of files.list(entry.path)) {
      if (!rest.test(file.name)) {
        if (!file.name.startsWith('tmp_obj_')) problems.add(file.path, 'no name of an object: not read');
      } else if (file.kind !== 'file') {
        problems.add(file.path, `a ${file.kind} where an object should stand: not opened`);
      } else {
        folders.push(entry.path);
        names.push(entry.name + file.name);
      }
    }
  }
}

interface FoundPack {
  readonly path: string;
  readonly bytes: number;
  readonly index: PackIndex;
}

function* packsOf(files: EvidenceFiles, folder: string, idBytes: 20 | 32, problems: ProblemList): Generator<FoundPack, void> {
  if (!files.entries.has(folder) || !realFolder(files, folder, problems)) return;
  const entries = files.list(folder);
  const indexes = new Set(entries.filter((entry) => entry.name.endsWith('.idx')).map((entry) => entry.path.slice(0, -4)));
  for (const entry of entries) {
    if (!entry.name.endsWith('.pack')) continue;
    const base = entry.path.slice(0, -5);
    if (!indexes.delete(base)) {
      problems.add(entry.path, 'a pack without an index: its objects are not read');
      continue;
    }
    const indexPath = `${base}.idx`;
    const read = files.readWhole(indexPath, maxIndexBytes);
    if (!read.ok) {
      problems.take([read.problem]);
      continue;
    }
    const index = readPackIndex(read.value, idBytes);
    if (!index.ok) {
      problems.add(indexPath, index.reason);
      continue;
    }
    if (index.oddity !== null) problems.add(indexPath, index.oddity);
    if (checkPack(files, entry.path, index.index, idBytes, problems)) yield { path: entry.path, bytes: entry.bytes, index: index.index };
  }
  for (const base of indexes) problems.add(`${base}.idx`, 'a pack index without its pack');
}

/** Looks at both ends of the pack; its whole checksum is worked out elsewhere, since it reads all of the file. */
function checkPack(files: EvidenceFiles, path: string, index: PackIndex, idBytes: number, problems: ProblemList): boolean {
  const opened = files.open(path);
  if (!opened.ok) {
    problems.take([opened.problem]);
    return false;
  }
  const file = opened.value;
  try {
    const head = file.read(0, 12);
    const version = uint32(head, 4);
    if (head.length < 12 || viewOf(head).toString('latin1', 0, 4) !== 'PACK' || (version !== 2 && version !== 3)) {
      problems.add(path, 'no pack: it does not begin as one');
      return false;
    }
    if (uint32(head, 8) !== index.count) problems.add(path, `the pack declares ${uint32(head, 8)} objects, its index ${index.count}`, { byteOffset: 8 });
    const tail = file.read(file.bytes - idBytes, idBytes);
    if (!viewOf(tail).equals(index.packChecksum)) problems.add(path, 'the pack does not end with the checksum that its index names', { byteOffset: file.bytes - idBytes });
    return true;
  } catch (error) {
    problems.add(path, `the pack cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
    return false;
  } finally {
    file.close();
  }
}

function listPack(number: number, path: string, start: number, index: PackIndex, bytes: number, idBytes: number): ListedPack {
  const { count, offsets } = index;
  const order = orderByOffset(offsets);
  const positions = new Uint32Array(count);
  const sorted = new Float64Array(count);
  for (let position = 0; position < count; position += 1) {
    const entry = order[position] ?? 0;
    positions[entry] = position;
    sorted[position] = offsets[entry] ?? 0;
  }
  const end = bytes - idBytes;
  return {
    number,
    path,
    start,
    count,
    offsets,
    bytes,
    checksum: index.packChecksum,
    endOf: (entry) => Math.min(sorted[(positions[entry] ?? 0) + 1] ?? end, end),
    entryAt: (offset) => {
      let low = 0;
      let high = count - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const at = sorted[middle] ?? 0;
        if (at === offset) return order[middle] ?? -1;
        if (at < offset) low = middle + 1;
        else high = middle - 1;
      }
      return -1;
    },
    positionOf: (entry) => positions[entry] ?? 0,
  };
}

/** Entries sorted by offset. Offset and entry share one number where both fit: sorting numbers needs no callback. */
function orderByOffset(offsets: Float64Array): Uint32Array {
  const count = offsets.length;
  const order = new Uint32Array(count);
  let largest = 0;
  for (const offset of offsets) if (offset > largest) largest = offset;
  if ((largest + 1) * Math.max(count, 1) < Number.MAX_SAFE_INTEGER) {
    const keys = new Float64Array(count);
    for (let entry = 0; entry < count; entry += 1) keys[entry] = (offsets[entry] ?? 0) * count + entry;
    keys.sort();
    for (let position = 0; position < count; position += 1) order[position] = (keys[position] ?? 0) % count;
    return order;
  }
  for (let entry = 0; entry < count; entry += 1) order[entry] = entry;
  return order.sort((left, right) => (offsets[left] ?? 0) - (offsets[right] ?? 0));
}
