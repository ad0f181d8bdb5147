import { describe, expect, it } from 'vitest';
import { openDrawn } from '../../drawn-case.ts';

const home = 'Users/kim';

async function agents(drawing: Parameters<typeof openDrawn>[0]) {
  const { posture } = await openDrawn(drawing);
  return posture.otherAgents.map((agent) => [agent.name, agent.path, agent.version, agent.configuration.map((path) => path.slice(agent.path.length + 1))]);
}

describe('other coding agents on the machine', () => {
  it.each<[string, Record<string, string>, unknown[]]>([
    ['Cursor', { [`${home}/.cursor/mcp.json`]: '{}', [`${home}/.cursor/cli-config.json`]: '{}' }, [['Cursor', `${home}/.cursor`, null, ['cli-config.json', 'mcp.json']]]],
    ['Cursor’s program', { 'Applications/Cursor.app/Contents/Resources/app/product.json': '{"version":"2.1.0"}' }, [['Cursor', 'Applications/Cursor.app', '2.1.0', []]]],
    ['Cursor’s command line', { [`${home}/.local/share/cursor-agent/versions/2026.05.01-ab12/cursor-agent`]: '#!/bin/sh\n' }, [['Cursor', `${home}/.local/share/cursor-agent/versions/2026.05.01-ab12`, '2026.05.01-ab12', []]]],
    ['Codex CLI', { [`${home}/.codex/config.toml`]: 'model = "x"\n', [`${home}/.codex/version.json`]: '{"latest_version":"0.60.0"}' }, [['Codex CLI', `${home}/.codex`, 'not recorded; an update check knew 0.60.0', ['config.toml', 'version.json']]]],
    ['Codex CLI as a package', { 'usr/local/lib/node_modules/@openai/codex/package.json': '{"version":"0.58.0"}' }, [['Codex CLI', 'usr/local/lib/node_modules/@openai/codex', '0.58.0', []]]],
    ['Gemini CLI', { [`${home}/.gemini/settings.json`]: '{}', 'usr/lib/node_modules/@google/gemini-cli/package.json': '{"version":"0.9.0"}' }, [['Gemini CLI', `${home}/.gemini`, null, ['settings.json']], ['Gemini CLI', 'usr/lib/node_modules/@google/gemini-cli', '0.9.0', []]]],
    ['Copilot CLI', { [`${home}/.copilot/config.json`]: '{}', [`${home}/.copilot/pkg/universal/0.0.339/index.js`]: '' }, [['Copilot CLI', `${home}/.copilot`, null, ['config.json']], ['Copilot CLI', `${home}/.copilot/pkg/universal/0.0.339`, '0.0.339', []]]],
    ['Continue', { [`${home}/.continue/config.yaml`]: 'name: x\n', [`${home}/.vscode/extensions/continue.continue-1.3.2-darwin-arm64/package.json`]: '{}' }, [['Continue', `${home}/.continue`, null, ['config.yaml']], ['Continue', `${home}/.vscode/extensions/continue.continue-1.3.2-darwin-arm64`, '1.3.2', []]]],
    ['Windsurf', { [`${home}/.codeium/windsurf/mcp_config.json`]: '{}', 'C/Users/lee/AppData/Local/Programs/Windsurf/resources/app/product.json': '{"version":"1.12.0"}' }, [['Windsurf', 'C/Users/lee/AppData/Local/Programs/Windsurf', '1.12.0', []], ['Windsurf', `${home}/.codeium/windsurf`, null, ['mcp_config.json']]]],
    ['opencode', { [`${home}/.config/opencode/opencode.jsonc`]: '{ // x\n}', [`${home}/.config/opencode/node_modules/@opencode-ai/plugin/package.json`]: '{"version":"1.0.9"}' }, [['opencode', `${home}/.config/opencode`, null, ['opencode.jsonc']], ['opencode', `${home}/.config/opencode/node_modules/@opencode-ai/plugin`, '1.0.9', []]]],
    ['Aider', { [`${home}/work/till/.aider.conf.yml`]: 'model: x\n', [`${home}/.local/share/uv/tools/aider-chat/lib/python3.12/site-packages/aider_chat-0.86.1.dist-info/METADATA`]: 'x' }, [['Aider', `${home}/.local/share/uv/tools/aider-chat/lib/python3.12/site-packages/aider_chat-0.86.1.dist-info`, '0.86.1', []], ['Aider', `${home}/work/till/.aider.conf.yml`, null, ['']]]],
  ])('%s', async (_name, drawing, expected) => {
    expect(await agents(drawing)).toEqual(expected);
  });

  it('are none by names that only look alike, nor by a project’s rules for them', async () => {
    expect(await agents({ [`${home}/work/till/.cursor/rules/a.mdc`]: 'x', [`${home}/cursor/a`]: 'x', [`${home}/work/codex/config.toml`]: 'x', [`${home}/work/till/docs/aider.md`]: 'x', [`${home}/.geminirc`]: 'x' })).toEqual([]);
  });

  it('keep their sessions unread', async () => {
    const opened = await openDrawn({ [`${home}/.codex/sessions/2026/05/15/rollout-x.jsonl`]: [{ timestamp: '2026-05-15T14:00:00Z', type: 'session_meta', payload: { id: 'x', cwd: '/Users/kim' } }] });
    expect([opened.store.length, opened.posture.otherAgents.length]).toEqual([0, 1]);
  });
});
