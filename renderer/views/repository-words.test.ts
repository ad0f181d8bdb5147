import { describe, expect, it } from 'vitest';
import { lostWords, workTreeWords } from './repository-words.ts';

describe('a repository in words', () => {
  it('says how files and index differ from HEAD, and where the copy has none of the files', () => {
    const state = { tracked: 12, staged: 1, changed: 2, untracked: 3, conflicts: 1, hidden: 0, filesCopied: true, paths: [] };
    expect(workTreeWords(state)).toBe('12 tracked files: 1 staged, 2 changed, 3 untracked, ignored ones among them, 1 conflict');
    expect(workTreeWords({ ...state, conflicts: 0, filesCopied: false })).toBe('12 tracked files: 1 staged; the files themselves are not in the copy');
    expect(workTreeWords({ ...state, tracked: 0, staged: 0, filesCopied: false })).toBe('HEAD and the index track no files');
    expect(workTreeWords(undefined)).toContain('not compared');
  });

  it('counts what no ref leads to, apart from what a reflog still holds', () => {
    expect(lostWords({ unreachable: 3, lost: { commits: 1, trees: 1, blobs: 1, tags: 0, damaged: 0, onlyInReflogs: 4, missing: 0 } })).toBe('1 commit, 1 folder, 1 content; 4 objects only by a reflog');
    expect(lostWords({ unreachable: null })).toBe('not worked out here');
  });
});
