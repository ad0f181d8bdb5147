import { describe, expect, test } from 'vitest';
import type { Session } from '../../shared/case.ts';
import { groupSessions, projectLabel, startText, toolLines, worstCounts } from './rail-groups.ts';
import { utc } from './time-axis.ts';

const session = (id: string, change: Partial<Session> = {}): Session => ({
  id, title: null, project: null, cwd: '/home/dev/work/shop', files: [], start: null, end: null, versions: [], prompts: 0, toolCalls: 1, agents: 0,
  permissionModes: [], attended: 'unknown', unattendedSpans: [], findings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 }, ...change,
});

describe('the rail', () => {
  test('groups sessions by project, busiest first, latest session first', () => {
    const groups = groupSessions([
      session('a', { start: 1 }),
      session('b', { start: 5 }),
      session('c', { cwd: '/home/dev/work/infra', toolCalls: 50 }),
      session('d', { cwd: null, toolCalls: 0 }),
    ]);
    expect(groups.map((group) => [group.label, group.calls])).toEqual([['work/infra', 50], ['work/shop', 2], ['No project known', 0]]);
    expect(groups[1]?.sessions.map((one) => one.id)).toEqual(['b', 'a']);
  });

  test('shows the two worst severities of a session', () => {
    expect(worstCounts(session('a', { findings: { critical: 2, high: 0, medium: 4, low: 9, info: 1 } }))).toEqual([
      { severity: 'critical', count: 2 },
      { severity: 'medium', count: 4 },
    ]);
  });

  test('shows a clock time for the last day and a day for older sessions', () => {
    const start = Date.UTC(2026, 2, 12, 22, 41);
    expect(startText(session('a', { start }), start + 3_600_000, utc)).toBe('22:41');
    expect(startText(session('a', { start }), start + 90_000_000, utc)).toBe('12 Mar');
    expect(startText(session('a'), null, utc)).toBe('no time');
  });

  test('joins tools of a family and loses no count', () => {
    const lines = toolLines([
      { name: 'Bash', count: 284 }, { name: 'Edit', count: 100 }, { name: 'Write', count: 31 },
      { name: 'mcp__a__x', count: 4 }, { name: 'mcp__b__y', count: 5 }, { name: 'Odd', count: 1 },
    ]);
    expect(lines.map((line) => [line.label, line.count])).toEqual([['Bash', 284], ['Edit, Write', 131], ['MCP', 9], ['Odd', 1]]);
    expect(lines[1]?.tools).toEqual(['Edit', 'Write']);
    expect(projectLabel('/home/dev/work/shop')).toBe('work/shop');
  });
});
