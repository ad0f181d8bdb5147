import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { at, call, prompt, result } from '../../../e2e/draw-evidence.ts';
import { contract } from '../../../shared/contract.ts';
import { openDrawn } from '../drawn-case.ts';
import { scanJson } from '../scan/scan-json.ts';
import { postureView } from './posture-view.ts';
import { scanWindow } from '../scan/scan-window.ts';

const home = 'Users/kim';
const main = `${home}/.claude/projects/-Users-kim-work-till/s1.jsonl`;
const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

describe('MCP servers', () => {
  it('are ranked highest where the program is unknown, in a temporary folder, and registered while nobody was there', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Bash', { command: 'claude mcp add helper -- /tmp/h --stdio' }, { second: 2 }), result('t1', 'ok', { second: 3 }), call('t2', 'mcp__helper__run', {}, { second: 4 })],
      [`${home}/.claude.json`]: json({ mcpServers: { helper: { command: '/tmp/h', args: ['--token', 'hidden-value'], env: { API_TOKEN: 'hidden-value' } } } }),
    });
    expect(opened.posture.servers).toMatchObject([{ server: { name: 'helper', scope: 'user', envNames: ['API_TOKEN'] }, binary: { kind: 'unknown', temporary: true }, registered: [{ toolUseId: 't1', attended: 'unattended' }], calls: 1, unattendedCalls: 1 }]);
    expect(opened.findings.find(({ finding }) => finding.rule === 'posture.mcp-server')?.finding).toMatchObject({ severity: 'critical', detail: { registeredBy: ['t1'] } });
    expect(JSON.stringify([opened.posture, opened.findings.filter(({ finding }) => finding.rule.startsWith('posture.'))])).not.toContain('hidden-value');
  });

  it('are no finding where a person registered a program that the copy holds', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'default', { second: 1 }), call('t1', 'Bash', { command: 'claude mcp add till -- ./bin/till' }, { second: 2 })],
      [`${home}/work/till/.mcp.json`]: json({ mcpServers: { till: { command: './bin/till' }, pinned: { command: 'npx', args: ['-y', '@example/db@1.2.3'] } } }),
      [`${home}/work/till/bin/till`]: '#!/bin/sh\n',
    });
    expect(opened.posture.servers.map(({ binary }) => [binary.kind, binary.fileType, binary.pinned])).toEqual([['in-copy', 'a script for /bin/sh', null], ['package', null, true]]);
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('posture.'))).toEqual([]);
  });

  it('are linked to each call that wrote their registry and names them, by a tool, a command or the client', async () => {
    const opened = await openDrawn({
      [main]: [
        prompt('Go', 'bypassPermissions', { second: 1 }),
        call('t1', 'Bash', { command: `cat > .mcp.json <<'EOF'\n{"mcpServers":{"one":{"command":"/opt/one"}}}\nEOF` }, { second: 2 }),
        call('t2', 'Edit', { file_path: '/Users/kim/work/till/.mcp.json', old_string: '{"one"', new_string: '{"two":{},"one"' }, { second: 3 }),
        call('t3', 'Bash', { command: 'cat .mcp.json | grep "one"' }, { second: 4 }),
        call('t4', 'Bash', { command: 'claude mcp add-json two \'{"command":"/opt/two"}\'' }, { second: 5 }),
      ],
      [`${home}/work/till/.mcp.json`]: json({ mcpServers: { one: { command: '/opt/one' }, two: { command: '/opt/two' } } }),
    });
    expect(opened.posture.servers.map(({ server, registered }) => [server.name, registered.map((each) => each.toolUseId)])).toEqual([['one', ['t1', 't2']], ['two', ['t2', 't4']]]);
  });

  it('of a project wait for approval, a refused one is off, and of one name the nearer scope counts', async () => {
    const server = (command: string) => ({ command });
    const opened = await openDrawn({
      [`${home}/work/till/.mcp.json`]: json({ mcpServers: { yes: server('a'), no: server('b'), open: server('c'), twice: server('d') } }),
      [`${home}/.claude.json`]: json({ mcpServers: { twice: server('e') }, projects: { '/Users/kim/work/till': { enabledMcpjsonServers: ['yes'], disabledMcpjsonServers: ['no'] } } }),
    });
    expect(opened.posture.servers.map(({ server: each }) => [each.scope, each.name, each.enabled, each.note])).toEqual([
      ['user', 'twice', 'not said', expect.stringContaining('project scope has a server of the same name')],
      ['project', 'yes', 'enabled', null],
      ['project', 'no', 'disabled', null],
      ['project', 'open', 'not said', expect.stringContaining('connect it unasked')],
      ['project', 'twice', 'not said', expect.anything()],
    ]);
  });

  it('of projects, plugins and other agents are listed with their scope', async () => {
    const opened = await openDrawn({
      [`${home}/.claude.json`]: json({ projects: { '/Users/kim/work/till': { mcpServers: { a: { type: 'http', url: 'https://kim:pass@mcp.example.com/x?token=abc' } }, disabledMcpServers: ['a'] } } }),
      [`${home}/.claude/plugins/x/.mcp.json`]: json({ b: { command: 'node', args: ['b.js'] } }),
      'etc/claude-code/managed-mcp.json': json({ mcpServers: { c: { command: 'c' } } }),
      [`${home}/.cursor/mcp.json`]: json({ mcpServers: { d: { command: 'uvx', args: ['d==1.0.0'] } } }),
      [`${home}/.codex/config.toml`]: '[mcp_servers.e]\ncommand = "npx"\nargs = ["-y", "e"]\n[mcp_servers.e.env]\nKEY = "v"\n',
    });
    expect(opened.posture.servers.map(({ server }) => [server.name, server.scope, server.agent]).sort()).toEqual([['a', 'local', 'Claude Code'], ['b', 'plugin', 'Claude Code'], ['c', 'managed', 'Claude Code'], ['d', 'other-agent', 'Cursor'], ['e', 'other-agent', 'Codex CLI']]);
    expect(opened.posture.servers.find(({ server }) => server.name === 'a')?.server).toMatchObject({ enabled: 'disabled', url: 'https://kim:[4 characters masked]@mcp.example.com/x?token=[3 characters masked]' });
    expect(opened.posture.otherAgents.map((agent) => agent.name)).toEqual(['Codex CLI', 'Cursor']);
  });
});

