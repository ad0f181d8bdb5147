import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretKeywords } from '../analysis/secrets/secret-keywords.ts';
import { blockRoom, rowFlags, rowUuidWords, uuidFlag } from './layout.ts';
import { createRowScanner } from './row-scanner.ts';

const scanner = createRowScanner(secretKeywords);

/** Whether a row is taken that holds `text` as one of its values, at a place in the block. */
function takes(text: string, at = 0): boolean {
  const row = Buffer.from(`{"type":"assistant","message":{"content":[{"type":"text","text":"a"}]},"x":${text},"y":1}`);
  scanner.block.fill(0x5d, 0, at + row.length + 64);
  scanner.block.set(row, at);
  return scanner.scan(at, at + row.length);
}

const accepts = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the scanner, over the values of a row', () => {
  it('takes each value as programs write it, wherever in the block it stands', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.nat(40), (value, at) => {
        expect(takes(JSON.stringify(value), at)).toBe(true);
      }),
    );
    expect(takes('1', blockRoom - 200)).toBe(true);
  });

  it('never takes what a parser would refuse', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '\\"', '\\u12', '\\u00e9', '"a"', '1', '0', '-', '-0', '01', '1.5', '1.', '.5', '1e3', '1e', 'E+1', 'true', 'tru', 'false', 'null', ' ', '\t', '\u0001', 'é', '🙂', '"x":', '\\n\\t\\/\\\\', 'long enough for a chunk');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        if (takes(text)) expect(accepts(`{"x":${text},"y":1}`)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('finds the end of a text full of escapes, wherever they lie, and takes no other escapes than a parser', () => {
    const pieces = fc.constantFrom('\\\\', '\\"', '\\n', '\\t', '\\r', '\\b', '\\f', '\\/', '\\u001b', '\\ud83d', '\\', '\\x', '\\u12', '\\U0041', '"', 'n', 'é', 'plain '.repeat(11), '\\\\'.repeat(33), '\u001f');
    let taken = 0;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.nat(70), fc.nat(80), (parts, at, before) => {
        const text = `"${'x'.repeat(before)}${parts.join('')}"`;
        const accepted = accepts(text);
        if (accepted) taken += 1;
        expect(takes(text, at)).toBe(accepted);
      }),
      { numRuns: 3000 },
    );
    const usual = fc.array(fc.constantFrom('\\', '"', '\n', '\u001b[0m', 'word', ' ', '🙂'), { maxLength: 200 });
    fc.assert(
      fc.property(usual, fc.nat(70), (parts, at) => {
        expect(takes(JSON.stringify(parts.join('')), at)).toBe(true);
      }),
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('never takes the end of a text from behind the row', () => {
    for (let length = 0; length < 140; length++) {
      expect(takes(`"${'x'.repeat(length)}`)).toBe(false);
      expect(takes(`"${'\\n'.repeat(length)}\\`)).toBe(false);
    }
  });

  it('keeps the words of an id that is a uuid in lower case, and of no other', () => {
    const idOf = (id: string): readonly number[] | null => {
      const row = Buffer.from(`{"type":"assistant","message":{"content":[{"type":"text","text":"a"}]},"uuid":"${id}"}`);
      scanner.block.set(row);
      expect(scanner.scan(0, row.length)).toBe(true);
      return (scanner.fields.getInt32(rowFlags * 4, true) & uuidFlag) === 0 ? null : [0, 1, 2, 3].map((word) => scanner.fields.getInt32((rowUuidWords + word) * 4, true));
    };
    fc.assert(
      fc.property(fc.uuid(), fc.nat(35), fc.constantFrom('g', 'A', 'F', '-', '/', ':', '`', '~', '0', 'f', ' '), (uuid, place, sign) => {
        const words = (text: string) => text.replaceAll('-', '').match(/.{8}/g)?.map((word) => Number.parseInt(word, 16) | 0);
        expect(idOf(uuid)).toEqual(words(uuid));
        const other = uuid.slice(0, place) + sign + uuid.slice(place + 1);
        expect(idOf(other)).toEqual(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(other) ? words(other) : null);
      }),
    );
  });

  it.each(['1', '-0.5e-3', '"a\\u00e9\\n"', '[]', '{}', '[[],{"a":null}]', 'true', 'false', 'null'])('takes %s', (text) => {
    expect(takes(text)).toBe(true);
  });

  it.each(['01', '-', '1.', '1e', '"a', '"\\x"', '"\\u12g4"', '"\u0007"', '[1,]', '[1 ,2]', '{"a" :1}', '{a:1}', '{"a":1,}', 'nul', '', '"abc\\'])('refuses %s', (text) => {
    expect(takes(text)).toBe(false);
  });

  it('refuses what is nested too deeply instead of running out of stack', () => {
    expect(takes('['.repeat(100_000))).toBe(false);
    expect(takes(`${'['.repeat(60)}${']'.repeat(60)}`)).toBe(true);
  });
});
