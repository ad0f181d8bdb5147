import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textHints } from './text-hints.ts';
import { createTextWatch } from './text-watch.ts';

describe('what a pattern asks of a text', () => {
  it('is read from its plain signs: a choice asks for one of its texts, what may be left out for nothing', () => {
    expect(textHints(/(?:^|\/)\.env(?:rc)?$/)).toEqual(['/.env/\u0002', '/.envrc/\u0002']);
    expect(textHints(/\.git\/(?:hooks\/|info\/)/)).toEqual(['.git/hooks/', '.git/info/']);
    expect(textHints(/^\/etc\/\w+\.conf$/)).toEqual(['\u0001//etc/']);
    expect(textHints(/Logs?/)).toEqual(['log', 'logs']);
    expect(textHints(/x(?:secret)*\w/)).toEqual(['x']);
    expect(textHints(/\w*(?:secret|\d)/)).toBeNull();
    expect(textHints(/~\/(?<=trust)[^/]*/)).toEqual(['/']);
  });

  it('says nothing of patterns whose flags change what signs stand for', () => {
    expect([textHints(/abc/m), textHints(/abc/u), textHints(/abc/i)]).toEqual([null, null, ['abc']]);
  });
});

describe('one pass over a text', () => {
  const words = ['a', 'ab', 'bab', '/etc', '.env', 'secret', 'ecre', 're'];
  const patterns = words.map((word) => new RegExp(word.replaceAll(/[./]/g, '\\$&')));
  const watch = createTextWatch(patterns.map((pattern, number) => ({ number, patterns: [pattern] })));

  it('finds what each search of its own would find', () => {
    const head = fc.constantFrom('', '', '/home/dev/work/shop/', '/home/dev/work/shop/src/', '/home/dev/work/other/', '/home/dev/secret/shop/', '/etc/a/b/c/d/');
    const text = fc.tuple(head, fc.array(fc.oneof(fc.constantFrom(...words, 'A', 'B', '/', 'x'), fc.string({ maxLength: 3 })), { maxLength: 8 })).map(([before, pieces]) => before + pieces.join(''));
    fc.assert(
      fc.property(text, (each) => {
        const found = new Int32Array(1);
        watch.look(each, found);
        const looked = `/${each.toLowerCase().replaceAll('\\', '/')}/`;
        expect(words.filter((_, at) => ((found[0] ?? 0) & (1 << at)) !== 0)).toEqual(words.filter((word) => looked.includes(word)));
      }),
    );
  });

  it('knows the beginning and the end of a text', () => {
    const { look, unseen } = createTextWatch([{ number: 0, patterns: [/^run$/] }, { number: 1, patterns: [/^run/] }, { number: 40, patterns: [/run$/] }, { number: 3, patterns: [/\w/] }]);
    const of = (text: string) => {
      const found = new Int32Array(2);
      look(text, found);
      return [...found];
    };
    expect(unseen).toEqual([3]);
    expect([of('run'), of('runs'), of('a run'), of('rerunning')]).toEqual([[3, 256], [2, 0], [0, 256], [0, 0]]);
  });
});
