import { describe, expect, it } from 'vitest';
import { matchMarks, nearMatch } from './match-marks.ts';

const hit = (snippet: string, start: number, end: number) => ({ snippet, match: { start, end } });

describe('the places of a hit in a text that is shown', () => {
  it('are those of the matched text, whatever pattern found it', () => {
    expect(matchMarks('curl a; curl b', hit('curl a', 0, 4))).toEqual([
      { start: 0, end: 4, tone: 'match' },
      { start: 8, end: 12, tone: 'match' },
    ]);
  });

  it('are none where the field is another one, or its key material is masked', () => {
    expect(matchMarks('ls -l', hit('curl a', 0, 4))).toEqual([]);
    expect(matchMarks('curl', null)).toEqual([]);
    expect(matchMarks('curl', hit('curl', 2, 2))).toEqual([]);
  });

  it('hold the first place of the hit itself, also where the same letters overlap before it', () => {
    const marks = matchMarks('aaab', hit('aab', 0, 2));
    expect(marks).toContainEqual({ start: 1, end: 3, tone: 'match' });
    for (const [at, mark] of marks.entries()) expect(mark.start).toBeGreaterThanOrEqual(marks[at - 1]?.end ?? 0);
  });
});

describe('a hit in one row', () => {
  it('has its match near the beginning, with whole characters before it', () => {
    const far = nearMatch(hit(`${'x'.repeat(60)}🙂${'y'.repeat(23)}curl after`, 85, 89));
    expect(far).toEqual({ snippet: `${'y'.repeat(23)}curl after`, match: { start: 23, end: 27 }, cut: true });
    expect(nearMatch(hit('ls; curl', 4, 8))).toEqual({ snippet: 'ls; curl', match: { start: 4, end: 8 }, cut: false });
  });
});
