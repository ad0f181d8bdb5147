/** Git commands that a call of an MCP server stands for, by the name of its tool and its input. Pure. */
import type { Json, JsonObject } from '../../events/json.ts';
import { firstText } from '../../events/json.ts';
import type { ToolCall } from '../examined-call.ts';
import type { GitAct } from './act.ts';

/** Servers of hosting services change what is on their own machines. */
const elsewhere = /^mcp__[^_]*(?:github|gitlab|gitea|bitbucket)/i;
const moves = new Set(['commit', 'checkout', 'switch', 'reset', 'merge', 'rebase', 'pull', 'push', 'fetch', 'branch', 'tag', 'stash', 'cherry-pick', 'revert', 'am', 'worktree', 'update-ref', 'clone']);
const otherNames: Readonly<Record<string, string>> = { 'create-branch': 'branch', 'branch-create': 'branch', 'delete-branch': 'branch', 'create-tag': 'tag', 'checkout-branch': 'checkout', 'switch-branch': 'switch', amend: 'commit' };

/** The act of one call; none where the tool's name names no command of git that moves a ref. */
export function serverGitActs(event: number, { tool, input, cwd }: Pick<ToolCall, 'tool' | 'input' | 'cwd'>): readonly GitAct[] {
  if (elsewhere.test(tool)) return [];
  const [, server = '', name = ''] = /^mcp__(.+?)__(.+)$/.exec(tool) ?? [];
  const bare = name.replace(/^git[_-]?/i, '').replaceAll('_', '-').toLowerCase();
  const verb = otherNames[bare] ?? bare;
  if (!moves.has(verb) || !(/git/i.test(server) || /^git[_-]/i.test(name))) return [];
  const directory = firstText(input, 'repo_path', 'repoPath', 'repository_path', 'repository', 'working_dir', 'workingDirectory', 'cwd', 'directory', 'path');
  return [{ event, order: 0, directory: directory !== null && /^(?:[A-Za-z]:)?[\\/]/.test(directory) ? directory.replace(/[\\/]\.git[\\/]?$/, '') : cwd, verb, argv: argvOf(bare, input), last: true, background: false, open: false, repeats: false, date: null, via: 'server' }];
}

function argvOf(name: string, input: JsonObject): readonly string[] {
  const argv: string[] = [];
  const message = firstText(input, 'message', 'commit_message', 'commitMessage');
  if (name === 'amend' || yes(input['amend'])) argv.push('--amend');
  if (name === 'delete-branch' || yes(input['delete'])) argv.push('-d');
  if (yes(input['create']) || yes(input['create_branch']) || yes(input['newBranch']) || yes(input['create_new'])) argv.push('-b');
  const mode = firstText(input, 'mode', 'operation', 'action');
  if (mode !== null) argv.push(/^(?:hard|soft|mixed|keep)$/.test(mode) ? `--${mode}` : mode);
  if (message !== null) argv.push('-m', message);
  const target = firstText(input, 'branch_name', 'branchName', 'branch', 'branchOrPath', 'commit', 'commitHash', 'revision', 'ref', 'target', 'tag_name', 'tagName');
  if (target !== null) argv.push(target);
  return argv;
}

function yes(value: Json | undefined): boolean {
  return value === true || value === 'true';
}