describe('requests that transcripts record', () => {
  it('are a session in bypass mode, whose claim cannot be seen, and a command that starts another agent so', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Bash', { command: 'IS_SANDBOX=1 claude --dangerously-skip-permissions -p x' }, { second: 2 }), call('t2', 'Bash', { command: 'codex -a never' }, { second: 3 }), call('t3', 'Bash', { command: 'echo --dangerously-skip-permissions' }, { second: 4 })],
    });
    expect(opened.posture.flags.map((flag) => [flag.line, flag.scope, flag.agent, flag.how, flag.sandboxed, flag.claimUnseen])).toEqual([
      [1, 'one-off', 'Claude Code', 'mode of the session', false, true],
      [2, 'one-off', 'Claude Code', 'command of a tool call', true, false],
      [3, 'one-off', 'Codex CLI', 'command of a tool call', false, false],
    ]);
    expect(opened.findings.filter(({ finding }) => finding.rule === 'scope.no-sandbox').map(({ finding }) => finding.evidence[0]?.line)).toEqual([3]);
  });

  it('are none in a session that asked its questions', async () => {
    const opened = await openDrawn({ [main]: [prompt('Go', 'default', { second: 1 }), call('t1', 'Bash', { command: 'claude -p x' }, { second: 2 })] });
    expect(opened.posture.flags).toEqual([]);
  });
});

