/** All objects of a repository by number: loose and packed, deltas resolved, everything bounded. Knows types, not contents. */
import type { EvidenceFiles } from '../../../intake/evidence-files.ts';
import { hexFromBytes } from '../bytes.ts';
import { below } from '../evidence-path.ts';
import { inflateExact } from '../inflate.ts';
import type { ProblemList } from '../problem-list.ts';
import { createByteCache } from './byte-cache.ts';
import { applyDelta } from './delta.ts';
import { createIdTable, type IdTable } from './id-table.ts';
import { looseType, readLooseObject } from './loose-object.ts';
import { listObjects, type ObjectListing, type ListedPack } from './object-listing.ts';
import { createPackWindows, type PackWindows } from './pack-windows.ts';
import type { ObjectRead, ObjectType, ReadObject } from './read-object.ts';

/** Largest object that is read without being asked for by size: 64 MiB. */
export const usualMaxBytes = 64 * 1024 * 1024;
const maxChain = 10_000;
const maxChainBytes = 256 * 1024 * 1024;
const baseCacheBytes = 24 * 1024 * 1024;
const largestCached = 1 << 20;
/** Read of an entry at first; most are far shorter. */
const firstBytes = 32 * 1024;

export interface ObjectStore {
  readonly idBytes: 20 | 32;
  /** How many places hold an object; the same id may stand in several. */
  readonly count: number;
  readonly ids: Uint8Array;
  readonly table: IdTable;
  idText(number: number): string;
  read(number: number, maxBytes?: number): ObjectRead;
  /** The type without reading the object; null where its place is damaged. */
  typeOf(number: number): ObjectType | null;
  /** A number that grows with the object's place in its pack; reading in this order is many times faster. */
  place(number: number): number;
  readonly packs: readonly ListedPack[];
  isLoose(number: number): boolean;
  /** All objects in that order, each id once. */
  inOrder(): readonly number[];
  /** File of the evidence in which the object stands. */
  pathOf(number: number): string;
  /** Where in that file its bytes stand, as written: deflated, and in a pack perhaps a delta. Null for an empty range. */
  rangeOf(number: number): { readonly path: string; readonly byteStart: number; readonly byteEnd: number } | null;
  close(): void;
}

/** Opens the objects below one or several `objects` folders of the evidence. Damage in one file loses that file only. */
export function openObjectStore(files: EvidenceFiles, folders: readonly string[], idBytes: 20 | 32, problems: ProblemList): ObjectStore {
  const listing = listObjects(files, folders, idBytes, problems);
  const table = createIdTable(listing.ids, idBytes, listing.count);
  const windows = createPackWindows(files, listing.packs.map((pack) => pack.path));
  return createStore(files, listing, table, windows, idBytes);
}

interface Header {
  readonly code: number;
  readonly size: number;
  /** Length of the header with its base, in bytes. */
  readonly length: number;
  readonly baseOffset: number;
  readonly baseId: Uint8Array | null;
}

interface Entry {
  readonly header: Header;
  /** What the entry makes: an object, or a delta. */
  readonly bytes: Uint8Array;
}

type Place = { readonly kind: 'loose'; readonly number: number } | { readonly kind: 'packed'; readonly pack: ListedPack; readonly entry: number };

