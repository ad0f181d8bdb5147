import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../events/json.ts';
import { argumentOf } from './argument.ts';

/** Each tool that is known, old names too, with an input as its version writes it. */
const calls: readonly (readonly [tool: string, input: JsonObject, line: string])[] = [
  ['Bash', { command: 'npm test', description: 'Run' }, 'npm test'],
  ['PowerShell', { command: 'dir' }, 'dir'],
  ['BashOutput', { bash_id: 'b1', filter: 'x' }, 'b1'],
  ['KillShell', { shell_id: 'b1' }, 'b1'],
  ['KillBash', { shell_id: 'b1' }, 'b1'],
  ['TaskOutput', { task_id: 'b1', block: true, timeout: 5 }, 'b1'],
  ['Monitor', { command: 'tail -f log', timeout_ms: 5 }, 'tail -f log'],
  ['Monitor', { ws: { url: 'wss://a.example' } }, '{"ws":{"url":"wss://a.example"}}'],
  ['Workflow', { scriptPath: 'w.js', args: {} }, 'w.js'],
  ['Read', { file_path: '/a', offset: 1, limit: 2 }, '/a'],
  ['Edit', { file_path: '/a', old_string: 'x', new_string: 'y' }, '/a'],
  ['Write', { file_path: '/a', content: 'x' }, '/a'],
  ['MultiEdit', { file_path: '/a', edits: [] }, '/a'],
  ['NotebookEdit', { notebook_path: '/a.ipynb', new_source: 'x' }, '/a.ipynb'],
  ['Glob', { pattern: '*.ts', path: 'src' }, '*.ts src'],
  ['Grep', { pattern: 'x', path: 'src', output_mode: 'content' }, 'x src'],
  ['LS', { path: '/a' }, '/a'],
  ['WebFetch', { url: 'https://a.example', prompt: 'sum up' }, 'https://a.example'],
  ['WebSearch', { query: 'x' }, 'x'],
  ['Agent', { description: 'Look', prompt: 'long', mode: 'plan' }, 'Look'],
  ['Task', { description: 'Look', prompt: 'long', subagent_type: 'explore' }, 'Look'],
  ['Skill', { skill: 'pdf', args: 'x' }, 'pdf'],
  ['SlashCommand', { command: '/x' }, '/x'],
  ['TodoWrite', { todos: [{ content: 'x' }] }, '{"todos":[{"content":"x"}]}'],
  ['TaskCreate', { subject: 'Fix', description: 'x' }, 'Fix'],
  ['TaskUpdate', { taskId: '1', status: 'completed' }, '1 completed'],
  ['AskUserQuestion', { questions: [] }, '{"questions":[]}'],
  ['ExitPlanMode', { plan: '# Plan', allowedPrompts: [] }, '# Plan'],
  ['CronCreate', { cron: '0 3 * * *', prompt: 'run', durable: true }, '0 3 * * * run'],
  ['ScheduleWakeup', { delaySeconds: 60, reason: 'wait', prompt: 'go on' }, 'wait go on'],
  ['mcp__db__query', { sql: 'select 1' }, 'select 1'],
  ['mcp__db__query', { sql: 'select 1', limit: 2 }, '{"sql":"select 1","limit":2}'],
  ['BrandNew', {}, ''],
];

describe('the line of a call', () => {
  it.each(calls)('of %s', (tool, input, line) => {
    expect(argumentOf(tool, input)).toBe(line);
  });

  it('is cut, and of input that is nested too deeply it says so', () => {
    expect(argumentOf('Bash', { command: 'x'.repeat(5000) })).toHaveLength(2000);
    const deep: JsonObject = JSON.parse(`{"a":${'['.repeat(100_000)}1${']'.repeat(100_000)},"b":1}`);
    expect(argumentOf('mcp__x__y', deep)).toContain('nested too deeply');
  });
});
