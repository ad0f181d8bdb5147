import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withWholeCharacters } from './whole-characters.ts';

describe('JSON that other readers take', () => {
  it('has no half of a character where a text was cut inside it', () => {
    const cut = 'to \u{1f642}'.slice(0, 4);
    expect(JSON.parse(withWholeCharacters(JSON.stringify({ a: cut, b: [cut] })))).toEqual({ a: 'to \ufffd', b: ['to \ufffd'] });
    expect(JSON.parse(withWholeCharacters(JSON.stringify('\ud83d\ud83d\\\ud83d')))).toBe('\ufffd\ufffd\\\ufffd');
  });

  it('keeps whole characters, bytes of file names, and what only looks like an escape', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\u{1f642}', '\udc80', '\\ud83d', '\\\\', '"', 'a', '\n')), (pieces) => {
        const value = { text: pieces.join('') };
        expect(JSON.parse(withWholeCharacters(JSON.stringify(value)))).toEqual(value);
      }),
    );
  });
});