function createStore(files: EvidenceFiles, listing: ObjectListing, table: IdTable, windows: PackWindows, idBytes: 20 | 32): ObjectStore {
  const bases = createByteCache<ReadObject>(baseCacheBytes);
  const placeOf = (number: number): Place => {
    const pack = packOf(listing.packs, number);
    return pack ? { kind: 'packed', pack, entry: number - pack.start } : { kind: 'loose', number };
  };
  const idText = (number: number): string => hexFromBytes(listing.ids.subarray(number * idBytes, (number + 1) * idBytes));
  const loosePath = (number: number): string => {
    const text = idText(number);
    return below(listing.looseFolders[number - listing.looseStart] ?? '', text.slice(2));
  };
  const headerAt = (pack: ListedPack, entry: number): Header | string => {
    const offset = pack.offsets[entry] ?? 0;
    const end = pack.endOf(entry);
    const bytes = windows.read(pack.number, offset, Math.max(0, Math.min(end - offset, 64)));
    return bytes === null ? 'the pack cannot be read' : readHeader(bytes, offset, idBytes);
  };
  const entryAt = (pack: ListedPack, entry: number, maxBytes: number): Entry | string => {
    const offset = pack.offsets[entry] ?? 0;
    const length = pack.endOf(entry) - offset;
    if (length <= 0) return 'an object that has no bytes in the pack';
    const start = windows.read(pack.number, offset, Math.min(length, firstBytes));
    if (start === null) return 'the pack cannot be read';
    const header = readHeader(start, offset, idBytes);
    if (typeof header === 'string') return header;
    if (header.size > maxBytes) return `an object of ${header.size} bytes, more than the ${maxBytes} that are read`;
    let input = start.subarray(header.length);
    if (length > firstBytes) {
      const whole = windows.read(pack.number, offset + header.length, Math.min(length - header.length, boundOfDeflated(header.size)));
      if (whole === null) return 'the pack cannot be read';
      input = whole;
    }
    const inflated = inflateExact(input, header.size);
    return inflated.ok ? { header, bytes: inflated.bytes } : `an object that ${inflated.reason}`;
  };
  const baseOf = (place: { readonly pack: ListedPack; readonly entry: number }, header: Header): Place | string => {
    if (header.baseId !== null) {
      const number = table.find(header.baseId, 0);
      return number < 0 ? `a delta whose base ${hexFromBytes(header.baseId)} is not there` : placeOf(number);
    }
    const entry = place.pack.entryAt(header.baseOffset);
    return entry < 0 ? 'a delta whose base is no object of the pack' : { kind: 'packed', pack: place.pack, entry };
  };
  const read = (number: number, maxBytes = usualMaxBytes): ObjectRead => {
    const deltas: { readonly bytes: Uint8Array; readonly key: number }[] = [];
    let deltaBytes = 0;
    let place = placeOf(number);
    let base: ReadObject | null = null;
    while (base === null) {
      if (deltas.length > maxChain || deltaBytes > maxChainBytes) return { ok: false, reason: 'a chain of deltas too long to be followed' };
      if (place.kind === 'loose') {
        const loose = readLooseObject(files, loosePath(place.number), maxBytes);
        if (!loose.ok) return loose;
        base = loose.object;
        break;
      }
      const key: number = place.pack.number * 2 ** 32 + place.entry;
      const known = bases.get(key);
      if (known) {
        base = known;
        break;
      }
      const found = entryAt(place.pack, place.entry, maxBytes);
      if (typeof found === 'string') return { ok: false, reason: found };
      const { header, bytes } = found;
      const type = types[header.code];
      if (type !== undefined) {
        base = { type, bytes };
        keep(bases, key, base);
        break;
      }
      deltas.push({ bytes, key });
      deltaBytes += bytes.length;
      const next = baseOf(place, header);
      if (typeof next === 'string') return { ok: false, reason: next };
      place = next;
    }
    for (let step = deltas.length - 1; step >= 0; step -= 1) {
      const delta = deltas[step];
      if (!delta) break;
      const made = applyDelta(base.bytes, delta.bytes, maxBytes);
      if (typeof made === 'string') return { ok: false, reason: made };
      base = { type: base.type, bytes: made };
      keep(bases, delta.key, base);
    }
    return base.bytes.length > maxBytes ? { ok: false, reason: `an object of ${base.bytes.length} bytes` } : { ok: true, object: base };
  };
  const typeOf = (number: number): ObjectType | null => {
    let place = placeOf(number);
    for (let step = 0; step < maxChain; step += 1) {
      if (place.kind === 'loose') {
        return looseType(files, loosePath(place.number));
      }
      const header = headerAt(place.pack, place.entry);
      if (typeof header === 'string') return null;
      const type = types[header.code];
      if (type !== undefined) return type;
      const next = baseOf(place, header);
      if (typeof next === 'string') return null;
      place = next;
    }
    return null;
  };
  return {
    idBytes,
    count: listing.count,
    ids: listing.ids,
    table,
    idText,
    read,
    typeOf,
    place: (number) => {
      const place = placeOf(number);
      return place.kind === 'loose' ? number : place.pack.start + place.pack.positionOf(place.entry);
    },
    packs: listing.packs,
    isLoose: (number) => number >= listing.looseStart,
    inOrder: () => {
      const order = new Uint32Array(listing.count);
      for (const pack of listing.packs) for (let entry = 0; entry < pack.count; entry += 1) order[pack.start + pack.positionOf(entry)] = pack.start + entry;
      for (let number = listing.looseStart; number < listing.count; number += 1) order[number] = number;
      return Array.from(order).filter((number) => table.find(listing.ids, number * idBytes) === number);
    },
    pathOf: (number) => {
      const place = placeOf(number);
      return place.kind === 'loose' ? loosePath(number) : place.pack.path;
    },
    rangeOf: (number) => {
      const place = placeOf(number);
      if (place.kind === 'packed') {
        const byteStart = place.pack.offsets[place.entry] ?? 0;
        const byteEnd = place.pack.endOf(place.entry);
        return byteEnd > byteStart ? { path: place.pack.path, byteStart, byteEnd } : null;
      }
      const path = loosePath(number);
      return { path, byteStart: 0, byteEnd: files.entries.get(path)?.bytes ?? 0 };
    },
    close: () => windows.close(),
  };
}

