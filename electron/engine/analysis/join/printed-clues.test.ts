import { describe, expect, it } from 'vitest';
import { printedIds, printedRemotes } from './printed-clues.ts';

describe('what git printed', () => {
  it('names commits in the words of commit, reset, merge, fetch, switch and log', () => {
    const output = '[main 1f2e3d4] Fix the cart\n[topic (root-commit) aabbcc1] First\nHEAD is now at 0badcaf Start\nUpdating 1111111..2222222\n   3333333..4444444  main -> origin/main\n + 5555555...6666666 main -> main (forced update)\ncommit 0123456789012345678901234567890123456789\n7a7b7c7 A line of a log\n';
    expect(printedIds(output)).toEqual(['1f2e3d4', 'aabbcc1', '0badcaf', '1111111', '2222222', '0123456789012345678901234567890123456789', '3333333', '4444444', '5555555', '6666666', '7a7b7c7']);
  });

  it('does not take words and numbers of other programs for ids', () => {
    expect(printedIds('deadbeef is a word\nadded 1234567 packages\ndefaced wall\nTests: 12345678 passed')).toEqual([]);
  });

  it('names remotes', () => {
    expect(printedRemotes('To github.com:acme/shop.git\n   a..b  main -> main\nFrom https://github.com/acme/infra\norigin\tgit@host:x.git (fetch)\nTo be continued')).toEqual(['github.com:acme/shop.git', 'https://github.com/acme/infra', 'git@host:x.git']);
  });
});
