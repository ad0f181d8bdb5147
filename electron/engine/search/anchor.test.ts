import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteSearch } from '../scanner/byte-search.ts';
import { type Anchor, anchorOf } from './anchor.ts';
import { createMatcher } from './matcher.ts';
import { requiredTexts } from './required-text.ts';

const literal = (text: string, caseSensitive: boolean) => anchorOf({ text, kind: 'literal', caseSensitive });
const search = createByteSearch();
/** What is looked for is read into a block that held other bytes. */
function within(anchor: Anchor, bytes: Buffer) {
  search.block.fill('~#a', 0, bytes.length + 400);
  search.block.set(bytes);
  return anchor.finder(search)(bytes.length);
}
const finds = (text: string, caseSensitive: boolean, bytes: string): boolean => {
  const anchor = literal(text, caseSensitive);
  return anchor === null || within(anchor, Buffer.from(bytes))(0) >= 0;
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

describe('looking for the rarest bytes first', () => {
  const signs = ['~', '#', 'a', 'B', 'k', 'K', 's', '日', '"', '\n'];
  const sign = fc.constantFrom(...signs, '\u212a', 'ſ', 'é', '#a', '~~');

  it('finds each match of a text in a chunk, whatever it is made of, and none that is not there', () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 80, size: 'max' }), fc.array(fc.constantFrom(...signs), { minLength: 2, maxLength: 6 }), fc.boolean(), fc.nat(3000), (parts, wanted, caseSensitive, padding) => {
        const needle = wanted.join('');
        const text = JSON.stringify(`${parts.join('')}${'b'.repeat(padding)}${parts.join('')}`);
        const anchor = literal(needle, caseSensitive);
        if (anchor === null) return;
        const pattern = new RegExp(JSON.stringify(needle).slice(1, -1).replaceAll('\\', '\\\\'), caseSensitive ? 'gu' : 'giu');
        const bytes = Buffer.from(text);
        const next = within(anchor, bytes);
        // The offset is that of some byte of the match: each match must cover one that is given, and the other way round.
        const given: number[] = [];
        for (let at = next(0); at >= 0; at = next(at + 1)) given.push(at);
        const slow: { from: number; to: number }[] = [];
        for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
          slow.push({ from: Buffer.byteLength(text.slice(0, match.index)), to: Buffer.byteLength(text.slice(0, match.index + match[0].length)) });
          pattern.lastIndex = match.index + 1;
        }
        for (const { from, to } of slow) expect(given.some((at) => at >= from && at < to)).toBe(true);
        for (const at of given) expect(slow.some(({ from, to }) => at >= from && at < to)).toBe(true);
        found += slow.length;
      }),
      { numRuns: 2500 },
    );
    expect(found).toBeGreaterThan(200);
  });

  it('finds a long text whose rare bytes are far apart, and the last bytes of a chunk', () => {
    const text = `${'e'.repeat(600)}~${'e'.repeat(200)}#`;
    const anchor = literal(text, true);
    const bytes = Buffer.from(`${'e'.repeat(1000)}${text}`);
    expect(anchor && within(anchor, bytes)(0)).toBeGreaterThanOrEqual(1000);
    expect(anchor && within(anchor, bytes.subarray(0, -1))(0)).toBe(-1);
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
