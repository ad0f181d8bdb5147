import crypto from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenFile } from './evidence-files.ts';
import { type LinePlace, readLines } from './lines.ts';
import { createPace } from './pace.ts';

/** A file in memory that gives at most `step` bytes a read, as a slow disk would. */
function drawnFile(bytes: Uint8Array, step = 1 << 20): OpenFile {
  return {
    bytes: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
    readInto(target, offset, position) {
      const part = bytes.subarray(position, position + Math.min(step, target.length - offset));
      target.set(part, offset);
      return part.length;
    },
    close() {},
  };
}

async function linesOf(bytes: Uint8Array, step?: number, cap?: number) {
  const lines: { text: Buffer; place: LinePlace }[] = [];
  const oversized: LinePlace[] = [];
  const read = await readLines(
    drawnFile(bytes, step),
    {
      line: (buffer, start, end, place) => void lines.push({ text: Buffer.from(buffer.subarray(start, end)), place }),
      oversized: (place) => void oversized.push(place),
      progress() {},
    },
    createPace(),
    cap,
  );
  return { lines, oversized, read };
}

describe('reading lines', () => {
  it('gives each line with its number and bytes, whatever the size of the reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), fc.boolean(), fc.integer({ min: 1, max: 60 }), async (parts, endsInFeed, step) => {
        const rows = parts.map((part) => Buffer.from(part.map((byte) => (byte === 0x0a ? 0x20 : byte))));
        const bytes = Buffer.concat(rows.flatMap((row, index) => (index === rows.length - 1 && !endsInFeed ? [row] : [row, Buffer.from('\n')])));
        const { lines, read } = await linesOf(bytes, step);
        for (const { text, place } of lines) expect(Buffer.compare(bytes.subarray(place.byteStart, place.byteEnd), text)).toBe(0);
        // Each byte is in one line or is one of the line feeds between them.
        const feeds = lines.filter(({ place }) => place.ended).length;
        expect(lines.reduce((sum, { text }) => sum + text.length, 0) + feeds).toBe(bytes.length);
        expect(lines.map(({ place }) => place.number)).toEqual(lines.map((_, index) => index + 1));
        expect(read).toMatchObject({ bytes: bytes.length, lines: lines.length, sha256: crypto.createHash('sha256').update(bytes).digest('hex'), sizeChanged: false });
      }),
    );
  });

  it('passes over a line above the cap, names its place, and reads on after it', async () => {
    const bytes = Buffer.from(`short\n${'x'.repeat(5000)}\nafter\n`);
    const { lines, oversized, read } = await linesOf(bytes, 700, 1000);
    expect(lines.map(({ text }) => text.toString())).toEqual(['short', 'after']);
    expect(oversized).toEqual([{ number: 2, byteStart: 6, byteEnd: 5006, ended: true, utf8: true }]);
    expect(read.sha256).toBe(crypto.createHash('sha256').update(bytes).digest('hex'));
  });

  it('says that the last line is not ended', async () => {
    const { lines } = await linesOf(Buffer.from('a\nb'));
    expect(lines.map(({ place }) => place.ended)).toEqual([true, false]);
  });

  it('notices a file that grew while it was read', async () => {
    const { read } = await linesOf(Buffer.from('abc\n'));
    const grown = { ...drawnFile(Buffer.from('abc\ndef\n')), bytes: 4 };
    const after = await readLines(grown, { line() {}, oversized() {}, progress() {} }, createPace());
    expect([read.sizeChanged, after.sizeChanged]).toEqual([false, true]);
  });

  it('stops when it is cancelled', async () => {
    const signal = { aborted: true };
    const slow = { ...createPace(signal), due: () => true };
    await expect(readLines(drawnFile(Buffer.from('a\nb\n')), { line() {}, oversized() {}, progress() {} }, slow)).rejects.toThrow('cancelled');
  });
});
