import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { pathGlob } from './path-glob.ts';

describe('a pattern of an ignore file', () => {
  it.each([
    ['src/*.ts', 'src/a.ts'],
    ['**/a', 'a'],
    ['**/a', 'x/y/a'],
    ['src/**', 'src/x/y'],
    ['src/**', 'src'],
    ['a/**/b', 'a/b'],
    ['a/**/b', 'a/x/y/b'],
    ['.env*', '.env.local'],
    ['f[0-9]?', 'f7x'],
    ['f[!0-9]', 'fa'],
    ['a\\*b', 'a*b'],
    ['🙂?', '🙂é'],
    ['[', '['],
  ])('%s takes %s', (pattern, path) => expect(pathGlob(pattern)(path)).toBe(true));

  it.each([
    ['src/*.ts', 'src/x/a.ts'],
    ['*', 'a/b'],
    ['src/**', 'srcs/a'],
    ['a/**/b', 'a/b/c'],
    ['f[!0-9]', 'f7'],
    ['a\\*b', 'axb'],
    ['a?', 'a'],
  ])('%s does not take %s', (pattern, path) => expect(pathGlob(pattern)(path)).toBe(false));

  it('takes what the usual reading of globs takes, but for the folder itself before a last `/**`, where that has exceptions', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.x', '*', '?'), minLength: 1, maxLength: 4 }).filter((text) => !text.includes('**'));
    const pattern = fc.array(fc.oneof(name, fc.constant('**')), { minLength: 1, maxLength: 4 }).map((names) => names.join('/')).filter((glob) => !glob.endsWith('/**'));
    const path = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '.x'), minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    fc.assert(
      fc.property(pattern, path, (glob, text) => {
        expect(pathGlob(glob)(text)).toBe(picomatch(glob, { dot: true, nonegate: true, noextglob: true, nobrace: true })(text));
      }),
      { numRuns: 1500 },
    );
  });

  it('ends on a pattern and a path that are made to keep a regular expression busy', () => {
    expect(pathGlob(`**/${'*a'.repeat(60)}*b`)(`x/${'a'.repeat(4000)}`)).toBe(false);
    expect(pathGlob(`${'**/a/'.repeat(60)}b`)('a/'.repeat(400).slice(0, -1))).toBe(false);
  });
});
