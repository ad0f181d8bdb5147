import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anchorOf, nextOddEscape } from './anchor.ts';
import { createMatcher } from './matcher.ts';
import { requiredTexts } from './required-text.ts';

const literal = (text: string, caseSensitive: boolean) => anchorOf({ text, kind: 'literal', caseSensitive });
const finds = (text: string, caseSensitive: boolean, bytes: string): boolean => {
  const anchor = literal(text, caseSensitive);
  return anchor === null || anchor.within(Buffer.from(bytes))(0) >= 0;
};

describe('the bytes that a search looks for', () => {
  it('are the text as JSON writes it', () => {
    for (const text of ['say "hi"', 'C:\\Users', 'one\ntwo', '\u001b[31m', 'naïve 日本 🙂', '\u2028 end']) {
      expect(finds(text, true, JSON.stringify(`<${text}>`))).toBe(true);
    }
  });

  it('cover every character that folds to an ASCII letter', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      const same = new RegExp(letter, 'iu');
      for (let code = 0x80; code < 0x20000; code++) {
        if (code >= 0xd800 && code < 0xe000) continue;
        const character = String.fromCodePoint(code);
        if (same.test(character)) expect(finds(`${letter}0`, false, `${character}0`), `${letter} and U+${code.toString(16)}`).toBe(true);
      }
    }
  });

  it('take a character as caseless only where nothing folds to it', () => {
    const cased: string[] = [];
    let caseless = '';
    for (let code = 0x80; code < 0x10000; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const character = String.fromCharCode(code);
      if (character.toLowerCase() === character && character.toUpperCase() === character) caseless += character;
      else cased.push(character);
    }
    expect(cased.length).toBeGreaterThan(2000);
    for (const character of cased) expect(new RegExp(character, 'iu').exec(caseless)?.[0], character).toBeUndefined();
  });

  it('do without bytes where the text is one letter or holds what damaged UTF-8 decodes to', () => {
    expect(literal('x', true)).toBeNull();
    expect(literal('a\ufffdb', true)).toBeNull();
    expect(literal('Ж', false)).toBeNull();
  });
});

describe('looking for the rarest byte first', () => {
  it('finds what looking for the whole text finds, in long bytes where that byte is common and in short ones', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('~', '#', 'a', 'b', '#a', '~~'), { maxLength: 60 }), fc.array(fc.constantFrom('~', '#', 'a', 'b'), { minLength: 2, maxLength: 5 }), fc.nat(40), fc.nat(3000), (parts, wanted, from, padding) => {
        const needle = wanted.join('');
        const bytes = Buffer.from(parts.join('') + 'b'.repeat(padding) + parts.join(''));
        const next = literal(needle, true)?.within(bytes) ?? (() => Number.NaN);
        const all: number[] = [];
        for (let at = next(Math.min(from, bytes.length)); at >= 0; at = next(at + 1)) all.push(at);
        const slow: number[] = [];
        for (let at = bytes.indexOf(needle, Math.min(from, bytes.length)); at >= 0; at = bytes.indexOf(needle, at + 1)) slow.push(at);
        expect(all).toEqual(slow);
      }),
      { numRuns: 800 },
    );
  });
});

describe('escapes that JSON does not ask for', () => {
  const odd = (text: string, kind: 'unicode' | 'slash' = 'unicode'): boolean => nextOddEscape(Buffer.from(text), 0, kind) >= 0;

  it('are seen in a letter, a pair of surrogates, a slash and an upper-case escape', () => {
    for (const text of ['"\\u0061"', '"\\ud83d\\ude42"', '"\\u000a"', '"\\u001B"', '"\\u0022"']) expect(odd(text), text).toBe(true);
    expect(odd('"a\\/b"', 'slash')).toBe(true);
  });

  it('are none where every writer escapes, or where the backslash is itself escaped', () => {
    for (const text of ['"\\u001b"', '"\\ud83d cut"', '"\\\\u0061"', '"\\n"']) expect(odd(text), text).toBe(false);
  });
});

describe('what a pattern surely contains', () => {
  it('is each of its plain stretches, the longest first', () => {
    expect(requiredTexts('curl\\s+-s https?://evil\\.example/\\d+')).toEqual(['://evil.example/', '-s http', 'curl']);
    expect(requiredTexts('\\x41bc')).toEqual([]);
    expect(requiredTexts('curl .*evil\\.example')).toEqual(['evil.example', 'curl ']);
    expect(requiredTexts('colou?r: (red|blue)')).toEqual(['colo', 'r: ']);
    expect(requiredTexts('a|b')).toEqual([]);
    expect(requiredTexts('[[:alpha:]]token')).toEqual(['token']);
    expect(requiredTexts('x{2,3}yz*')).toEqual(['y']);
  });

  it('stands in each text that the pattern matches', () => {
    const piece = fc.constantFrom('a', 'b', 'ab', '.', 'a*', 'b+', 'c?', '(ab)', '(a|b)', '[ab]', '[^c]', '[[:alpha:]]', '\\.', 'a{2}', 'b{0,1}', '^', '$', 'ab+c', '(a[)]b)', '[]a]', '.*?', 'a+?b', '-', '}');
    let matched = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.array(fc.constantFrom('a', 'b', 'c', '.', ')', ']', '-', '}', 'ab'), { maxLength: 12 }), (pieces, characters) => {
        const pattern = pieces.join('');
        const text = characters.join('');
        const required = requiredTexts(pattern);
        const found = createMatcher({ text: pattern, kind: 'regex', caseSensitive: true }).find(text);
        if (found === null || required.length === 0) return;
        matched += 1;
        for (const each of required) expect(text).toContain(each);
      }),
      { numRuns: 3000 },
    );
    expect(matched).toBeGreaterThan(50);
  });
});
