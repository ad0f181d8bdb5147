import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainEnd, stringEnd, valueEnd } from './json-bytes.ts';

const accepts = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the end of a JSON value among bytes', () => {
  it('is found for each value as programs write it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const bytes = Buffer.from(`${JSON.stringify(value)},"next"`);
        expect(valueEnd(bytes, 0, bytes.length)).toBe(bytes.length - ',"next"'.length);
      }),
    );
  });

  it('is never found where a parser would refuse the value', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '\\"', '\\u12', '\\u00e9', '"a"', '1', '0', '-', '-0', '01', '1.5', '1.', '.5', '1e3', '1e', 'E+1', 'true', 'tru', 'false', 'null', ' ', '\t', '\u0001', 'é', '🙂');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const bytes = Buffer.from(parts.join(''));
        const end = valueEnd(bytes, 0, bytes.length);
        if (end >= 0 && end <= bytes.length) expect(accepts(bytes.toString('utf8', 0, end))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it.each(['1', '-0.5e-3', '"a\\u00e9\\n"', '[]', '{}', '[[],{"a":null}]', 'true', 'false', 'null'])('takes %s', (text) => {
    expect(valueEnd(Buffer.from(text), 0, text.length)).toBe(text.length);
  });

  it.each(['01', '-', '1.', '1e', '"a', '"\\x"', '"\\u12g4"', '"\u0007"', '[1,]', '[1 ,2]', '{"a" :1}', '{a:1}', '{"a":1,}', 'nul', '', '"abc\\'])('refuses %s', (text) => {
    const end = valueEnd(Buffer.from(text), 0, text.length);
    // A number before what can not belong to it ends there; whoever asked sees that more follows.
    expect(end === -1 || end < text.length).toBe(true);
  });

  it('refuses what is nested too deeply instead of running out of stack', () => {
    const deep = '['.repeat(100_000);
    expect(valueEnd(Buffer.from(deep), 0, deep.length)).toBe(-1);
  });

  it('ends a string at its own quote, and a plain one only where its bytes are its text', () => {
    const bytes = Buffer.from('say \\"no\\"" plain"');
    expect(stringEnd(bytes, 0, bytes.length)).toBe(bytes.indexOf('" plain'));
    expect(plainEnd(bytes, 0, bytes.length)).toBe(-1);
    expect(plainEnd(bytes, bytes.indexOf(' plain'), bytes.length)).toBe(bytes.length - 1);
    expect(plainEnd(Buffer.from('é"'), 0, 3)).toBe(-1);
  });
});
