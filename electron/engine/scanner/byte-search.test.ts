import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfEscape, slashEscape, unicodeEscape } from './byte-search-layout.ts';
import { createByteSearch } from './byte-search.ts';

const search = createByteSearch();

/** Puts bytes into the block at a place, among others that could be taken for a continuation. */
function put(bytes: Buffer, at: number, around: Buffer): void {
  search.block.fill(around.length > 0 ? around : Buffer.from(' '));
  search.block.set(bytes, at);
}

function all(from: number, to: number, next: (from: number) => number): number[] {
  const found: number[] = [];
  for (let at = next(from); at >= 0; at = next(at + 1)) found.push(at);
  expect(found.every((at) => at >= from && at < to)).toBe(true);
  return found;
}

/** Few different bytes, so that matches overlap; some that a wrong comparison takes for one another. */
const byte = fc.constantFrom(0, 0x0a, 0x20, 0x40, 0x41, 0x60, 0x61, 0x7f, 0x80, 0xc3, 0xff);
const bytesOf = (least: number, most: number) => fc.array(byte, { minLength: least, maxLength: most, size: 'max' }).map((numbers) => Buffer.from(numbers));
const place = fc.oneof(fc.nat(200), fc.nat(200).map((back) => search.block.length - 700 - back));

describe('looking for bytes', () => {
  it('finds each place where they stand, overlapping ones too, and none beyond the end', () => {
    let found = 0;
    fc.assert(
      fc.property(bytesOf(0, 500), fc.oneof(bytesOf(1, 3), bytesOf(1, 40)), fc.array(fc.nat(480), { maxLength: 4 }), place, fc.nat(100), fc.nat(63), fc.nat(63), (filler, needle, places, at, skip, one, other) => {
        const bytes = Buffer.from(filler);
        for (const each of places) needle.copy(bytes, each);
        put(bytes, at, needle);
        search.seek({ bytes: needle, folds: new Uint8Array(needle.length), rare: [[one % needle.length, other % needle.length]] }, 0);
        const from = Math.min(skip, bytes.length);
        const plain: number[] = [];
        for (let each = bytes.indexOf(needle, from); each >= 0; each = bytes.indexOf(needle, each + 1)) plain.push(each + at);
        expect(all(at + from, at + bytes.length, (start) => search.next(start, at + bytes.length))).toEqual(plain);
        found += plain.length;
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(2000);
  });

  it('takes a letter in both cases where it is told to, and nothing else for it', () => {
    const letters = Buffer.from('ab');
    for (let one = 0; one < 256; one++) {
      for (let other = 0; other < 256; other++) {
        put(Buffer.from([one, other]), 5, Buffer.from(' '));
        search.seek({ bytes: letters, folds: Uint8Array.of(0x20, 0), rare: [[0, 1]] }, 0);
        expect(search.next(0, 200) === 5, `${one} ${other}`).toBe((one === 0x41 || one === 0x61) && other === 0x62);
      }
    }
  });

  it('tells how often the rare bytes stood alone', () => {
    put(Buffer.from('a.b a.b a!b'), 0, Buffer.from(' '));
    search.seek({ bytes: Buffer.from('a!b'), folds: new Uint8Array(3), rare: [[1, 2], [0, 2]] }, 1);
    expect([search.next(0, 11), search.missed()]).toEqual([8, 2]);
    search.seek({ bytes: Buffer.from('a!b'), folds: new Uint8Array(3), rare: [[1, 2], [0, 2]] }, 0);
    expect([search.next(0, 11), search.missed()]).toEqual([8, 0]);
  });
});

/** The escapes of some kinds the plain way: place and kind. */
function slowEscapes(text: string, kinds: number): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at + 1 < text.length; at++) {
    if (text[at] !== '\\') continue;
    let run = 0;
    while (at - run - 1 >= 0 && text[at - run - 1] === '\\') run += 1;
    if (run % 2 === 1 && run < at) continue;
    if (text[at + 1] === '/') found.push([at, slashEscape]);
    if (text[at + 1] !== 'u') continue;
    const hex = text.slice(at + 2, at + 12);
    if (/^00(0[0-7bef]|1[0-9a-f])/.test(hex)) continue;
    const half = /^d[c-f][0-9a-f]{2}/.test(hex) || (/^d[89ab][0-9a-f]{2}/.test(hex) && !/^.{4}\\u[dD][c-fC-F]/.test(hex));
    found.push([at, half ? halfEscape : unicodeEscape]);
  }
  return found.filter(([, kind]) => (kind & kinds) !== 0);
}

describe('escapes that tell something', () => {
  const kindIn = (text: string): number => {
    put(Buffer.from(text), 0, Buffer.from('0'));
    return search.nextEscape(0, text.length, unicodeEscape | slashEscape | halfEscape)?.kind ?? 0;
  };

  it('are seen in a letter, a pair of surrogates, a slash and an upper-case escape', () => {
    for (const text of ['"\\u0061"', '"\\ud83d\\ude42"', '"\\u000a"', '"\\u001B"', '"\\u0022"']) expect(kindIn(text), text).toBe(unicodeEscape);
    expect(kindIn('"a\\/b"')).toBe(slashEscape);
  });

  it('are halves of characters where a text was cut', () => {
    for (const text of ['"\\ud83d"', '"\\ud83d cut"', '"\\ude42"']) expect(kindIn(text), text).toBe(halfEscape);
  });

  it('are none where every writer escapes, or where the backslash is itself escaped', () => {
    for (const text of ['"\\u001b"', '"\\\\u0061"', '"\\n"']) expect(kindIn(text), text).toBe(0);
  });

  it('are found one by one as the plain way finds them', () => {
    const piece = fc.constantFrom('\\', '\\\\', 'u', '\\u', '\\u0', '\\u00', '\\u001b', '\\u001B', '\\u0008', '\\u000', '\\ud83d', '\\ude42', '\\uD83D', '\\udE42', '\\u0061', '/', '\\/', 'd8', '0', '1f', 'a', '"', ' '.repeat(50));
    let found = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40, size: 'max' }), fc.integer({ min: 1, max: unicodeEscape | slashEscape | halfEscape }), (parts, kinds) => {
        const text = parts.join('');
        put(Buffer.from(text), 0, Buffer.from('0061'));
        const slow = slowEscapes(text, kinds);
        const fast: [number, number][] = [];
        for (let next = search.nextEscape(0, text.length, kinds); next !== null; next = search.nextEscape(next.at + 1, text.length, kinds)) fast.push([next.at, next.kind]);
        expect(fast).toEqual(slow);
        found += slow.length;
      }),
      { numRuns: 2500 },
    );
    expect(found).toBeGreaterThan(1000);
  });
});
