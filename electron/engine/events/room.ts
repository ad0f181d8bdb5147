/**
 * Room for what is kept in large amounts. It comes in slabs so large that the system gives each of its own and takes it back as
 * soon as nothing in it is used: small blocks of a thread that ended would stay with the process. Only the part of a slab that
 * is written to takes memory.
 */

/** From 32 MB on, the C library asks the system for each block alone. */
const slabBytes = (1 << 25) + (1 << 16);
/** What a small case needs comes in blocks of its own: a slab would be large beside it. */
const firstBytes = 1 << 21;
/** A number can only begin where its own length allows. */
const alignment = 8;

export interface Room {
  /** Zeros. */
  take(bytes: number): { readonly buffer: ArrayBuffer; readonly offset: number };
}

export function createRoom(): Room {
  let slab = new ArrayBuffer(0);
  let used = 0;
  let taken = 0;
  return {
    take(bytes) {
      taken += bytes;
      if (taken <= firstBytes || bytes > slabBytes / 4) return { buffer: new ArrayBuffer(bytes), offset: 0 };
      if (used + bytes > slab.byteLength) {
        slab = new ArrayBuffer(slabBytes);
        used = 0;
      }
      const offset = used;
      used += Math.ceil(bytes / alignment) * alignment;
      return { buffer: slab, offset };
    },
  };
}
