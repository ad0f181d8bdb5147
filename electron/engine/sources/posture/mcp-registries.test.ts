import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';

const home = 'Users/kim';
const one = JSON.stringify({ mcpServers: { x: { command: '/opt/x', env: { TOKEN: 'hidden-value' }, headers: { Authorization: 'hidden-value' } } } }, null, 1);

/** Path, text, the scope and the agent whose registry it is. */
const registries: readonly (readonly [string, string, string, string])[] = [
  [`${home}/work/till/.mcp.json`, one, 'project', 'Claude Code'],
  [`${home}/.claude.json`, one, 'user', 'Claude Code'],
  [`${home}/.claude.json`, JSON.stringify({ projects: { '/Users/kim/work/till': { mcpServers: { x: { command: '/opt/x' } } } } }), 'local', 'Claude Code'],
  ['etc/claude-code/managed-mcp.json', one, 'managed', 'Claude Code'],
  ['Library/Application Support/ClaudeCode/managed-mcp.json', one, 'managed', 'Claude Code'],
  ['C/Program Files/ClaudeCode/managed-mcp.json', one, 'managed', 'Claude Code'],
  [`${home}/.claude/plugins/cache/acme/.mcp.json`, JSON.stringify({ x: { command: '/opt/x' } }), 'plugin', 'Claude Code'],
  [`${home}/.claude/plugins/cache/acme/.claude-plugin/plugin.json`, one, 'plugin', 'Claude Code'],
  [`${home}/.config/claude-code/mcp_servers.json`, one, 'none', 'Claude Code'],
  [`${home}/.claude-code/mcp_servers.json`, one, 'none', 'Claude Code'],
  [`${home}/.claude/mcp_servers.json`, one, 'none', 'Claude Code'],
  ['C/Users/kim/AppData/Roaming/claude-code/mcp_servers.json', one, 'none', 'Claude Code'],
  [`${home}/.claude/settings.json`, one, 'none', 'Claude Code'],
  [`${home}/work/till/.claude/agents/a.md`, '---\nname: a\nmcpServers:\n  x:\n    command: /opt/x\n---\n', 'project', 'Claude Code'],
  [`${home}/Library/Application Support/Claude/claude_desktop_config.json`, one, 'other-agent', 'Claude Desktop'],
  [`${home}/.cursor/mcp.json`, one, 'other-agent', 'Cursor'],
  [`${home}/work/till/.cursor/mcp.json`, one, 'other-agent', 'Cursor'],
  [`${home}/.codex/config.toml`, '[mcp_servers."x"]\ncommand = "/opt/x"\nenv = { TOKEN = "hidden-value" }\n', 'other-agent', 'Codex CLI'],
  [`${home}/.gemini/settings.json`, one, 'other-agent', 'Gemini CLI'],
  [`${home}/.codeium/windsurf/mcp_config.json`, one, 'other-agent', 'Windsurf'],
  [`${home}/.config/opencode/opencode.json`, JSON.stringify({ mcp: { x: { type: 'local', command: ['/opt/x', '--y'], environment: { TOKEN: 'hidden-value' } } } }), 'other-agent', 'opencode'],
  [`${home}/.copilot/mcp-config.json`, one, 'other-agent', 'Copilot CLI'],
  [`${home}/work/till/.vscode/mcp.json`, JSON.stringify({ servers: { x: { command: '/opt/x' } } }), 'other-agent', 'VS Code'],
  [`${home}/Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json`, one, 'other-agent', 'Cline'],
  [`${home}/.continue/config.yaml`, 'mcpServers:\n  - name: x\n    command: /opt/x\n    env: { TOKEN: hidden-value }\n', 'other-agent', 'Continue'],
  [`${home}/.continue/mcpServers/x.yaml`, 'mcpServers:\n  - name: x\n    command: /opt/x\n', 'other-agent', 'Continue'],
];

