import { describe, expect, it } from 'vitest';
import { call, prompt } from '../../../e2e/draw-evidence.ts';
import { openDrawn } from '../drawn-case.ts';

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
const kim = 'Users/kim';
const ana = 'Users/ana';
const session = (home: string, name: string) => ({ [`${home}/.claude/projects/-${home.replace('/', '-')}-work-till/${name}.jsonl`]: [prompt('Go', 'bypassPermissions', { second: 1, cwd: `/${home}/work/till` }), call(`${name}-1`, 'Bash', { command: 'git push --force' }, { second: 2, cwd: `/${home}/work/till` })] });

describe('settings of several users in one copy', () => {
  it('do not win over each other: each user has what holds for that user', async () => {
    const { posture } = await openDrawn({
      [`${kim}/.claude/settings.json`]: json({ permissions: { defaultMode: 'bypassPermissions', deny: ['WebFetch'] } }),
      [`${ana}/.claude/settings.json`]: json({ permissions: { defaultMode: 'plan' } }),
      [`${kim}/work/till/.claude/settings.json`]: json({ permissions: { deny: ['Read(.env)'] } }),
    });
    const rows = (name: string) => posture.settings.filter((row) => row.name === name).map((row) => [row.user, row.project, row.value, row.lost.length]);
    expect(rows('permissions.defaultMode')).toEqual([[`${ana}/.claude`, null, 'plan', 0], [`${kim}/.claude`, null, 'bypassPermissions', 0]]);
    expect(rows('permissions.deny')).toEqual([[`${ana}/.claude`, null, null, 0], [`${kim}/.claude`, null, 'WebFetch', 0], [`${kim}/.claude`, `${kim}/work/till`, 'Read(.env), WebFetch', 1]]);
  });

  it('are weighed with the managed settings of their own machine only', async () => {
    const opened = await openDrawn({
      'host1/etc/claude-code/managed-settings.json': json({ permissions: { disableBypassPermissionsMode: 'disable' } }),
      'host1/home/kim/.claude/settings.json': json({ cleanupPeriodDays: 7 }),
      'host2/etc/claude-code/managed-settings.json': json({ cleanupPeriodDays: 9 }),
      'host2/home/kim/.claude/settings.json': json({ cleanupPeriodDays: 8 }),
    });
    const rows = (name: string) => opened.posture.settings.filter((row) => row.name === name).map((row) => [row.user, row.value, row.lost.map((lost) => lost.value)]);
    expect(rows('permissions.disableBypassPermissionsMode')).toEqual([['host1/home/kim/.claude', 'disable', []], ['host2/home/kim/.claude', null, []]]);
    expect(rows('cleanupPeriodDays')).toEqual([['host1/home/kim/.claude', '7', []], ['host2/home/kim/.claude', '9', ['8']]]);
    expect(opened.findings.filter(({ finding }) => finding.rule === 'posture.bypass-allowed').map(({ finding }) => finding.detail['path'])).toEqual(['host2/etc/claude-code/managed-settings.json']);
  });

  it('leave bypass mode open where only a user disables it', async () => {
    const opened = await openDrawn({ 'etc/claude-code/managed-settings.json': json({ cleanupPeriodDays: 9 }), [`${kim}/.claude/settings.json`]: json({ permissions: { disableBypassPermissionsMode: 'disable' } }) });
    expect(opened.findings.filter(({ finding }) => finding.rule === 'posture.bypass-allowed').map(({ finding }) => finding.detail['path'])).toEqual(['etc/claude-code/managed-settings.json']);
  });

  it('give hooks that would have seen the calls of their own user and project', async () => {
    const hook = (command: string) => ({ hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command }] }] } });
    const { posture } = await openDrawn({
      ...session(kim, 's1'),
      ...session(ana, 's2'),
      [`${kim}/.claude/settings.json`]: json({ ...hook('of-kim'), disableAllHooks: true }),
      [`${ana}/.claude/settings.json`]: json(hook('of-ana')),
      [`${kim}/work/other/.claude/settings.json`]: json(hook('of-other')),
      'Library/Application Support/ClaudeCode/managed-settings.json': json(hook('of-all')),
    });
    expect(posture.hooks.map((each) => [each.hook.command, each.matched, each.note === null]).sort()).toEqual([['of-all', 2, true], ['of-ana', 1, true], ['of-kim', 1, false], ['of-other', 0, false]]);
  });
});

describe('the proposal', () => {
  const usage = JSON.stringify({ data: [{ starting_at: '2026-05-15T00:00:00Z', ending_at: '2026-05-16T00:00:00Z', results: [{ uncached_input_tokens: 5000, output_tokens: 9000, model: 'claude-opus-4-8' }] }], next_page: null });

  it.each([
    ['there is nothing beside the transcripts', {}, 'There is no repository and no provider record to hold the transcripts against.'],
    ['the provider has sums only', { 'provider/usage.json': usage }, 'There is no repository to hold the transcripts against. The provider’s records name no request of the transcripts, so neither could be held against the other one by one.'],
  ])('claims no agreement where %s', async (_name, more, expected) => {
    const { posture } = await openDrawn({ ...session(kim, 's1'), ...more });
    expect(posture.decision.against.map((point) => point.says)).toContain(expected);
  });
});
