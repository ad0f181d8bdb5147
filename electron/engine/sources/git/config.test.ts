import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configValue, parseConfig } from './config.ts';
import { createProblemList } from './problem-list.ts';

function setup(text: string) {
  const problems = createProblemList();
  const entries = parseConfig(Buffer.from(text, 'latin1'), '.git/config', problems);
  return { entries, pairs: entries.map((entry) => [entry.key, entry.value]), problems: problems.all() };
}

describe('a copied git config', () => {
  test('gives its settings with keys as git names them, quotes and escapes resolved', () => {
    const { pairs, problems } = setup(
      '[core]\n\tBare = false # a comment\n[Remote "Ori\\"gin"] url = "a  b ; c"  d ; x\n[branch.main]\nmerge=a\\tb\\\n  c\n[x]\nflag\n; end',
    );
    expect(pairs).toEqual([
      ['core.bare', 'false'], ['remote.Ori"gin.url', 'a  b ; c  d'], ['branch.main.merge', 'a\tb  c'], ['x.flag', null],
    ]);
    expect(problems).toEqual([]);
  });

  test('with a broken line loses that line only, and says where it stands', () => {
    const { pairs, problems } = setup('[core]\n= 1\n\tbare = true\n[open "\nkey = v\n[ok]\nx = "open\ny = 2\n');
    expect(pairs).toEqual([['core.bare', 'true'], ['ok.y', '2']]);
    expect(problems.map((problem) => [problem.line, problem.byteOffset])).toEqual([[2, 7], [4, 24], [5, 32], [7, 45]]);
  });

  test.each([
    ['[core]\nfsmonitor = evil', /run a program/], ['[alias]\nlog = !evil', /run a program/], ['[diff "x"]\ntextconv = cat', /run a program/],
    ['[include]\npath = /x', /not opened/], ['[remote "o"]\nurl = ext::sh -c x', /helper program/], ['[core]\nlogAllRefUpdates = false', /reflogs off/],
    ['[url "https://a.test/"]\ninsteadOf = b', /another address/], ['[credential]\nhelper = x', /credentials/], ['[submodule "s"]\nupdate = !x', /run a program/],
    ['[remote "o"]\nurl = https://ann:secret@git.example.test/x', /password/],
  ])('marks %j', (text, reason) => expect(setup(text).entries[0]?.notable).toMatch(reason));

  test.each(['[core]\nlogAllRefUpdates = true', '[alias]\nlg = log --graph', '[remote "o"]\nurl = https://git.example.test/x', '[user]\nname = A'])(
    'does not mark %j', (text) => expect(setup(text).entries[0]?.notable).toBeNull());

  test('takes the last value of a key', () => {
    expect(configValue(setup('[a]\nb = 1\nb = 2').entries, 'a.b')).toBe('2');
  });

  test('of any bytes never throws, and each entry stands inside the file', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: fc.constantFrom(...'[]"\\=#; \n\tab.'), maxLength: 200 }).map((text) => Buffer.from(text)));
    fc.assert(fc.property(bytes, (given) => {
      for (const entry of parseConfig(given, 'config', createProblemList())) {
        expect(entry.byteStart).toBeLessThan(entry.byteEnd);
        expect(entry.byteEnd).toBeLessThanOrEqual(given.length);
      }
    }), { numRuns: 2000 });
  });
});