describe('files that the agent itself changed', () => {
  it('are linked to the call that wrote them by a tool or by a command, and not to one that read them or was refused', async () => {
    const opened = await openDrawn({
      [main]: [
        prompt('Go', 'bypassPermissions', { second: 1 }),
        call('t1', 'Bash', { command: 'cat ~/.zshrc ~/.claude/settings.json' }, { second: 2 }),
        call('t2', 'Bash', { command: "echo 'alias claude=\"claude --dangerously-skip-permissions\"' >> ~/.zshrc" }, { second: 3 }),
        call('t3', 'Bash', { command: 'cd ~/.claude && jq . settings.json > x && mv x settings.json' }, { second: 4 }),
        call('t4', 'Write', { file_path: '/Users/kim/.claude/hook.sh', content: 'exit 0' }, { second: 5 }),
      ],
      [`${home}/.zshrc`]: 'alias claude="claude --dangerously-skip-permissions"\n',
      [`${home}/.claude/settings.json`]: json({ hooks: { PreToolUse: [{ hooks: [{ type: 'command', command: '~/.claude/hook.sh' }] }] } }),
      [`${home}/.claude/hook.sh`]: 'exit 0\n',
    });
    const ids = (path: string) => (opened.posture.changes.get(path) ?? []).map((change) => change.toolUseId);
    expect([ids(`${home}/.zshrc`), ids(`${home}/.claude/settings.json`), ids(`${home}/.claude/hook.sh`)]).toEqual([['t2'], ['t3'], ['t4']]);
    expect(postureView(opened).flags.find((flag) => flag.scope === 'shell-config')?.changedBy).toMatchObject([{ toolUseId: 't2', attended: 'unattended' }]);
  });

  it('and a recorded start is set beside the session that began right after it', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'bypassPermissions', { second: 30 })],
      [`${home}/.zsh_history`]: `: ${Date.parse(at(25)) / 1000}:0;claude --dangerously-skip-permissions\n: ${Date.parse(at(0)) / 1000 - 900}:0;claude --dangerously-skip-permissions -c\n`,
    });
    expect(postureView(opened).flags.filter((flag) => flag.origin === 'shell-history').map((flag) => flag.started)).toEqual([['s1'], []]);
  });
});

describe('settings', () => {
  it('show which file wins and which lost, lists add up, and what nothing sets is said', async () => {
    const opened = await openDrawn({
      'etc/claude-code/managed-settings.json': json({ cleanupPeriodDays: 90, permissions: { deny: ['Read(.env)'] } }),
      [`${home}/.claude/settings.json`]: json({ cleanupPeriodDays: 1, permissions: { deny: ['Bash(rm:*)'] }, env: { ANTHROPIC_BASE_URL: 'https://gate.example.net', MY_KEY: 'hidden-value' } }),
      [`${home}/work/till/.claude/settings.local.json`]: '{ // mine\n "cleanupPeriodDays": 5,\n}\n',
    });
    const row = (name: string, project: string | null = null) => opened.posture.settings.find((each) => each.name === name && each.project === project);
    expect(row('cleanupPeriodDays')).toMatchObject({ state: 'set', value: '90', winner: { scope: 'managed' }, lost: [{ scope: 'user', value: '1' }] });
    expect(row('cleanupPeriodDays', `${home}/work/till`)).toMatchObject({ value: '90', lost: [{ scope: 'local', value: '5', line: 2 }, { scope: 'user', value: '1' }] });
    expect(row('permissions.deny')).toMatchObject({ state: 'merged', value: 'Read(.env), Bash(rm:*)' });
    expect(row('permissions.disableBypassPermissionsMode')).toMatchObject({ state: 'not set', winner: null });
    expect(opened.findings.map(({ finding }) => finding.rule)).toEqual(expect.arrayContaining(['posture.api-base', 'posture.bypass-allowed']));
    expect(JSON.stringify(opened.posture)).not.toContain('hidden-value');
  });

  it('of the managed sources the first counts alone, and an old Windows folder not at all', async () => {
    const opened = await openDrawn({
      [`${home}/.claude/remote-settings.json`]: json({ disableAutoMode: 'disable' }),
      'etc/claude-code/managed-settings.json': json({ permissions: { disableBypassPermissionsMode: 'disable' } }),
      'C/ProgramData/ClaudeCode/managed-settings.json': json({ permissions: { disableBypassPermissionsMode: 'disable' } }),
    });
    expect(opened.posture.settings.find((row) => row.name === 'permissions.disableBypassPermissionsMode')).toMatchObject({ state: 'not set', says: expect.stringContaining('does not ask') });
    expect(opened.posture.managed.filter((place) => place.state !== 'absent').map((place) => [place.os, place.state])).toEqual([['Linux', 'present'], ['Windows', 'present, not in force']]);
  });

  it('count what deny rules and hooks would have seen of the calls that were made', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Bash', { command: 'rm -rf ~' }, { second: 2 }), call('t2', 'Read', { file_path: '/Users/kim/work/till/.env' }, { second: 3 }), call('t3', 'Edit', { file_path: '/Users/kim/.claude/settings.json' }, { second: 4 })],
      [`${home}/.claude/settings.json`]: json({ permissions: { deny: ['Bash(rm:*)', 'Read(.env)', 'WebFetch'] }, hooks: { PreToolUse: [{ matcher: 'Bash|Edit', hooks: [{ type: 'command', command: '~/guard.sh --all' }] }] } }),
    });
    expect(opened.posture.rules.map((row) => [row.rule, row.matched, row.unattended, row.examples])).toEqual([['Bash(rm:*)', 1, 1, ['t1']], ['Read(.env)', 1, 1, ['t2']], ['WebFetch', 0, 0, []]]);
    expect(opened.posture.hooks).toMatchObject([{ hook: { event: 'PreToolUse', file: 'absent' }, matched: 2, unattended: 2 }]);
    expect(opened.posture.settingsFiles[0]?.changedBy.map((change) => change.toolUseId)).toEqual(['t3']);
    expect(opened.findings.some(({ finding }) => finding.rule === 'posture.hook-missing')).toBe(true);
  });
});

