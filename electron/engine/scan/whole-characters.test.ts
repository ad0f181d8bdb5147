import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withWholeCharacters } from './whole-characters.ts';

describe('JSON that other readers take', () => {
  it('has no half of a character where a text was cut inside it', () => {
    const cut = 'to \u{1f642}'.slice(0, 4);
    expect(JSON.parse(withWholeCharacters(JSON.stringify({ a: cut, b: [cut] })))).toEqual({ a: 'to \ufffd', b: ['to \ufffd'] });
    expect(JSON.parse(withWholeCharacters(JSON.stringify('\ud83d\ud83d\\\ud83d')))).toBe('\ufffd\ufffd\\\ufffd');
  });

  it('holds nothing that drives a terminal or turns its line around, and says the same', () => {
    const value = { 'key\u202e': 'a\u001b[2J\u009b2J\u007f\u202e\u2066\u200f\u061c\u2028 \u00e9 \u200d \u{1f642}' };
    const json = withWholeCharacters(JSON.stringify(value));
    expect(json).not.toMatch(/\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/u);
    expect(JSON.parse(json)).toEqual(value);
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
