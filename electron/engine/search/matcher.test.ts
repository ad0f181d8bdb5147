import { describe, expect, it } from 'vitest';
import { createMatcher, UnfitQuery } from './matcher.ts';

const find = (text: string, kind: 'literal' | 'regex', caseSensitive: boolean, within: string) => createMatcher({ text, kind, caseSensitive }).find(within);

describe('matching', () => {
  it('takes a literal as it is written, signs and all', () => {
    expect(find('a.b*(c)-[d]', 'literal', true, 'x a.b*(c)-[d] a.b*(c)-[d]')).toEqual({ occurrences: 2, first: { start: 2, end: 13 } });
    expect(find('A.B*(C)-[D]/^$|\\', 'literal', false, 'x a.b*(c)-[d]/^$|\\')).toEqual({ occurrences: 1, first: { start: 2, end: 18 } });
  });

  it('folds case one character for one', () => {
    expect(find('straße', 'literal', false, 'STRAẞE')?.occurrences).toBe(1);
    expect(find('kim', 'literal', false, '\u212aIM')?.occurrences).toBe(1);
    expect(find('kim', 'literal', true, 'KIM')).toBeNull();
  });

  it('counts no empty match of a pattern', () => {
    expect(find('a*', 'regex', true, 'bbb')).toBeNull();
    expect(find('a*', 'regex', true, 'baab')).toEqual({ occurrences: 1, first: { start: 1, end: 3 } });
  });

  it('answers a pattern that backtracking engines hang on', () => {
    expect(find('(a+)+$', 'regex', true, `${'a'.repeat(5000)}b`)).toBeNull();
  });

  it('refuses what can not be searched for, and says why', () => {
    for (const [text, kind] of [['', 'literal'], ['\ud83d', 'literal'], ['(', 'regex'], ['(a{1000}){1000}', 'regex']] as const) {
      expect(() => find(text, kind, true, 'x'), text).toThrow(UnfitQuery);
    }
  });
});
