/**
 * Inflates small zlib streams of a known size. Most objects have some hundred bytes, and for those the set-up of Node's zlib
 * costs several times the work itself. Gives null for anything unusual: zlib then decides.
 */

const lengthBase = Uint16Array.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
const lengthExtra = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const distanceBase = Uint16Array.of(
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
);
const distanceExtra = Uint8Array.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13);
const codeOrder = Uint8Array.of(16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15);

/** A table for a prefix code: `entries[next bits]` is the symbol times 16 plus the length of its code; 0 where there is none. */
interface CodeTable {
  readonly entries: Uint16Array;
  bits: number;
}

const literals: CodeTable = { entries: new Uint16Array(1 << 15), bits: 0 };
const distances: CodeTable = { entries: new Uint16Array(1 << 15), bits: 0 };
const codeLengths: CodeTable = { entries: new Uint16Array(1 << 7), bits: 0 };
const fixedLiterals: CodeTable = { entries: new Uint16Array(1 << 9), bits: 0 };
const fixedDistances: CodeTable = { entries: new Uint16Array(1 << 5), bits: 0 };
const lengths = new Uint8Array(320);
const counts = new Uint16Array(16);
const nextCode = new Uint16Array(16);

for (let symbol = 0; symbol < 288; symbol += 1) lengths[symbol] = symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8;
fillTable(fixedLiterals, 0, 288);
for (let symbol = 0; symbol < 32; symbol += 1) lengths[symbol] = 5;
fillTable(fixedDistances, 0, 32);

/** Fills the table from the code lengths that stand in `lengths`; false for lengths that make no prefix code. */
function fillTable(table: CodeTable, from: number, count: number): boolean {
  counts.fill(0);
  for (let at = from; at < from + count; at += 1) counts[lengths[at] ?? 0] = (counts[lengths[at] ?? 0] ?? 0) + 1;
  counts[0] = 0;
  let most = 15;
  while (most > 0 && counts[most] === 0) most -= 1;
  let code = 0;
  for (let bits = 1; bits <= most; bits += 1) {
    code = (code + (counts[bits - 1] ?? 0)) << 1;
    nextCode[bits] = code;
    if (code + (counts[bits] ?? 0) > 1 << bits) return false;
  }
  table.bits = most;
  const size = 1 << most;
  if (size > table.entries.length) return false;
  table.entries.fill(0, 0, size);
  for (let at = from; at < from + count; at += 1) {
    const length = lengths[at] ?? 0;
    if (length === 0) continue;
    const plain = nextCode[length] ?? 0;
    nextCode[length] = plain + 1;
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) reversed |= ((plain >> bit) & 1) << (length - 1 - bit);
    const entry = ((at - from) << 4) | length;
    for (let slot = reversed; slot < size; slot += 1 << length) table.entries[slot] = entry;
  }
  return true;
}

/** Exactly `size` bytes, or null: not a good stream, of another size, or with a wrong checksum. */
export function inflateSmall(input: Uint8Array, size: number): { readonly bytes: Buffer; readonly consumed: number } | null {
  const out = Buffer.allocUnsafe(size);
  const made = inflateInto(input, out);
  return made !== null && made.filled === size ? { bytes: out, consumed: made.consumed } : null;
}

