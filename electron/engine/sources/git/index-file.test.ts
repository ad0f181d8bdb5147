import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIndex } from './index-file.ts';
import { readPackIndex } from './objects/pack-index.ts';

function header(version: number, count: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.write('DIRC');
  bytes.writeUInt32BE(version, 4);
  bytes.writeUInt32BE(count, 8);
  return bytes;
}

describe('an index file', () => {
  test('of any bytes never throws, and accounts for the entries that it claims', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.nat(6), fc.uint8Array({ maxLength: 400 }), fc.constantFrom(20 as const, 32 as const), (version, count, rest, idBytes) => {
      const read = readIndex(Buffer.concat([header(version, count), rest]), idBytes);
      if (read.entries.length < count) expect(read.problems.length).toBeGreaterThan(0);
      for (const entry of read.entries) expect(entry.oid).toHaveLength(idBytes * 2);
    }), { numRuns: 2000 });
  });

  test('that is none says so with its byte', () => {
    expect(readIndex(Buffer.from('not an index at all, but long enough to be one'), 20).problems).toMatchObject([{ place: { byteOffset: 0 } }]);
    expect(readIndex(Buffer.concat([header(9, 0), Buffer.alloc(20)]), 20).problems).toMatchObject([{ place: { byteOffset: 4 } }]);
  });
});

describe('the index of a pack', () => {
  test('of any bytes is read within its size or refused with a reason', () => {
    const fanout = fc.array(fc.nat(3), { minLength: 256, maxLength: 256 }).map((steps) => {
      const bytes = Buffer.alloc(1024);
      let sum = 0;
      for (const [at, step] of steps.entries()) {
        sum += step === 3 ? 1 : 0;
        bytes.writeUInt32BE(sum, at * 4);
      }
      return bytes;
    });
    const magic = fc.constantFrom(Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]), Buffer.alloc(0));
    fc.assert(fc.property(magic, fanout, fc.nat(4000), fc.nat(255), (start, table, length, fill) => {
      const read = readPackIndex(Buffer.concat([start, table, Buffer.alloc(length, fill)]), 20);
      if (!read.ok) expect(read.reason).not.toBe('');
      else {
        expect(read.index.ids.length).toBe(read.index.count * 20);
        expect(read.index.offsets.length).toBe(read.index.count);
        expect(read.oddity).not.toBeNull();
      }
    }), { numRuns: 500 });
  });
});
