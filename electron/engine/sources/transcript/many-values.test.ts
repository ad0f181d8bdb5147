import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';
import { call } from '../../../../e2e/draw-evidence.ts';
import { eventDetail } from '../../case/detail.ts';
import { holdsTooMany, mostValues } from './many-values.ts';

const tooMany = (text: string): boolean => holdsTooMany(Buffer.from(`before${text}behind`), 6, 6 + Buffer.byteLength(text));

describe('a line of very many values', () => {
  it('is told from a long text, whatever that holds', () => {
    expect(tooMany(`["${'{[,'.repeat(mostValues)}"]`)).toBe(false);
    expect(tooMany(`["${'\\"[,'.repeat(mostValues)}"]`)).toBe(false);
    expect(tooMany(`["\\\\",${'[],'.repeat(mostValues)}0]`)).toBe(true);
    expect(tooMany('['.repeat(mostValues + 1))).toBe(true);
    expect(tooMany(`"${'['.repeat(mostValues + 1)}`)).toBe(false);
    expect(tooMany(`[${'1,'.repeat(mostValues / 4)}1]`)).toBe(false);
  });

  it('is not parsed but listed as oversized with its place, and what stands beside it is read', async () => {
    const path = 'Users/kim/.claude/projects/-Users-kim-work-till/s1.jsonl';
    const opened = await openDrawn({ [path]: [`{"type":"user","many":[${'{},'.repeat(mostValues)}0]}`, call('t1', 'Bash', { command: 'ls' })] });
    const kinds = Array.from({ length: opened.store.length }, (_, event) => opened.store.kind(event));
    expect([...kinds].sort()).toEqual(['oversized', 'tool-call']);
    expect(opened.fileLedger.find((each) => each.path === path)).toMatchObject({ lines: 2, records: 1, oversized: 1 });
    expect(opened.problems).toMatchObject([{ path, line: 1, byteOffset: 0, reason: expect.stringContaining('values') }]);
    expect(eventDetail(opened, kinds.indexOf('oversized'))).toMatchObject({ source: { ref: { byteStart: 0, byteEnd: 3 * mostValues + 26 }, matches: true } });
  });
});
