/** package.json, editor settings, source code and prose: where a bypass is asked for by an option, and where it is only named. */
import { bypassMention } from '../../shell/programs/agent-flags.ts';
import { commandPiece } from './container-pieces.ts';
import { decodedPiece, type DirectRequest, type Piece, type Pieces, type SandboxVariable } from './piece.ts';
import { at, environmentOf, readJsonTree, textOf, textsOf, type Tree } from './tree.ts';

/** The scripts of a package.json. */
export function packagePieces(text: string): Pieces {
  const { roots, problem } = readJsonTree(text);
  const pieces: Piece[] = [];
  for (const [name, script] of at(roots[0], 'scripts')?.entries ?? []) {
    const body = textOf(script);
    if (body !== null) pieces.push(decodedPiece(body, script.start, script.end, 'package-script', { reach: `whoever runs the script "${name.slice(0, 60)}"` }));
  }
  return { pieces, direct: [], problem };
}

/** VS Code: its settings for the extension, and tasks and terminals that start the agent. */
export function editorPieces(text: string): Pieces {
  const { roots, problem } = readJsonTree(text);
  const root = at(roots[0], 'settings') ?? roots[0];
  const direct: DirectRequest[] = [];
  const pieces: Piece[] = [];
  const ask = (key: string, wanted: (value: string) => boolean, offers: boolean): void => {
    const tree = at(root, key);
    const value = textOf(tree);
    if (tree === undefined || value === null || !wanted(value)) return;
    direct.push({ request: { agent: 'Claude Code', flag: `${key}: ${value}`, offers }, start: root?.keys.get(key) ?? tree.start, text: `"${key}": ${value}`, origin: 'editor-settings', how: 'editor setting' });
  };
  ask('claudeCode.allowDangerouslySkipPermissions', (value) => value === 'true', true);
  ask('claudeCode.initialPermissionMode', (value) => value === 'bypassPermissions', false);
  for (const task of at(roots[0], 'tasks')?.items ?? []) {
    const command = at(task, 'command');
    if (command === undefined) continue;
    const args = textsOf(at(task, 'args'));
    const env = environmentOf(at(task, 'options', 'env'));
    const body = textOf(command) ?? '';
    pieces.push(decodedPiece(args.length === 0 ? body : `${body} ${args.join(' ')}`, task.start, task.end, 'task-file', { ...(args.length === 0 ? {} : { argv: [...body.split(/\s+/), ...args] }), env, envFrom: "the task's env", reach: 'whoever runs the task' }));
  }
  for (const [, profile] of at(roots[0], 'terminal.integrated.profiles.linux')?.entries ?? []) {
    const path = at(profile, 'path');
    if (path !== undefined) pieces.push(commandPiece(path, 'editor-settings', { argv: [textOf(path) ?? '', ...textsOf(at(profile, 'args'))] }));
  }
  return { pieces, direct, problem };
}

interface Token {
  readonly kind: 'string' | 'comment' | 'word' | 'sign';
  readonly text: string;
  readonly start: number;
}

const scriptTokens = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[A-Za-z_$][\w$]*|\d+|[:=,[\](){}]/g;
const pythonTokens = /#[^\n]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[A-Za-z_]\w*|\d+|[:=,[\](){}]/g;