/** What a stream of unknown length makes, at most as much as fits; null as above. */
export function inflateInto(input: Uint8Array, out: Uint8Array): { readonly filled: number; readonly consumed: number } | null {
  const size = out.length;
  const first = input[0] ?? 0;
  if ((first & 15) !== 8 || (first * 256 + (input[1] ?? 0)) % 31 !== 0 || ((input[1] ?? 0) & 32) !== 0) return null;
  let at = 2;
  let hold = 0;
  let held = 0;
  let filled = 0;
  let last = false;
  while (!last) {
    while (held < 3) {
      hold |= (input[at++] ?? 0) << held;
      held += 8;
    }
    last = (hold & 1) === 1;
    const kind = (hold >> 1) & 3;
    hold >>>= 3;
    held -= 3;
    if (kind === 0) {
      at -= held >> 3;
      hold = 0;
      held = 0;
      const length = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8);
      if ((length ^ 0xffff) !== ((input[at + 2] ?? 0) | ((input[at + 3] ?? 0) << 8))) return null;
      at += 4;
      if (filled + length > size || at + length > input.length) return null;
      out.set(input.subarray(at, at + length), filled);
      at += length;
      filled += length;
      continue;
    }
    let literalTable = fixedLiterals;
    let distanceTable = fixedDistances;
    if (kind === 3) return null;
    if (kind === 2) {
      while (held < 14) {
        hold |= (input[at++] ?? 0) << held;
        held += 8;
      }
      const literalCount = (hold & 31) + 257;
      const distanceCount = ((hold >> 5) & 31) + 1;
      const codeCount = ((hold >> 10) & 15) + 4;
      hold >>>= 14;
      held -= 14;
      if (literalCount > 286 || distanceCount > 30) return null;
      lengths.fill(0, 0, 19);
      for (let code = 0; code < codeCount; code += 1) {
        while (held < 3) {
          hold |= (input[at++] ?? 0) << held;
          held += 8;
        }
        lengths[codeOrder[code] ?? 0] = hold & 7;
        hold >>>= 3;
        held -= 3;
      }
      if (!fillTable(codeLengths, 0, 19) || codeLengths.bits === 0) return null;
      const all = literalCount + distanceCount;
      let known = 0;
      while (known < all) {
        while (held < 14) {
          hold |= (input[at++] ?? 0) << held;
          held += 8;
        }
        if (at > input.length + 4) return null;
        const entry = codeLengths.entries[hold & ((1 << codeLengths.bits) - 1)] ?? 0;
        if (entry === 0) return null;
        hold >>>= entry & 15;
        held -= entry & 15;
        const symbol = entry >> 4;
        if (symbol < 16) {
          lengths[known++] = symbol;
          continue;
        }
        const extra = symbol === 16 ? 2 : symbol === 17 ? 3 : 7;
        const repeat = (symbol === 18 ? 11 : 3) + (hold & ((1 << extra) - 1));
        hold >>>= extra;
        held -= extra;
        if (known + repeat > all || (symbol === 16 && known === 0)) return null;
        lengths.fill(symbol === 16 ? (lengths[known - 1] ?? 0) : 0, known, known + repeat);
        known += repeat;
      }
      if (!fillTable(literals, 0, literalCount) || !fillTable(distances, literalCount, distanceCount)) return null;
      literalTable = literals;
      distanceTable = distances;
    }
    const literalEntries = literalTable.entries;
    const literalMask = (1 << literalTable.bits) - 1;
    const distanceEntries = distanceTable.entries;
    const distanceMask = (1 << distanceTable.bits) - 1;
    for (;;) {
      // A code has 15 bits and a length 5 more; `hold` keeps 32, so the distance is filled up for by itself.
      while (held < 20) {
        hold |= (input[at++] ?? 0) << held;
        held += 8;
      }
      const entry = literalEntries[hold & literalMask] ?? 0;
      if (entry === 0) return null;
      hold >>>= entry & 15;
      held -= entry & 15;
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (filled >= size) return null;
        out[filled++] = symbol;
        continue;
      }
      if (symbol === 256) break;
      if (symbol > 285) return null;
      const extra = lengthExtra[symbol - 257] ?? 0;
      const length = (lengthBase[symbol - 257] ?? 0) + (hold & ((1 << extra) - 1));
      hold >>>= extra;
      held -= extra;
      while (held < 15) {
        hold |= (input[at++] ?? 0) << held;
        held += 8;
      }
      const far = distanceEntries[hold & distanceMask] ?? 0;
      if (far === 0 || far >> 4 > 29) return null;
      hold >>>= far & 15;
      held -= far & 15;
      const farExtra = distanceExtra[far >> 4] ?? 0;
      while (held < farExtra) {
        hold |= (input[at++] ?? 0) << held;
        held += 8;
      }
      const back = (distanceBase[far >> 4] ?? 0) + (hold & ((1 << farExtra) - 1));
      hold >>>= farExtra;
      held -= farExtra;
      if (back > filled || filled + length > size || at > input.length + 4) return null;
      for (let end = filled + length; filled < end; filled += 1) out[filled] = out[filled - back] ?? 0;
    }
  }
  at -= held >> 3;
  if (at + 4 > input.length || !sumFits(out, filled, input, at)) return null;
  return { filled, consumed: at + 4 };
}

/** Compares the Adler-32 checksum that ends the stream. */
function sumFits(out: Uint8Array, length: number, input: Uint8Array, at: number): boolean {
  let low = 1;
  let high = 0;
  for (let from = 0; from < length; ) {
    // 3800 steps cannot overflow 32 bits.
    const end = Math.min(from + 3800, length);
    for (; from < end; from += 1) {
      low += out[from] ?? 0;
      high += low;
    }
    low %= 65_521;
    high %= 65_521;
  }
  return high === (input[at] ?? 0) * 256 + (input[at + 1] ?? 0) && low === (input[at + 2] ?? 0) * 256 + (input[at + 3] ?? 0);
}