describe('settings of a folder that CLAUDE_CONFIG_DIR names', () => {
  it('are the user’s where the client’s records lie beside them, and no settings elsewhere', async () => {
    const deny = json({ permissions: { deny: ['WebFetch'] } });
    const opened = await openDrawn({ [`${home}/.claude-work/settings.json`]: deny, [`${home}/.claude-work/history.jsonl`]: [], [`${home}/.claude-work/projects/-a/s1.jsonl`]: [prompt('Go', 'default', { second: 1 })], [`${home}/work/till/config/settings.json`]: deny, [`${home}/.config/claude/settings.json`]: deny });
    expect(opened.posture.settingsFiles.map((file) => [file.path, file.scope])).toEqual([[`${home}/.claude-work/settings.json`, 'user'], [`${home}/.config/claude/settings.json`, 'user']]);
  });
});

describe('settings of a copied `.claude`', () => {
  it('are the user’s where the copy begins with the folder itself', async () => {
    const bypass = json({ permissions: { defaultMode: 'bypassPermissions' } });
    const transcript = { 'projects/-a/7f3c0a11-0000-4000-8000-000000000000.jsonl': [prompt('Go', 'default', { second: 1 })] };
    for (const beside of [{ ...transcript }, { 'projects/-a/s1.jsonl': [prompt('Go', 'default', { second: 1 })], 'history.jsonl': [] }]) {
      const opened = await openDrawn({ ...beside, 'settings.json': bypass });
      expect(opened.posture.settingsFiles.map((file) => [file.path, file.scope])).toEqual([['settings.json', 'user']]);
    }
    expect((await openDrawn({ 'settings.json': bypass, 'projects/shop/users.jsonl': '' })).posture.settingsFiles).toEqual([]);
  });
});

