import { describe, expect, it } from 'vitest';
import { call, prompt } from '../../../../e2e/draw-evidence.ts';
import { openDrawn } from '../../drawn-case.ts';

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
const bypass = json({ permissions: { defaultMode: 'bypassPermissions' } });
const session = [prompt('Go', 'default', { second: 1 }), call('t1', 'Bash', { command: 'ls' }, { second: 2 })];
const transcript = 'projects/-Users-kim-work-till/11111111-1111-4111-8111-111111111111.jsonl';
const hooked = (command: string): string => json({ hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command }] }] } });

describe('whose a settings file is', () => {
  it.each([
    ['a home that lies elsewhere', { 'var/lib/jenkins/.claude/settings.json': bypass, [`var/lib/jenkins/.claude/${transcript}`]: session }, ['user', null]],
    ['a folder that CLAUDE_CONFIG_DIR names', { 'home/kim/.claude-work/settings.json': bypass, [`home/kim/.claude-work/${transcript}`]: session }, ['user', null]],
    ['a copy that begins with the folder itself', { 'settings.json': bypass, [transcript]: session }, ['user', null]],
    ['a copy that begins with a home', { '.claude/settings.json': bypass, [`.claude/${transcript}`]: session }, ['user', null]],
    ['a copy that begins with a project', { '.claude/settings.json': bypass, '.git/HEAD': 'ref: refs/heads/main\n' }, ['project', '']],
    ['a project', { 'home/kim/work/till/.claude/settings.json': bypass, [`home/kim/.claude/${transcript}`]: session }, ['project', 'home/kim/work/till']],
  ] as const)('is told in %s, and the mode that it asks for is found', async (_name, drawing, expected) => {
    const { posture } = await openDrawn(drawing);
    expect(posture.settingsFiles.map((file) => [file.scope, file.project])).toEqual([expected]);
    expect(posture.flags.filter((flag) => flag.scope === 'settings').map((flag) => flag.flag)).toEqual(['permissions.defaultMode: bypassPermissions']);
    expect(posture.settings.filter((row) => row.name === 'permissions.defaultMode' && row.winner !== null).map((row) => row.value)).toEqual(['bypassPermissions']);
  });

  it.each([
    ['the folder itself, below a home', { 'settings.json': hooked('~/.claude/hooks/check.sh'), 'hooks/check.sh': '#!/bin/sh\n', [transcript]: session }, 'hooks/check.sh'],
    ['the folder itself, by an absolute path', { 'settings.json': hooked('/Users/kim/.claude/hooks/check.sh'), 'hooks/check.sh': '#!/bin/sh\n', [transcript]: session }, 'hooks/check.sh'],
    ['a home, by an absolute path of Windows', { '.claude/settings.json': hooked('C:\\Users\\kim\\bin\\check.cmd'), 'bin/check.cmd': 'exit\n', [`.claude/${transcript}`]: session }, 'bin/check.cmd'],
    ["root's home", { 'root/.claude/settings.json': hooked('~/.claude/hooks/check.sh'), 'root/.claude/hooks/check.sh': '#!/bin/sh\n' }, 'root/.claude/hooks/check.sh'],
    ['a home that lies elsewhere', { 'var/lib/jenkins/.claude/settings.json': hooked('$HOME/check.sh'), 'var/lib/jenkins/check.sh': '#!/bin/sh\n', [`var/lib/jenkins/.claude/${transcript}`]: session }, 'var/lib/jenkins/check.sh'],
  ] as const)('tells where a hook of it lies in a copy that holds %s', async (_name, drawing, expected) => {
    const { posture, findings } = await openDrawn(drawing);
    expect(posture.hooks.map((each) => each.hook.file)).toEqual([expected]);
    expect(findings.filter(({ finding }) => finding.rule === 'posture.hook-missing')).toEqual([]);
  });

  it('tells where the program of a server lies in a copy that begins with a home', async () => {
    const { posture } = await openDrawn({ '.claude.json': json({ mcpServers: { a: { command: '/home/kim/bin/server' }, b: { command: '~/bin/server' } } }), 'bin/server': '#!/bin/sh\n' });
    expect(posture.servers.map((each) => each.binary.path)).toEqual(['bin/server', 'bin/server']);
  });
});
