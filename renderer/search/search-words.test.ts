import { describe, expect, it } from 'vitest';
import { foundText, notSearched, progressWords, shareOf } from './search-words.ts';

const page = { total: 2, occurrences: 3, bytesSearched: 1_500_000, bytesTotal: 3_000_000 } as const;

describe('what a search says of itself', () => {
  it('counts hits and places, and never calls a search that is under way empty', () => {
    expect(foundText({ ...page, state: 'done' })).toBe('2 hits, 3 places');
    expect(foundText({ total: 0, occurrences: 0, state: 'running' })).toBe('none yet');
    expect(foundText({ total: 0, occurrences: 0, state: 'done' })).toBe('0 matches');
    expect(foundText({ total: 10_000, occurrences: 20_000, state: 'full' })).toContain('the most that are listed');
  });

  it('says in bytes how far it came, and of each early end that the rest was not searched', () => {
    expect(progressWords({ ...page, state: 'running' })).toBe('searched 1.50 MB of 3.00 MB');
    expect(progressWords({ ...page, state: 'done' })).toBe('searched 3.00 MB');
    for (const state of ['cancelled', 'deadline', 'failed'] as const) expect(progressWords({ ...page, state })).toMatch(/after 1\.50 MB of 3\.00 MB.*not searched/);
    expect(progressWords({ ...page, state: 'full' })).toContain('more hits than are listed');
  });

  it('says what no search looks at', () => {
    expect(notSearched(0)).toContain('no prompts');
    expect(notSearched(1)).toContain('1 line over the length limit was not searched');
  });

  it('has searched an empty case at once', () => {
    expect(shareOf({ bytesSearched: 0, bytesTotal: 0 })).toBe(1);
    expect(shareOf(page)).toBe(0.5);
  });
});
