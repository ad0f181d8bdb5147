import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretKeywords } from '../analysis/secrets/secret-keywords.ts';
import { blockRoom } from './layout.ts';
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
