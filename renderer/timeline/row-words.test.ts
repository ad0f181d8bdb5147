import { describe, expect, test } from 'vitest';
import type { EventRow } from '../../shared/event.ts';
import { durationText, eventWords, gitWords, mainRef, messageWithoutAction, outcomeSign, separatorWords, shortId, shortRef, slotWords } from './row-words.ts';
import { utc } from './time-axis.ts';

const row: EventRow = {
  id: 231, time: Date.UTC(2026, 2, 12, 23, 19, 2), lane: 'session', kind: 'tool-call', sessionId: 's1', agentId: null, toolUseId: 't', tool: 'Bash',
  argument: 'curl x', cwd: null, permissionMode: null, attended: 'unattended', outcome: 'unknown', durationMs: 1600,
  findings: [{ id: 'f', rule: 'network.command', title: 'Network program ran', severity: 'high' }], findingCount: 1, reflog: null,
  source: { path: 'a', line: 1, byteStart: 0, byteEnd: 1 },
};
const git: EventRow = {
  ...row, id: 9, lane: 'git', kind: 'reflog', tool: null, argument: '', findings: [], findingCount: 0,
  reflog: { repository: 'shop', refs: ['HEAD', 'refs/heads/main'], old: '0'.repeat(40), new: 'd0f631c'.padEnd(40, 'a'), action: 'commit (amend)', message: 'commit (amend): Use it', identity: 'Dev', zone: '+0100', causeEventId: 231, state: 'explained' },
};

describe('a row in words', () => {
  test('says time, tool, argument, outcome and findings', () => {
    expect(eventWords(row, utc)).toBe('23:19:02 Bash curl x, no result recorded, unattended, high: Network program ran');
    expect(eventWords({ ...row, findings: [], leftBranch: true }, utc)).toBe('23:19:02 Bash curl x, no result recorded, on a branch that a rewind left, unattended');
    expect(eventWords({ ...row, kind: 'prompt', argument: 'Go on' }, utc)).toBe('23:19:02 human prompt: Go on');
  });

  test('says what a reflog entry did and which event caused it', () => {
    expect(gitWords(git, utc)).toBe('23:19:02 git commit (amend) on main, none to d0f631c, explained, caused by event 231');
    expect(slotWords({ index: 0, separator: null, event: row, git, causeSlot: 0 }, utc)).toContain('. 23:19:02 git commit');
  });

  test('never calls an unknown result a success', () => {
    expect(outcomeSign('unknown')).toEqual({ sign: '?', word: 'no result recorded', strong: false });
    expect(outcomeSign('denied').word).toBe('denied');
    expect(outcomeSign(null).word).toBe('');
  });

  test('writes durations, ids, refs and separators short', () => {
    expect([100, 41_200, 99_960, 178_000, 11_940_000].map(durationText)).toEqual(['0.1s', '41.2s', '1m 40s', '2m 58s', '3h 19m']);
    expect(durationText(null)).toBe('');
    expect(shortId('0'.repeat(40))).toBe('none');
    expect(shortRef('refs/remotes/origin/main')).toBe('origin/main');
    expect(mainRef(['HEAD', 'refs/heads/x'])).toBe('refs/heads/x');
    expect(mainRef(['HEAD'])).toBe('HEAD');
    expect(messageWithoutAction('commit', 'commit: Use pay-sdk')).toBe('Use pay-sdk');
    expect(separatorWords({ kind: 'gap', ms: 720_000 })).toBe('12 min idle');
  });
});
