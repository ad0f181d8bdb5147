/** Applies a git delta to its base. Refuses any instruction that leaves the base, the delta or the size it declares. */

/** The object that the delta makes of its base, or why it makes none. */
export function applyDelta(base: Uint8Array, delta: Uint8Array, maxBytes: number): Uint8Array | string {
  let at = 0;
  const size = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = delta[at] ?? 0;
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80 || at >= delta.length) return value;
      scale *= 128;
      if (scale > 2 ** 49) return Number.POSITIVE_INFINITY;
    }
  };
  if (size() !== base.length) return 'a delta for a base of another size';
  const length = size();
  if (length > maxBytes) return `a delta that makes ${length} bytes, more than the ${maxBytes} that are read`;
  const out = Buffer.allocUnsafe(length);
  let filled = 0;
  while (at < delta.length) {
    const command = delta[at] ?? 0;
    at += 1;
    if (command & 0x80) {
      let from = 0;
      let count = 0;
      if (command & 1) from = delta[at++] ?? 0;
      if (command & 2) from += (delta[at++] ?? 0) * 0x100;
      if (command & 4) from += (delta[at++] ?? 0) * 0x1_0000;
      if (command & 8) from += (delta[at++] ?? 0) * 0x100_0000;
      if (command & 16) count = delta[at++] ?? 0;
      if (command & 32) count += (delta[at++] ?? 0) * 0x100;
      if (command & 64) count += (delta[at++] ?? 0) * 0x1_0000;
      if (count === 0) count = 0x1_0000;
      if (from + count > base.length || filled + count > length || at > delta.length) return 'a delta that copies from outside of its base';
      copyBytes(base, from, out, filled, count);
      filled += count;
    } else {
      if (command === 0 || at + command > delta.length || filled + command > length) return 'a delta with an instruction that cannot be';
      copyBytes(delta, at, out, filled, command);
      at += command;
      filled += command;
    }
  }
  return filled === length ? out : 'a delta that makes less than it declares';
}

// A call of `set` costs more than a short loop.
function copyBytes(from: Uint8Array, at: number, into: Uint8Array, intoAt: number, count: number): void {
  if (count > 48) {
    into.set(from.subarray(at, at + count), intoAt);
    return;
  }
  for (let next = 0; next < count; next += 1) into[intoAt + next] = from[at + next] ?? 0;
}
