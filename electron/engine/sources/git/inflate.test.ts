import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inflateBounded, inflateExact, inflateStart } from './inflate.ts';
import { inflateSmall } from './inflate-small.ts';

const content = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.array(fc.constantFrom('tree ', 'parent ', '0123456789abcdef', '\n', 'author Ann', 'x'), { maxLength: 400 }).map((parts) => Buffer.from(parts.join(''))),
  fc.tuple(fc.nat(255), fc.nat(16_000)).map(([byte, length]) => Buffer.alloc(length, byte)),
);
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FILTERED),
  windowBits: fc.integer({ min: 9, max: 15 }),
});

describe('inflating', () => {
  test('small streams of any kind gives back what was deflated, and says where they end', () => {
    fc.assert(fc.property(content, options, fc.uint8Array({ maxLength: 20 }), (bytes, how, after) => {
      const deflated = deflateSync(bytes, how);
      const read = inflateSmall(Buffer.concat([deflated, after]), bytes.length);
      expect(read?.bytes.equals(bytes)).toBe(true);
      expect(read?.consumed).toBe(deflated.length);
    }), { numRuns: 1500 });
  });

  test('damaged streams gives what zlib gives, or nothing', () => {
    fc.assert(fc.property(content, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), (bytes, changes) => {
      const deflated = deflateSync(bytes);
      for (const [at, byte] of changes) deflated[at % deflated.length] = byte;
      const small = inflateSmall(deflated, bytes.length);
      const whole = inflateBounded(deflated, bytes.length);
      if (small !== null) expect(whole).toMatchObject({ ok: true, consumed: small.consumed });
      if (small !== null && whole.ok) expect(small.bytes.equals(whole.bytes)).toBe(true);
    }), { numRuns: 1500 });
  });

  test('random bytes never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(5000), (bytes, size) => {
      const forged = Buffer.concat([Buffer.from([0x78, 0x9c]), bytes]);
      const read = inflateExact(forged, size);
      if (read.ok) expect(read.bytes.length).toBe(size);
      expect(inflateStart(forged)?.length ?? 0).toBeLessThanOrEqual(1 << 18);
    }), { numRuns: 2000 });
  });

  test('more than is declared is refused, and so is less', () => {
    const deflated = deflateSync(Buffer.alloc(50_000_000));
    expect(inflateExact(deflated, 3)).toMatchObject({ ok: false, reason: 'inflates to more than the 3 bytes it declares' });
    expect(inflateExact(deflateSync('abc'), 5)).toMatchObject({ ok: false });
    expect(inflateExact(deflateSync('abc').subarray(0, 8), 3)).toMatchObject({ ok: false });
    expect(inflateStart(deflated)?.length).toBeGreaterThan(60);
  });
});
