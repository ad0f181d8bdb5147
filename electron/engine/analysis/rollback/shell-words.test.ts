import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-words.ts';

describe('what goes into a command', () => {
  it('is quoted, or refused where a reader would not see what it does', () => {
    expect(shellWord('refs/heads/topic')).toBe('refs/heads/topic');
    expect(shellWord("refs/heads/a'b;rm")).toBe("'refs/heads/a'\\''b;rm'");
    expect(shellWord('refs/heads/$(id)')).toBe("'refs/heads/$(id)'");
    for (const text of ['', '-f', 'a\nb', 'a\u202eb', 'a\u200bb', 'a\udc80b', 'a\u0007b']) expect(shellWord(text)).toBeNull();
  });

  it('survives a shell that takes it for one word', () => {
    for (const text of ["it's", '$(touch x)', '`id`', 'a b', '~kim', 'a{b,c}', 'a*', '!!', 'a\\b', '"q"', 'é', '名前']) {
      const word = shellWord(text);
      expect(execFileSync('/bin/sh', ['-c', `printf %s ${word}`], { encoding: 'utf8' })).toBe(text);
    }
  });
});
