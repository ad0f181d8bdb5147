import { describe, expect, it } from 'vitest';
import { call, prompt } from '../../../e2e/draw-evidence.ts';
import { openDrawn } from '../drawn-case.ts';

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;
const home = 'Users/kim';
const plugin = `${home}/.claude/plugins/cache/market/lint/1.0.0`;
const hook = (command: string) => ({ PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command }] }] });

describe('what plugins and other agents register', () => {
  it('names programs by the folder of the plugin, which the copy holds', async () => {
    const { posture, findings } = await openDrawn({
      [`${plugin}/.mcp.json`]: json({ mcpServers: { lint: { command: '${CLAUDE_PLUGIN_ROOT}/bin/lint' }, node: { command: 'node', args: ['${CLAUDE_PLUGIN_ROOT}/bin/lint'] } } }),
      [`${plugin}/bin/lint`]: '#!/bin/sh\n',
      [`${plugin}/hooks/hooks.json`]: json({ hooks: hook('"${CLAUDE_PLUGIN_ROOT}"/bin/lint --fix') }),
      [`${plugin}/.claude-plugin/plugin.json`]: json({ name: 'lint', hooks: hook('${CLAUDE_PLUGIN_ROOT}/bin/gone') }),
    });
    expect(posture.servers.map((each) => [each.server.name, each.binary.path])).toEqual([['lint', `${plugin}/bin/lint`], ['node', `${plugin}/bin/lint`]]);
    expect(posture.hooks.map((each) => [each.hook.scope, each.hook.file])).toEqual([['plugin', 'absent'], ['plugin', `${plugin}/bin/lint`]]);
    expect(findings.filter(({ finding }) => finding.rule.startsWith('posture.')).map(({ finding }) => finding.rule)).toEqual(['posture.hook-missing']);
  });

  it('finds the file of a hook whose path is quoted in part, as the client documents it', async () => {
    const { posture } = await openDrawn({ [`${home}/till/.claude/settings.json`]: json({ hooks: hook('"$CLAUDE_PROJECT_DIR"/.claude/hooks/check.sh') }), [`${home}/till/.claude/hooks/check.sh`]: '#!/bin/sh\n' });
    expect(posture.hooks.map((each) => each.hook.file)).toEqual([`${home}/till/.claude/hooks/check.sh`]);
  });

  it('reads the tables of Codex with lists of several lines, names in quotes, comments and variables further down', async () => {
    const { posture } = await openDrawn({ [`${home}/.codex/config.toml`]: 'model = "x" # [mcp_servers.no]\n[mcp_servers.one]\ncommand = "npx"\nargs = [\n  "-y", # always\n  "one@1.2.3",\n]\n[mcp_servers."two words"]\r\nurl = \'https://two.example.test/#a\'\r\n[mcp_servers.one.env]\nKEY = "hidden"\n[mcp_servers.one.tools.x]\ncommand = "no"\n' });
    expect(posture.servers.map(({ server, binary }) => [server.ref.line, server.name, server.command, server.args, server.url, server.envNames, binary.package])).toEqual([[2, 'one', 'npx', ['-y', 'one@1.2.3'], null, ['KEY'], 'one'], [8, 'two words', null, [], 'https://two.example.test/#a', [], null]]);
  });

  it('names the servers in the head of an agent', async () => {
    const { posture } = await openDrawn({ [`${home}/.claude/agents/a.md`]: '---\nname: a\nmcpServers:\n  - known\n  - db:\n      command: /opt/db\n---\n' });
    expect(posture.servers.map(({ server }) => [server.name, server.command])).toEqual([['db', '/opt/db']]);
  });

  it('lets no registry of one user or machine hide that of another', async () => {
    const server = json({ mcpServers: { db: { command: 'db' } } });
    const { posture } = await openDrawn({
      'a/home/kim/.claude.json': json({ projects: { '/home/kim/work': { mcpServers: { db: { command: 'local' } } } } }), 'a/home/ana/.claude.json': server,
      'b/etc/claude-code/managed-mcp.json': json({ mcpServers: { only: { command: 'only' } } }), 'b/home/kim/.claude.json': server,
    });
    expect(posture.servers.map((each) => [each.server.ref.path, each.server.note])).toEqual([['a/home/ana/.claude.json', null], ['a/home/kim/.claude.json', null], ['b/etc/claude-code/managed-mcp.json', expect.any(String)], ['b/home/kim/.claude.json', expect.stringContaining('replaces it')]]);
  });

  it('finds a mode that is written with escapes', async () => {
    const { posture } = await openDrawn({ [`${home}/.claude/settings.json`]: '{"permissions":{"defaultMode":"bypassPermissi\\u006fns"}}\n' });
    expect(posture.flags.map((each) => [each.scope, each.flag])).toEqual([['settings', 'permissions.defaultMode: bypassPermissions']]);
  });

  it('replays a rule on files over absolute paths of Windows', async () => {
    const at = { cwd: 'C:\\Users\\kim\\till', second: 1 };
    const { posture } = await openDrawn({
      'C/Users/kim/.claude/projects/C--Users-kim-till/s1.jsonl': [prompt('Go', 'bypassPermissions', at), call('t1', 'Read', { file_path: 'C:\\Users\\kim\\till\\secrets\\a.txt' }, at)],
      'C/Users/kim/till/.claude/settings.json': json({ permissions: { deny: ['Read(./secrets/**)', 'Read(~/till/secrets/**)', 'Read(./other/**)'] } }),
    });
    expect(posture.rules.map((each) => [each.rule, each.matched])).toEqual([['Read(./secrets/**)', 1], ['Read(~/till/secrets/**)', 1], ['Read(./other/**)', 0]]);
  });
});

