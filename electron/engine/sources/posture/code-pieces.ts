/** package.json, editor settings, source code and prose: where a bypass is asked for by an option, and where it is only named. */
import { bypassMention } from '../../shell/programs/agent-flags.ts';
import { commandPiece } from './container-pieces.ts';
import { editorSettings } from './editor-settings.ts';
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
  const { direct } = editorSettings(root, { origin: 'editor-settings' });
  const pieces: Piece[] = [];
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
  const ask = (index: number, flag: string, what: string, how: string, offers: boolean): void => {
    direct.push({ request: { agent: flag.includes('approvals') ? 'Codex CLI' : 'Claude Code', flag, offers }, start: list[index]?.start ?? 0, text: what, origin: 'source-code', how, claims: claimsAt(list, index) });
  };
  for (let index = 0; index < list.length; index++) {
    const token = list[index];
    if (token === undefined) continue;
    const name = inner(token);
    const option = sdkOption(text, list, index);
    if (option !== null) {
      ask(index, option.flag, option.flag, 'option of the SDK', option.offers);
      continue;
    }
    if (token.kind !== 'string' || onlyNamed(text, list, index, python)) continue;
    if (/^--(?:allow-)?dangerously-skip-permissions$|^--dangerously-bypass-approvals-and-sandbox$/.test(name)) ask(index, name, around(text, token.start), givenWord, name.startsWith('--allow'));
    else if (/^(?:allow-)?dangerously-skip-permissions$/.test(name) && list[index + 1]?.text === ':') ask(index, `--${name}`, around(text, token.start), givenWord, name.startsWith('allow'));
    else if (name.includes('--dangerously-') || /--permission-mode[= ]bypassPermissions/.test(name)) {
      // A text that begins with the agent's name is a command.
      if (!/^\s*(?:[A-Z_]+=\S*\s+)*(?:env\s|npx\s|exec\s|\S*\/)?(?:claude|codex)\b/.test(name)) continue;
      const quote = token.text.length - name.length;
      pieces.push(decodedPiece(name.replaceAll(/\$\{[^}]*\}/g, '…'), token.start + quote / 2, token.start + token.text.length, 'source-code', { reach: 'whoever runs the program', env: new Map(claimsAt(list, index).map((claim) => [claim.name, claim.value])), envFrom: 'in the same call or set before it' }));
    } else if (name === '--permission-mode' && inner(list[index + 2]) === 'bypassPermissions') ask(index, '--permission-mode bypassPermissions', around(text, token.start), givenWord, false);
  }
  return { pieces, direct, problem: null };
}

const givenWord = 'word given to a program that the code starts';

/** `permissionMode: 'bypassPermissions'`; where the code chooses between modes, it only can become that one. */
function sdkOption(text: string, list: readonly Token[], index: number): { readonly flag: string; readonly offers: boolean } | null {
  const [token, sign, value] = [list[index], list[index + 1], list[index + 2]];
  if (token === undefined || value === undefined || (sign?.text !== ':' && sign?.text !== '=') || value.text === '=') return null;
  // `permissionMode?: …` declares a type.
  if (/[?!]/.test(text.slice(token.start + token.text.length, sign.start))) return null;
  const name = inner(token);
  if (/^(?:allowDangerouslySkipPermissions|allow_dangerously_skip_permissions|dangerouslySkipPermissions|dangerously_skip_permissions)$/.test(name)) return /^(?:true|True)$/.test(value.text) ? { flag: `${name}: ${value.text}`, offers: name.startsWith('allow') } : null;
  if (!/^(?:permissionMode|permission_mode|defaultMode)$/.test(name)) return null;
  for (let next = index + 2, depth = 0; next < list.length && next < index + 24; next++) {
    const here = list[next];
    if (here === undefined || (here.kind === 'sign' && depth === 0 && /^[,)\]}]$/.test(here.text))) break;
    if (here.kind === 'sign') depth += /^[([{]$/.test(here.text) ? 1 : /^[)\]}]$/.test(here.text) ? -1 : 0;
    if (here.kind !== 'string' || inner(here) !== 'bypassPermissions') continue;
    if (next === index + 2) return /^\s*\|(?!\|)/.test(text.slice(here.start + here.text.length)) ? null : { flag: `${name}: bypassPermissions`, offers: false };
    const between = text.slice(value.start, here.start);
    return /\?|\|\||\b(?:if|else|or)\b/.test(between) && !/[;\n]\s*\S+\s*=|[=!]==?\s*$/.test(between) ? { flag: `${name}: bypassPermissions`, offers: true } : null;
  }
  return null;
}

/** Calls that print a text, look for it, or declare it as an option of their own. */
const namers = /^(?:includes|indexOf|lastIndexOf|startsWith|endsWith|startswith|endswith|has|match|test|replace|count|index|add_argument|add_option|addOption|option|describe|it|log|info|warn|warning|error|debug|trace|print|println|puts|echo|write|writeln|fail|skip|raises|\w*(?:Error|Exception|Warning)|to(?:Be|Equal|Contain|Match|Have)\w*|assert\w*)$/;

/** True where a text is compared, looked for, printed or documentation, and so given to nobody. */
function onlyNamed(text: string, list: readonly Token[], index: number, python: boolean): boolean {
  const token = list[index];
  if (token === undefined) return false;
  const before = text.slice(Math.max(0, token.start - 12), token.start);
  const after = text.slice(token.start + token.text.length, token.start + token.text.length + 12);
  if (/(?:[=!]==?|\bcase|\bin)\s*$/.test(before) || /^\s*(?:[=!]==?|(?:not\s+)?in\b)/.test(after)) return true;
  // A key of a table, and what a list of refused words holds.
  if (/^--/.test(inner(token)) && list[index + 1]?.text === ':') return true;
  if (list.slice(Math.max(0, index - 6), index).some((each) => each.kind === 'word' && /deny|denied|forbid|block|banned|disallow|refuse/i.test(each.text))) return true;
  if (python && /^(?:"""|''')/.test(token.text) && !/^[=(,[]$/.test(list[index - 1]?.text ?? '')) return true;
  for (let at = index - 1, depth = 0; at >= 0 && index - at < 400; at--) {
    const sign = list[at];
    if (sign?.kind !== 'sign') continue;
    if (sign.text === ')') depth += 1;
    else if (sign.text === '(' && depth > 0) depth -= 1;
    else if (sign.text === '(') return namers.test(list[at - 1]?.text ?? '');
    else if (sign.text === '{' && depth === 0 && list[at - 1]?.text === ')') return false; // The body of a function, not what it is given.
  }
  return false;
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
    line(/^[ \t]*approval_policy[ \t]*=[ \t]*["']never["']/gm, 'Codex CLI');
    line(/^[ \t]*sandbox_mode[ \t]*=[ \t]*["']danger-full-access["']/gm, 'Codex CLI');
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
      ask(at(root, 'permission', 'bash', '*'), /^allow$/, 'opencode', 'permission.bash.*');
    } else if (/(^|\/)\.cursor\/(?:cli-config|cli|permissions)\.json$/.test(path)) {
      for (const item of at(root, 'permissions', 'allow')?.items ?? []) ask(item, /^Shell\(\*{1,2}\)$/, 'Cursor', 'permissions.allow');
      ask(at(root, 'approvalMode'), /^(?:yolo|unrestricted|auto-run)$/, 'Cursor', 'approvalMode');
    }
    return { pieces: [], direct, problem };
  }
  return { pieces: [], direct, problem: null };
}
