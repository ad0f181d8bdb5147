/** Compares and hashes runs of bytes, and makes bits of what was found in them. */

const mix: u64 = 0x9e3779b97f4a7c15;

/** True where `length` bytes are the same in both places. */
export function same(one: i32, other: i32, length: i32): bool {
  let at = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(one + at) !== load<u64>(other + at)) return false;
  return rest(one + at, length - at) === rest(other + at, length - at);
}

/** The same for long runs. */
export function sameText(one: i32, other: i32, length: i32): bool {
  let at = 0;
  for (; at + 64 <= length; at += 64) {
    const a = one + at;
    const b = other + at;
    const first = v128.or(v128.xor(v128.load(a), v128.load(b)), v128.xor(v128.load(a, 16), v128.load(b, 16)));
    const last = v128.or(v128.xor(v128.load(a, 32), v128.load(b, 32)), v128.xor(v128.load(a, 48), v128.load(b, 48)));
    if (v128.any_true(v128.or(first, last))) return false;
  }
  for (; at + 16 <= length; at += 16) if (v128.any_true(v128.xor(v128.load(one + at), v128.load(other + at)))) return false;
  return same(one + at, other + at, length - at);
}

/** The next `length` bytes, fewer than eight, as a number. */
function rest(at: i32, length: i32): u64 {
  return length === 0 ? 0 : load<u64>(at) & (0xffffffffffffffff >> (<u64>(64 - length * 8)));
}

export function hashOf(at: i32, length: i32): u32 {
  let hash: u64 = <u64>length * mix;
  let read = 0;
  for (; read + 8 <= length; read += 8) hash = (hash ^ load<u64>(at + read)) * mix + (hash >> 29);
  hash = (hash ^ rest(at + read, length - read)) * mix;
  return <u32>(hash ^ (hash >> 32));
}

/** A bit for each of 64 bytes, sixteen in each vector, whose bytes are all ones or all zeros. */
export function bitsOf(m0: v128, m1: v128, m2: v128, m3: v128): u64 {
  return <u64>i8x16.bitmask(m0) | (<u64>i8x16.bitmask(m1) << 16) | (<u64>i8x16.bitmask(m2) << 32) | (<u64>i8x16.bitmask(m3) << 48);
}
