import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOfBytes } from './byte-text.ts';

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const utf8 = new TextEncoder();

/** The bytes that a text stands for, with lone surrogates back to the bytes they show. */
function bytesOf(text: string): number[] {
  return Array.from(text).flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0xdc80 && code <= 0xdcff ? [code - 0xdc00] : [...utf8.encode(character)];
  });
}

describe('bytes as text', () => {
  test('are UTF-8 where they are UTF-8 and single bytes elsewhere', () => {
    expect(textOfBytes(latin1(utf8.encode('né €')), false).text).toBe('né €');
    expect(textOfBytes('a\xff\xc3(', false).text).toBe('a\udcff\udcc3(');
  });

  test('leave a sequence that the end cuts off for the next part', () => {
    const cut = latin1(utf8.encode('ab€').slice(0, 4));
    expect(textOfBytes(cut, true)).toEqual({ text: 'ab', used: 2 });
    expect(textOfBytes(cut, false)).toEqual({ text: 'ab\udce2\udc82', used: 4 });
  });

  test('are never lost and never made up, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (bytes, more) => {
        const { text, used } = textOfBytes(latin1(bytes), more);
        expect(bytesOf(text)).toEqual([...bytes.slice(0, used)]);
        if (!more) expect(used).toBe(bytes.length);
        if (bytes.length > 0) expect(used).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