describe('registries of tool servers', () => {
  it.each(registries)('%s', async (path, text, scope, agent) => {
    const opened = await openDrawn({ [path]: text });
    expect(opened.posture.servers.map(({ server }) => [server.name, server.scope, server.agent, server.command, server.ref.path])).toEqual([['x', scope, agent, '/opt/x', path]]);
    expect(JSON.stringify(opened.posture)).not.toContain('hidden-value');
  });

  it.each([
    ['a managed file in a project', `${home}/work/infra/managed-mcp.json`, one],
    ['a package’s own files', `${home}/work/till/node_modules/y/.mcp.json`, one],
    ['another JSON file', `${home}/work/till/mcp.json`, one],
    ['a text that shows a registry', `${home}/work/till/docs/a.md`, one],
    ['a head without servers', `${home}/work/till/.claude/agents/a.md`, '---\nname: a\nmcpServers:\n  - github\n---\n'],
  ])('not %s', async (_name, path, text) => {
    expect((await openDrawn({ [path]: text })).posture.servers).toEqual([]);
  });

  it('with comments, trailing commas and CRLF are read, broken ones are named and read as far as they go', async () => {
    const opened = await openDrawn({ 'a/.mcp.json': '{ // mine\r\n "mcpServers": { "x": { "command": "/opt/x", }, },\r\n}\r\n', 'b/.mcp.json': '{ "mcpServers": { "y": { "command": "/opt/y" }, ' });
    expect(opened.posture.servers.map(({ server }) => [server.name, server.ref.line])).toEqual([['x', 2], ['y', 1]]);
    expect(opened.problems).toMatchObject([{ path: 'b/.mcp.json', reason: expect.stringContaining('Not read to its end') }]);
  });
});

describe('what a server’s program is', () => {
  const binary = async (server: object, more: Parameters<typeof openDrawn>[0] = {}) => (await openDrawn({ ...more, [`${home}/.claude.json`]: JSON.stringify({ mcpServers: { x: server } }) })).posture.servers[0]?.binary;

  it.each([
    [{ command: 'npx', args: ['-y', '@acme/x@1.2.3'] }, '@acme/x', '1.2.3', true],
    [{ command: 'npx', args: ['-y', '@acme/x'] }, '@acme/x', null, false],
    [{ command: 'npx', args: ['-y', '@acme/x@latest'] }, '@acme/x', 'latest', false],
    [{ command: 'npx', args: ['-y', 'x@^1.2.3'] }, 'x', '^1.2.3', false],
    [{ command: 'npx', args: ['--package=@acme/x@1.2.3', 'x-serve'] }, '@acme/x', '1.2.3', true],
    [{ command: 'cmd', args: ['/c', 'npx', '-y', 'x@1.0.0'] }, 'x', '1.0.0', true],
    [{ command: 'C:\\Program Files\\nodejs\\npx.cmd', args: ['x@1.0.0'] }, 'x', '1.0.0', true],
    [{ command: 'uvx', args: ['--from', 'x==1.0.0', 'serve'] }, 'x', '1.0.0', true],
    [{ command: 'pipx', args: ['run', 'x'] }, 'x', null, false],
    [{ command: 'env', args: ['A=1', 'bunx', 'x@2.0.0'] }, 'x', '2.0.0', true],
    [{ command: 'pnpm', args: ['dlx', 'x'] }, 'x', null, false],
  ])('%j', async (server, name, version, pinned) => {
    expect(await binary(server)).toMatchObject({ kind: 'package', package: name, version, pinned });
  });

  it('has a hash and a type where the copy holds it', async () => {
    expect(await binary({ command: '/opt/x' }, { 'opt/x': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]) })).toMatchObject({ kind: 'in-copy', fileType: 'an ELF program (Linux)', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await binary({ command: 'node', args: ['/opt/x.js'] }, { 'opt/x.js': 'x\n' })).toMatchObject({ kind: 'in-copy', path: 'opt/x.js', fileType: 'a text file' });
    expect(await binary({ command: '~/x' }, { [`${home}/x`]: 'MZ\0' })).toMatchObject({ kind: 'in-copy', fileType: 'a Windows program' });
  });

  it.each([
    [{ command: '/opt/gone' }, 'unknown', false],
    [{ command: '/tmp/x' }, 'unknown', true],
    [{ command: '/private/var/folders/a/x' }, 'unknown', true],
    [{ command: 'C:\\Users\\kim\\AppData\\Local\\Temp\\x.exe' }, 'unknown', true],
    [{ command: 'x-serve' }, 'system', false],
    [{ command: 'docker', args: ['run', 'ghcr.io/acme/x:1'] }, 'container-image', false],
    [{ type: 'http', url: 'https://mcp.example.com' }, 'none', false],
  ])('%j is %s', async (server, kind, temporary) => {
    expect(await binary(server)).toMatchObject({ kind, temporary });
  });
});