const types: readonly (ObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];

function keep(bases: { set(key: number, value: ReadObject): void }, key: number, object: ReadObject): void {
  // Only trees and commits serve again and again; a blob would push them out.
  if (object.type !== 'blob' && object.bytes.length <= largestCached) bases.set(key, object);
}

/** More input than this cannot belong to an object of the size: deflate never grows data by more. */
function boundOfDeflated(size: number): number {
  return size + Math.ceil(size / 1000) + 128;
}

function packOf(packs: readonly ListedPack[], number: number): ListedPack | null {
  let low = 0;
  let high = packs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const pack = packs[middle];
    if (!pack) return null;
    if (number < pack.start) high = middle - 1;
    else if (number >= pack.start + pack.count) low = middle + 1;
    else return pack;
  }
  return null;
}

function readHeader(bytes: Uint8Array, offset: number, idBytes: number): Header | string {
  let at = 0;
  let byte = bytes[at++] ?? 0;
  const code = (byte >> 4) & 7;
  let size = byte & 15;
  for (let scale = 16; byte & 0x80; scale *= 128) {
    if (at >= bytes.length || scale > 2 ** 46) return 'an object header that cannot be read';
    byte = bytes[at++] ?? 0;
    size += (byte & 0x7f) * scale;
  }
  if (code >= 1 && code <= 4) return { code, size, length: at, baseOffset: 0, baseId: null };
  if (code === 6) {
    byte = bytes[at++] ?? 0;
    let back = byte & 0x7f;
    while (byte & 0x80) {
      if (at >= bytes.length || back > 2 ** 40) return 'a delta whose base cannot be read';
      byte = bytes[at++] ?? 0;
      back = (back + 1) * 128 + (byte & 0x7f);
    }
    return back > 0 && back < offset ? { code, size, length: at, baseOffset: offset - back, baseId: null } : 'a delta whose base is outside of the pack';
  }
  if (code === 7) {
    if (at + idBytes > bytes.length) return 'a delta whose base cannot be read';
    const baseId = Uint8Array.prototype.slice.call(bytes, at, at + idBytes);
    return { code, size, length: at + idBytes, baseOffset: 0, baseId };
  }
  return `an object of the unknown kind ${code}`;
}