describe('permission rules over the calls that were made', () => {
  const replayed = async (settings: Readonly<Record<string, object>>) => {
    const opened = await openDrawn({
      [main]: [
        prompt('Go', 'bypassPermissions', { second: 1 }),
        call('t1', 'Bash', { command: 'git push origin main' }, { second: 2 }),
        call('t2', 'Read', { file_path: '/Users/kim/work/till/prod.env' }, { second: 3 }),
        call('t3', 'Read', { file_path: '/Users/kim/work/till/sample.env' }, { second: 4 }),
      ],
      ...Object.fromEntries(Object.entries(settings).map(([path, value]) => [path, json(value)])),
    });
    return opened.posture.rules.map((row) => [row.list, row.rule, row.matched, row.decides]);
  };

  it('let a deny rule of any file come before ask, and ask before allow, however narrow the other rule is', async () => {
    expect(await replayed({ [`${home}/.claude/settings.json`]: { permissions: { allow: ['Bash(git push origin main)'], ask: ['Bash(git push *)'] } }, [`${home}/work/till/.claude/settings.json`]: { permissions: { deny: ['Bash(git *)'] } } })).toEqual([
      ['ask', 'Bash(git push *)', 1, 0],
      ['allow', 'Bash(git push origin main)', 1, 0],
      ['deny', 'Bash(git *)', 1, 1],
    ]);
  });

  it('take a file out of the rules before a negation in the same list, and of no other file’s', async () => {
    expect(await replayed({ [`${home}/.claude/settings.json`]: { permissions: { deny: ['Read(*.env)', 'Read(!sample.env)'] } } })).toMatchObject([['deny', 'Read(*.env)', 1, 1], ['deny', 'Read(!sample.env)', 0, 0]]);
    expect(await replayed({ [`${home}/.claude/settings.json`]: { permissions: { deny: ['Read(!sample.env)', 'Read(*.env)'] } } })).toMatchObject([{}, ['deny', 'Read(*.env)', 2, 2]]);
  });

  it('do not hold where managed settings let only managed rules count, nor do hooks that are switched off', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Bash', { command: 'rm x' }, { second: 2 })],
      'etc/claude-code/managed-settings.json': json({ allowManagedPermissionRulesOnly: true, allowManagedHooksOnly: true, permissions: { deny: ['Bash(rm *)'] } }),
      [`${home}/.claude/settings.json`]: json({ permissions: { deny: ['Bash'] }, hooks: { PreToolUse: [{ hooks: [{ type: 'command', command: 'x' }] }] } }),
    });
    expect(opened.posture.rules.map((row) => [row.rule, row.matched, row.note])).toEqual([['Bash', 0, 'Managed settings let managed rules count only.'], ['Bash(rm *)', 1, null]]);
    expect(opened.posture.hooks).toMatchObject([{ matched: 1, note: 'Managed settings let managed hooks run only.' }]);
    const off = await openDrawn({ [main]: [prompt('Go', 'default', { second: 1 })], [`${home}/.claude/settings.json`]: json({ disableAllHooks: true, hooks: { Stop: [{ hooks: [{ type: 'command', command: 'x' }] }] } }) });
    expect(off.posture.hooks[0]?.note).toContain('switches hooks off');
  });

  it('hold for the home and the project that their file belongs to, and not where the client does not ask the file', async () => {
    expect(await replayed({ 'Users/lee/.claude/settings.json': { permissions: { deny: ['Bash'] } }, [`${home}/work/other/.claude/settings.json`]: { permissions: { deny: ['Bash'] } }, 'C/ProgramData/ClaudeCode/managed-settings.json': { permissions: { deny: ['Bash'] } }, 'etc/claude-code/managed-settings.json': { permissions: { deny: ['Bash'] } } })).toEqual(
      expect.arrayContaining([['deny', 'Bash', 0, 0], ['deny', 'Bash', 0, 0], ['deny', 'Bash', 1, 1]]),
    );
  });
});

