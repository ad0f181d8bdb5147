import { describe, expect, it } from 'vitest';
import { isOpenQuestion } from './mapping-words.ts';

describe('a folder and the repository that it is taken for', () => {
  it('is an open question where several fit, where git ran and nothing fits, and where only the end of the path agrees', () => {
    expect(isOpenQuestion({ how: 'ambiguous', calls: 0 })).toBe(true);
    expect(isOpenQuestion({ how: 'none', calls: 3 })).toBe(true);
    expect(isOpenQuestion({ how: 'ending', calls: 1 })).toBe(true);
  });

  it('is none where the copy or a person says it, or where no git ran', () => {
    for (const how of ['path', 'analyst', 'worktree', 'commit-ids', 'remote'] as const) expect(isOpenQuestion({ how, calls: 9 })).toBe(false);
    expect(isOpenQuestion({ how: 'none', calls: 0 })).toBe(false);
  });
});
