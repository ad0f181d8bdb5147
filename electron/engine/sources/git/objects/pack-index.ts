/** Reads a pack's index (versions 1 and 2): which ids stand at which offsets. Bounds everything by the file's own size. */
import crypto from 'node:crypto';
import { uint32, viewOf } from '../bytes.ts';

export interface PackIndex {
  readonly count: number;
  /** Raw ids, one after the other, in the order of the index. */
  readonly ids: Uint8Array;
  readonly offsets: Float64Array;
  /** Checksum that the pack must end with. */
  readonly packChecksum: Uint8Array;
}

export type PackIndexRead = { readonly ok: true; readonly index: PackIndex; readonly oddity: string | null } | { readonly ok: false; readonly reason: string };

const fanoutBytes = 1024;

/** Reads an index of a repository whose ids have `idBytes` bytes. A wrong checksum is an oddity, not a refusal. */
export function readPackIndex(bytes: Uint8Array, idBytes: 20 | 32): PackIndexRead {
  const second = uint32(bytes, 0) === 0xff74_4f63;
  const start = second ? 8 : 0;
  if (bytes.length < start + fanoutBytes + idBytes * 2) return { ok: false, reason: 'a pack index too short to be one' };
  if (second && uint32(bytes, 4) !== 2) return { ok: false, reason: `a pack index of the unknown version ${uint32(bytes, 4)}` };
  const count = uint32(bytes, start + fanoutBytes - 4);
  for (let entry = 1; entry < 256; entry += 1) {
    if (uint32(bytes, start + entry * 4) < uint32(bytes, start + entry * 4 - 4)) return { ok: false, reason: 'a pack index whose table goes down' };
  }
  const perObject = idBytes + 4 + (second ? 4 : 0);
  const body = start + fanoutBytes;
  if (body + count * perObject + idBytes * 2 > bytes.length) return { ok: false, reason: `a pack index that claims ${count} objects and has no room for them` };
  const read = second ? readSecond(bytes, body, count, idBytes) : readFirst(bytes, body, count, idBytes);
  if (!read.ok) return read;
  const trailer = bytes.length - idBytes * 2;
  const packChecksum = Uint8Array.prototype.slice.call(bytes, trailer, trailer + idBytes);
  const sum = crypto.createHash(idBytes === 20 ? 'sha1' : 'sha256').update(bytes.subarray(0, bytes.length - idBytes)).digest();
  const oddity = viewOf(bytes).subarray(bytes.length - idBytes).equals(sum) ? null : 'the checksum of the pack index is wrong';
  return { ok: true, index: { count, ids: read.ids, offsets: read.offsets, packChecksum }, oddity };
}

type Tables = { readonly ok: true; readonly ids: Uint8Array; readonly offsets: Float64Array } | { readonly ok: false; readonly reason: string };

function readFirst(bytes: Uint8Array, body: number, count: number, idBytes: number): Tables {
  const ids = new Uint8Array(count * idBytes);
  const offsets = new Float64Array(count);
  for (let entry = 0; entry < count; entry += 1) {
    const at = body + entry * (idBytes + 4);
    offsets[entry] = uint32(bytes, at);
    ids.set(bytes.subarray(at + 4, at + 4 + idBytes), entry * idBytes);
  }
  return { ok: true, ids, offsets };
}

function readSecond(bytes: Uint8Array, body: number, count: number, idBytes: number): Tables {
  const ids = Uint8Array.prototype.slice.call(bytes, body, body + count * idBytes);
  const small = body + count * (idBytes + 4);
  const large = small + count * 4;
  const end = bytes.length - idBytes * 2;
  const offsets = new Float64Array(count);
  for (let entry = 0; entry < count; entry += 1) {
    const offset = uint32(bytes, small + entry * 4);
    if (offset < 0x8000_0000) {
      offsets[entry] = offset;
      continue;
    }
    const at = large + (offset - 0x8000_0000) * 8;
    if (at + 8 > end) return { ok: false, reason: 'a pack index with a long offset outside of its table' };
    offsets[entry] = uint32(bytes, at) * 2 ** 32 + uint32(bytes, at + 4);
  }
  return { ok: true, ids, offsets };
}