describe('second sources', () => {
  const request = (id: string, second: number, output: number, tool: string) => ({ type: 'assistant', uuid: `u-${id}`, sessionId: 's1', cwd: '/Users/kim/work/till', timestamp: at(second), requestId: id, message: { id: `m-${id}`, model: 'model-a', role: 'assistant', content: [{ type: 'tool_use', id: tool, name: 'Read', input: { file_path: '/a' } }], usage: { input_tokens: 10, output_tokens: output } } });

  it('stand in the timeline in lanes of their own, untimed entries beside their neighbours', async () => {
    const opened = await openDrawn({
      [`${home}/.bash_history`]: `ls\n#${Date.parse(at(10)) / 1000}\npwd\nexit\n`,
      'edr/p.jsonl': [{ timestamp: at(5), host: 'h', user: 'kim', command_line: 'claude' }],
    });
    const rows = Array.from({ length: opened.store.length }, (_, event) => [opened.store.lane(event), opened.store.kind(event), opened.store.argument(event), opened.store.time(event) !== null]);
    expect(rows).toEqual([['endpoint', 'process', 'claude', true], ['shell', 'shell-command', 'ls', false], ['shell', 'shell-command', 'pwd\nexit', true]]);
  });

  it('of the provider are joined by request id, by a call, and by tokens and time', async () => {
    const opened = await openDrawn({
      [main]: [request('req_1', 1, 40, 't1'), request('req_2', 20, 41, 't2'), request('req_3', 40, 42, 't3')],
      'provider/a.csv': `timestamp,model,input_tokens,output_tokens,request_id\n${at(1)},model-a,10,40,req_1\n`,
      'provider/otel.jsonl': [{ timestamp: at(21), 'event.name': 'claude_code.tool_result', 'session.id': 's1', tool_use_id: 't2', success: 'true' }],
      'provider/plain.csv': `timestamp;model;input_tokens;output_tokens\n${at(50)};model-a;10;42\n`,
    });
    const joined = Array.from({ length: opened.store.length }, (_, event) => event).filter((event) => opened.store.lane(event) === 'provider').map((event) => [opened.store.session(event), /joined by ([\w ]+)$/.exec(opened.store.argument(event))?.[1]]);
    expect(joined).toEqual([['s1', 'request id'], ['s1', 'tool call'], ['s1', 'tokens and time']]);
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('provider.'))).toEqual([]);
  });

  it('make a finding of a request without a transcript and of a transcript without a request, and say what that does not show', async () => {
    const opened = await openDrawn({
      [main]: [request('req_1', 1, 400, 't1'), request('req_2', 20, 41, 't2'), request('req_3', 40, 42, 't3')],
      'provider/a.csv': `timestamp,model,input_tokens,output_tokens,request_id\n${at(1)},model-a,10,400,req_1\n${at(30)},model-a,900,400,req_x\n${at(40)},model-a,10,42,req_3\n`,
    });
    const found = opened.findings.map(({ finding }) => finding).filter((finding) => finding.rule.startsWith('provider.'));
    expect(found.map((finding) => [finding.rule, finding.state, finding.detail['requestId'] ?? finding.detail['requestIds']])).toEqual([['provider.request-without-transcript', 'unexplained', 'req_x'], ['provider.transcript-without-request', 'unexplained', ['req_2']]]);
    expect(found[0]?.sentence).toContain('no sign of deletion');
  });

  it('of gateways and clouds are joined by tokens and time, as their ids stand in no transcript, each file by itself', async () => {
    const opened = await openDrawn({
      [main]: [request('req_1', 1, 40, 't1'), request('req_2', 20, 41, 't2')],
      'gw/a.jsonl': [{ request_id: 'chatcmpl-1', startTime: at(2), model: 'gateway/model-a', prompt_tokens: 10, completion_tokens: 40 }],
      'gw/b.jsonl': [{ timestamp: at(2), requestId: '5f-1', modelId: 'eu.anthropic.model-a-v1:0', input: { inputTokenCount: 10 }, output: { outputTokenCount: 40 } }, { timestamp: at(3), requestId: '5f-2', modelId: 'model-a', input: { inputTokenCount: 10 }, output: { outputTokenCount: 40 } }],
      'provider/a.csv': `timestamp,model,input_tokens,output_tokens,request_id\n${at(20)},model-a,10,41,req_2\n`,
    });
    expect(opened.posture.secondSources.map((source) => [source.path, source.records, source.joined])).toEqual([['gw/a.jsonl', 1, 1], ['gw/b.jsonl', 2, 1], ['provider/a.csv', 1, 1]]);
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('provider.')).map(({ finding }) => finding.detail['requestId'])).toEqual(['5f-2']);
  });

  it('say beside a sum what the transcripts of its span add up to, and make no finding of it', async () => {
    const opened = await openDrawn({
      [main]: [request('req_1', 1, 40, 't1'), request('req_2', 20, 41, 't2'), { ...request('req_3', 3, 7, 't3'), timestamp: '2026-05-15T16:00:00.000Z' }],
      'provider/usage.json': JSON.stringify({ data: [{ starting_at: '2026-05-15T14:00:00Z', ending_at: '2026-05-15T15:00:00Z', results: [{ uncached_input_tokens: 25, output_tokens: 90, model: 'model-a' }, { uncached_input_tokens: 1, output_tokens: 1, model: 'model-b' }] }] }),
    });
    const rows = Array.from({ length: opened.store.length }, (_, event) => event).filter((event) => opened.store.lane(event) === 'provider').map((event) => opened.store.argument(event));
    expect(rows).toEqual([expect.stringContaining('account for 20 in, 81 out in 2 requests'), expect.stringContaining('account for 0 in, 0 out in 0 requests')]);
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('provider.'))).toEqual([]);
  });

  it('whose times lie hours from those of the requests that they name are told, and not moved', async () => {
    const table = (hour: string) => `timestamp,model,input_tokens,output_tokens,request_id\n2026-05-15T${hour}:00:01Z,model-a,10,40,req_1\n2026-05-15T${hour}:00:20Z,model-a,10,41,req_2\n`;
    const rows = { [main]: [request('req_1', 1, 40, 't1'), request('req_2', 20, 41, 't2')] };
    const wrong = await openDrawn({ ...rows, 'provider/a.csv': table('16') });
    expect(wrong.problems).toMatchObject([{ path: 'provider/a.csv', reason: expect.stringContaining('2 h after those of the 2 requests') }]);
    expect(wrong.posture.secondSources).toMatchObject([{ first: Date.parse('2026-05-15T16:00:01Z'), joined: 2 }]);
    expect((await openDrawn({ ...rows, 'provider/a.csv': table('14') })).problems).toEqual([]);
  });

  it('are each switched off by themselves: a lane a kind, whatever the file', async () => {
    const opened = await openDrawn({
      [`${home}/.zsh_history`]: `: ${Date.parse(at(3)) / 1000}:0;ls\n`, 'edr/a.csv': `UtcTime,Computer,User,Image,CommandLine\n2026-05-15 14:00:04.5,h,kim,x,whoami\n`, 'edr/b.jsonl': [{ hostIdentifier: 'h', unixTime: Date.parse(at(5)) / 1000, columns: { cmdline: 'id' } }],
      'edr/c.jsonl': [{ '@timestamp': at(6), host: { name: 'h' }, process: { args: ['git', 'log'] } }], 'provider/a.csv': `timestamp,model,input_tokens,output_tokens\n${at(7)},m,1,2\n`,
    });
    expect(Array.from({ length: opened.store.length }, (_, event) => [opened.store.lane(event), opened.store.argument(event).split('  ')[0], opened.store.time(event)])).toEqual([
      ['shell', 'ls', Date.parse(at(3))], ['endpoint', 'whoami', Date.parse(at(4)) + 500], ['endpoint', 'id', Date.parse(at(5))], ['endpoint', 'git log', Date.parse(at(6))], ['provider', 'api_request', Date.parse(at(7))],
    ]);
  });

  it('of the provider’s messages are joined by their tool calls, and say where the content is not its own word', async () => {
    const opened = await openDrawn({
      [main]: [request('req_1', 1, 40, 'toolu_1')],
      'provider/messages.json': JSON.stringify({ session: { id: 'clls_1' }, data: [{ id: 'clsm_1', role: 'assistant', created_at: at(1), provenance: null, content: [{ type: 'tool_use', id: 'toolu_1', name: 'Read', input: '{}' }] }, { id: 'clsm_2', role: 'user', created_at: at(9), provenance: { type: 'client_asserted' }, content: [] }], next_page: null }),
    });
    const rows = Array.from({ length: opened.store.length }, (_, event) => event).filter((event) => opened.store.lane(event) === 'provider').map((event) => [opened.store.session(event), opened.store.argument(event)]);
    expect(rows).toEqual([['s1', 'message of assistant  toolu_1  joined by tool call'], [null, 'message of user  client_asserted']]);
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('provider.'))).toEqual([]);
  });

  it('of OpenTelemetry and of usage reports are read as documents, with sums as sums', async () => {
    const opened = await openDrawn({
      [main]: [request('req_1', 1, 40, 't1')],
      'provider/otel.json': JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: `${Date.parse(at(1))}000000`, body: { stringValue: 'claude_code.api_request' }, attributes: [{ key: 'request_id', value: { stringValue: 'req_1' } }, { key: 'model', value: { stringValue: 'model-a' } }, { key: 'input_tokens', value: { intValue: '10' } }, { key: 'output_tokens', value: { intValue: '40' } }] }] }] }] }),
      'provider/usage.json': JSON.stringify({ data: [{ starting_at: at(0), ending_at: at(59), results: [{ uncached_input_tokens: 10, output_tokens: 40, model: 'model-a' }] }], has_more: false, next_page: null }),
    });
    expect(opened.posture.secondSources.map((source) => [source.path, source.records, source.joined])).toEqual([['provider/otel.json', 1, 1], ['provider/usage.json', 1, 0]]);
    expect(opened.findings.filter(({ finding }) => finding.rule.startsWith('provider.'))).toEqual([]);
  });
});

