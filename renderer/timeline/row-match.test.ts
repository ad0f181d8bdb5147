import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventRow } from '../../shared/event.ts';
import { placesOf, rowMatches } from './row-match.ts';

const row: EventRow = {
  id: 1, time: 5000, lane: 'session', kind: 'tool-call', sessionId: 's1', agentId: null, toolUseId: 't', tool: 'Bash', argument: 'cat ~/.SSH/id_ed25519',
  cwd: null, permissionMode: null, attended: 'unattended', outcome: 'ok', durationMs: 1,
  findings: [{ id: 'f', rule: 'credential.ssh-key', title: 'Key read', severity: 'high' }], findingCount: 1, reflog: null,
  source: { path: 'a', line: 1, byteStart: 0, byteEnd: 1 },
};

describe('marking rows that match', () => {
  test('asks every key of the filter', () => {
    expect(rowMatches(row, {})).toBe(true);
    expect(rowMatches(row, { text: '~/.ssh', tools: ['Bash', 'Read'], minSeverity: 'medium', attended: 'unattended', rules: ['credential.'] })).toBe(true);
    expect(rowMatches(row, { minSeverity: 'critical' })).toBe(false);
    expect(rowMatches(row, { tools: ['Read'] })).toBe(false);
    expect(rowMatches(row, { rules: ['network.'] })).toBe(false);
    expect(rowMatches(row, { repositories: ['shop'] })).toBe(true);
    expect(rowMatches(row, { from: 5001 })).toBe(false);
    expect(rowMatches({ ...row, time: null }, { to: 9000 })).toBe(false);
  });

  test('finds every place of a text, whatever its case', () => {
    expect(placesOf('cat ~/.SSH/x .ssh', '.ssh')).toEqual([{ start: 6, end: 10 }, { start: 13, end: 17 }]);
    expect(placesOf('abc', '')).toEqual([]);
  });

  test('never points outside the text, also where lower case has another length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', maxLength: 3 }), (text, wanted) => {
        for (const place of placesOf(text, wanted)) {
          expect(place.start).toBeGreaterThanOrEqual(0);
          expect(place.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
    expect(placesOf('İx', 'x')).toEqual([]);
  });
});