describe('what is more than is kept', () => {
  it('is said of servers, hooks and places', async () => {
    const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
    const { problems, posture } = await openDrawn({
      [`${home}/.claude.json`]: json({ mcpServers: Object.fromEntries(many(2100, (at) => [`s${at}`, { command: 'x' }])) }),
      [`${home}/.claude/settings.json`]: json({ hooks: { PreToolUse: [{ matcher: 'Bash', hooks: many(600, (at) => ({ type: 'command', command: `h${at}` })) }] } }),
      [`${home}/run.sh`]: many(600, (at) => `claude --dangerously-skip-permissions -p ${at}\n`).join(''),
      [`${home}/.bash_eternal_history`]: many(2100, (at) => `claude --dangerously-skip-permissions -p ${at}\n`).join(''),
    });
    expect([posture.servers.length, posture.hooks.length, posture.flags.length]).toEqual([2000, 500, 2500]);
    expect(problems.map((each) => `${each.path.split('/').at(-1)}: ${each.reason}`).sort()).toEqual([
      '.bash_eternal_history: Its commands name the bypass more than 2000 times; the first of them are listed as places.',
      '.claude.json: The registries of the copy name more than 2000 MCP servers; those beyond, from this file on, are not listed.',
      'run.sh: It names the bypass in more than 500 places; the first 500 are listed.',
      'settings.json: Of its hooks the first 500 were read.',
    ]);
  });
});

describe('a setting of several files', () => {
  it('adds up where it is a list, and is won by the highest where it is a switch among lists', async () => {
    const sandbox = (host: string, open: boolean) => json({ sandbox: { network: { allowedDomains: [host], allowAllUnixSockets: open } } });
    const { posture } = await openDrawn({ 'etc/claude-code/managed-settings.json': sandbox('a.example.test', false), 'home/kim/.claude/settings.json': sandbox('b.example.test', true) });
    const row = (name: string) => posture.settings.filter((each) => each.name === `sandbox.network.${name}`).map((each) => [each.state, each.value]);
    expect([row('allowedDomains'), row('allowAllUnixSockets')]).toEqual([[['merged', 'a.example.test, b.example.test']], [['set', 'false']]]);
  });
});
