import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubtfulCharacters, missingGlyphs, textRuns } from './missing-glyphs.ts';

describe('missing glyphs', () => {
  it('are looked for in each string of the report, however deep, beyond what the shipped fonts draw', () => {
    const value = { title: 'plain é', rows: [{ argument: 'שלום' }, null, 4], more: { text: ['e\u0301', '🚢', '資'] } };
    expect([...doubtfulCharacters(value)]).toEqual(['ש', 'ל', 'ו', 'ם', '\u0301', '🚢', '資']);
  });

  it('are those that the probe does not see', () => {
    expect([...missingGlyphs(['資料', 'ж'], (character) => character === 'ж')]).toEqual(['資', '料']);
  });

  it('print as code points between what is drawn', () => {
    expect(textRuns('a資🚢b', new Set(['資', '🚢']))).toEqual([
      { kind: 'drawn', text: 'a' },
      { kind: 'missing', label: 'U+8CC7' },
      { kind: 'missing', label: 'U+1F6A2' },
      { kind: 'drawn', text: 'b' },
    ]);
  });

  it('lose no character of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), (text, missing) => {
        const back = textRuns(text, new Set(missing)).map((run) => (run.kind === 'drawn' ? run.text : String.fromCodePoint(Number.parseInt(run.label.slice(2), 16))));
        expect(back.join('')).toBe(text);
      }),
    );
  });
});