describe('the decision that is proposed', () => {
  it('is none where no call ran unattended', async () => {
    const opened = await openDrawn({ [main]: [prompt('Go', 'default', { second: 1 }), call('t1', 'Bash', { command: 'ls' }, { second: 2 })] });
    expect(opened.posture.decision).toMatchObject({ queue: 'none' });
  });

  it('is the incident queue where a credential was read and the network followed, with the findings named', async () => {
    const opened = await openDrawn({ [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Bash', { command: 'cat ~/.aws/credentials' }, { second: 2 }), result('t1', 'x', { second: 3 }), call('t2', 'Bash', { command: 'curl https://files.example.org' }, { second: 4 })] });
    const { decision } = opened.posture;
    expect(decision.queue).toBe('ir');
    expect(decision.reasons[0]?.says).toContain('A credential was read');
    expect(decision.reasons[0]?.findings).toEqual([opened.findings.find(({ finding }) => finding.rule.startsWith('credential.'))?.finding.id]);
  });

  it('goes to the incident queue with transcripts only, because nothing covers the window', async () => {
    const opened = await openDrawn({ [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Read', { file_path: '/Users/kim/work/till/a' }, { second: 2 })] });
    expect(opened.posture.decision).toMatchObject({ queue: 'ir', reasons: [{ says: expect.stringContaining('does not cover the window') }] });
  });

  it('stands in the scan with the posture beside it', async () => {
    const opened = await openDrawn({ [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Read', { file_path: '/a' }, { second: 2 })], [`${home}/.zshrc`]: 'alias claude="claude --dangerously-skip-permissions"\n' });
    const scan = scanJson(opened, scanWindow(null, null, 'info'));
    expect(scan).toMatchObject({ decision: { queue: 'ir' }, posture: { flags: [{ origin: 'transcript', scope: 'one-off' }, { path: `${home}/.zshrc`, line: 1, scope: 'shell-config', sandboxed: false }], mcpServers: [], hooks: [], otherAgents: [] } });
  });
});

describe('the posture as it is shown', () => {
  it('fits the contract, and the runbook of a folder with transcripts only says what four steps would have needed', async () => {
    const opened = await openDrawn({ [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Read', { file_path: '/a' }, { second: 2 })] });
    const view = v.parse(contract['posture.read'].result, postureView(opened));
    expect(view.runbook.map((step) => [step.name, step.state])).toEqual([['Scope', 'not-possible'], ['Sandbox check', 'not-possible'], ['Session transcripts', 'done'], ['Git reflog', 'not-possible'], ['MCP registry', 'not-possible'], ['Rollback', 'your-call']]);
    expect(view.runbook.filter((step) => step.state === 'not-possible').every((step) => /[Ll]ook/.test(step.says))).toBe(true);
    expect(view.decision.queue).toBe('ir');
  });

  it('opens the finding behind each flag and server, and orders the levels of settings', async () => {
    const opened = await openDrawn({
      [main]: [prompt('Go', 'bypassPermissions', { second: 1 }), call('t1', 'Bash', { command: 'claude mcp add h -- /tmp/h' }, { second: 2 })],
      [`${home}/.zshrc`]: 'alias claude="claude --dangerously-skip-permissions"\n',
      [`${home}/.claude/settings.json`]: json({ permissions: { deny: ['WebFetch'] } }),
      [`${home}/.claude.json`]: json({ mcpServers: { h: { command: '/tmp/h' } } }),
    });
    const view = v.parse(contract['posture.read'].result, postureView(opened));
    const ids = new Set(opened.findings.map(({ finding }) => finding.id));
    expect([view.flags[0]?.findingId, view.servers[0]?.findingId].every((id) => id != null && ids.has(id))).toBe(true);
    expect(view.servers[0]?.severity).toBe('critical');
    expect(view.levels.map((level) => [level.scope, level.state, level.says])).toEqual([['managed', 'absent', ['disableBypassPermissionsMode could only be enforced here.']], ['local', 'absent', []], ['project', 'absent', []], ['user', 'present', ['permissions.deny: WebFetch']]]);
    expect(view.effective.bypass).toBe('allowed');
    expect(view.worst).toBe('critical');
  });
});