function tokens(text: string, python: boolean): readonly Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(python ? pythonTokens : scriptTokens)) {
    const [whole] = match;
    const first = whole[0] ?? '';
    const comment = python ? first === '#' : whole.startsWith('//') || whole.startsWith('/*');
    found.push({ kind: comment ? 'comment' : /["'`]/.test(first) ? 'string' : /[\w$]/.test(first) ? 'word' : 'sign', text: whole, start: match.index });
    if (found.length > 400_000) break;
  }
  return found;
}

const inner = (token: Token | undefined): string => (token === undefined ? '' : token.kind !== 'string' ? token.text : token.text.replace(/^("""|'''|["'`])([\s\S]*)\1$/, '$2'));

const claimNames = /^(?:IS_SANDBOX|CLAUDE_CODE_BUBBLEWRAP)$/;
const farthest = 4000;

/** What the same call gives the program as its environment, and what the file set in its own before. */
function claimsAt(list: readonly Token[], index: number): readonly SandboxVariable[] {
  let open = index;
  for (let depth = 0; open >= 0 && index - open < farthest; open--) {
    const sign = list[open]?.kind === 'sign' ? list[open]?.text : '';
    if (sign === ')') depth += 1;
    else if (sign === '(') {
      if (depth === 0) break;
      depth -= 1;
    }
  }
  const found: SandboxVariable[] = [];
  for (let at = open, depth = 0; open >= 0 && at < list.length && at - open < farthest; at++) {
    const token = list[at];
    if (token?.kind === 'sign' && token.text === '(') depth += 1;
    else if (token?.kind === 'sign' && token.text === ')' && --depth === 0) break;
    const claim = assigned(list, at, 'in the same call');
    if (claim !== null) found.push(claim);
  }
  for (let at = 0; at < index && found.length === 0; at++) {
    // `process.env.NAME = …`, `os.environ['NAME'] = …`: the words before it say that it is the program's own.
    const near = list.slice(Math.max(0, at - 3), at).map((token) => token.text);
    const claim = near.includes('env') || near.includes('environ') ? assigned(list, at, 'set before it in the same file') : null;
    if (claim !== null && list[at + 1]?.text !== ':') found.push(claim);
  }
  return found;
}

/** `NAME: '1'`, `NAME="1"`, `"NAME": "1"`, `['NAME'] = '1'`; a value that is no text or number is known at run time only. */
function assigned(list: readonly Token[], at: number, from: string): SandboxVariable | null {
  const name = inner(list[at]);
  if (!claimNames.test(name)) return null;
  const next = list[at + 1]?.text === ']' ? at + 2 : at + 1;
  if (list[next]?.text !== ':' && list[next]?.text !== '=') return null;
  const value = list[next + 1];
  return { name, value: value?.kind === 'string' || /^\d+$/.test(value?.text ?? '') ? inner(value) : null, from };
}

/** Source code of JavaScript, TypeScript and Python: options of an SDK, and words given to a process that is started. */
export function codePieces(text: string, python: boolean): Pieces {
  const direct: DirectRequest[] = [];
  const pieces: Piece[] = [];
  const list = tokens(text, python).filter((token) => token.kind !== 'comment');
  for (let index = 0; index < list.length; index++) {
    const token = list[index];
    if (token === undefined) continue;
    const name = inner(token);
    const sign = list[index + 1]?.text;
    const value = list[index + 2];
    if ((sign === ':' || sign === '=') && value !== undefined) {
      const option = /^(?:permissionMode|permission_mode|defaultMode)$/.test(name) && value.kind === 'string' && inner(value) === 'bypassPermissions';
      const allowed = /^(?:allowDangerouslySkipPermissions|allow_dangerously_skip_permissions|dangerouslySkipPermissions|dangerously_skip_permissions)$/.test(name) && /^(?:true|True)$/.test(value.text);
      if (option || allowed) {
        direct.push({ request: { agent: 'Claude Code', flag: `${name}: ${inner(value)}`, offers: name.startsWith('allow') }, start: token.start, text: `${name}: ${inner(value)}`, origin: 'source-code', how: 'option of the SDK', claims: claimsAt(list, index) });
        continue;
      }
    }
    if (token.kind !== 'string') continue;
    if (/^--(?:allow-)?dangerously-skip-permissions$|^--dangerously-bypass-approvals-and-sandbox$/.test(name)) {
      direct.push({ request: { agent: name.includes('approvals') ? 'Codex CLI' : 'Claude Code', flag: name, offers: name.startsWith('--allow') }, start: token.start, text: around(text, token.start), origin: 'source-code', how: 'word given to a program that the code starts', claims: claimsAt(list, index) });
    } else if (name.includes('--dangerously-') || /--permission-mode[= ]bypassPermissions/.test(name)) {
      // A documentation string is prose; a text that begins with the agent's name is a command.
      if (!/^\s*(?:[A-Z_]+=\S*\s+)*(?:env\s|npx\s|exec\s|\S*\/)?(?:claude|codex)\b/.test(name)) continue;
      const quote = token.text.length - name.length;
      pieces.push(decodedPiece(name.replaceAll(/\$\{[^}]*\}/g, '…'), token.start + quote / 2, token.start + token.text.length, 'source-code', { reach: 'whoever runs the program', env: new Map(claimsAt(list, index).map((claim) => [claim.name, claim.value])), envFrom: 'in the same call or set before it' }));
    } else if (name === '--permission-mode' && inner(list[index + 2]) === 'bypassPermissions') {
      direct.push({ request: { agent: 'Claude Code', flag: '--permission-mode bypassPermissions', offers: false }, start: token.start, text: around(text, token.start), origin: 'source-code', how: 'word given to a program that the code starts', claims: claimsAt(list, index) });
    }
  }
  return { pieces, direct, problem: null };
}

function around(text: string, position: number): string {
  const start = text.lastIndexOf('\n', position) + 1;
  const end = text.indexOf('\n', position);
  return text.slice(start, end < 0 ? text.length : end).trim().slice(0, 400);
}

/** Each line of prose that names the bypass. */
export function mentions(text: string): readonly { readonly start: number; readonly flag: string }[] {
  const found: { start: number; flag: string }[] = [];
  for (const match of text.matchAll(bypassMention)) {
    found.push({ start: match.index, flag: match[0] });
    if (found.length >= 2000) break;
  }
  return found;
}

/** Settings of other agents that ask for the same. */
export function agentConfigPieces(path: string, text: string): Pieces {
  const direct: DirectRequest[] = [];
  const line = (pattern: RegExp, agent: string, offers = false): void => {
    for (const match of text.matchAll(pattern)) if (!around(text, match.index).startsWith('#')) direct.push({ request: { agent, flag: match[0].trim().slice(0, 200), offers }, start: match.index + (match[0].length - match[0].trimStart().length), text: around(text, match.index), origin: 'agent-config', how: 'configuration of the agent' });
  };
  if (/(^|\/)\.codex\/.*\.toml$/.test(path)) {
    line(/^[ \t]*approval_policy[ \t]*=[ \t]*"never"/gm, 'Codex CLI');
    line(/^[ \t]*sandbox_mode[ \t]*=[ \t]*"danger-full-access"/gm, 'Codex CLI');
  } else if (/(^|\/)\.aider\.conf\.ya?ml$/.test(path)) line(/^[ \t]*yes-always[ \t]*:[ \t]*true/gm, 'Aider');
  else if (path.endsWith('.json') || path.endsWith('.jsonc')) {
    const { roots, problem } = readJsonTree(text);
    const root = roots[0];
    const ask = (tree: Tree | undefined, wanted: RegExp, agent: string, name: string): void => {
      const value = textOf(tree);
      if (tree !== undefined && value !== null && wanted.test(value)) direct.push({ request: { agent, flag: `${name}: ${value}`, offers: false }, start: tree.start, text: around(text, tree.start), origin: 'agent-config', how: 'configuration of the agent' });
    };
    if (/(^|\/)\.gemini\/settings\.json$/.test(path)) {
      ask(at(root, 'general', 'defaultApprovalMode'), /^yolo$/, 'Gemini CLI', 'general.defaultApprovalMode');
      ask(at(root, 'autoAccept'), /^true$/, 'Gemini CLI', 'autoAccept');
    } else if (/(^|\/)opencode\.jsonc?$/.test(path)) {
      ask(at(root, 'permission'), /^allow$/, 'opencode', 'permission');
      ask(at(root, 'permission', 'bash'), /^allow$/, 'opencode', 'permission.bash');
      ask(at(root, 'permission', '*'), /^allow$/, 'opencode', 'permission.*');
    } else if (/(^|\/)\.cursor\/(?:cli-config|cli|permissions)\.json$/.test(path)) {
      for (const item of at(root, 'permissions', 'allow')?.items ?? []) ask(item, /^Shell\(\*{1,2}\)$/, 'Cursor', 'permissions.allow');
      ask(at(root, 'approvalMode'), /^(?:yolo|unrestricted|auto-run)$/, 'Cursor', 'approvalMode');
    }
    return { pieces: [], direct, problem };
  }
  return { pieces: [], direct, problem: null };
}
