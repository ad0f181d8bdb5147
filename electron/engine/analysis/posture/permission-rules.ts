/** What a permission rule matches, and what rules would have done to calls that were made. Follows the client's own forms. Pure. */
import picomatch from 'picomatch';
import { readInvocations } from '../../shell/invocations.ts';

/** A call, with paths as absolute paths of the source machine. */
export interface ReplayedCall {
  readonly tool: string;
  /** A shell tool's command. */
  readonly command: string | null;
  /** The file that a file tool names. */
  readonly path: string | null;
  readonly url: string | null;
  readonly cwd: string | null;
  readonly home: string | null;
}

/** Where a rule's own relative paths begin: `/x` is below the folder of the settings file's project. */
export interface RuleBase {
  readonly project: string | null;
}

const ruleForm = /^([\w*-]+)(?:\(([\s\S]*)\))?$/;
const readers = new Set(['Read', 'Grep', 'Glob', 'LS', 'NotebookRead']);
const writers = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);

/** Whether a rule matches a call. For shell rules of several commands in one, one that matches is enough: so deny and ask rules count. */
export function ruleMatches(rule: string, call: ReplayedCall, base: RuleBase): boolean {
  const parsed = ruleForm.exec(rule.trim());
  if (parsed?.[1] === undefined) return false;
  const [, tool, specifier] = parsed;
  if (tool.startsWith('mcp__')) {
    if (specifier !== undefined) return false;
    if (tool.endsWith('*')) return call.tool.startsWith(tool.slice(0, -1));
    return call.tool === tool || (tool.split('__').length === 2 && call.tool.startsWith(`${tool}__`));
  }
  if (specifier === undefined || specifier === '' || specifier === '*') return sameTool(tool, call.tool);
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      return call.tool === tool && call.command !== null && commandsIn(call.command).some((command) => commandMatches(specifier, command));
    case 'Read':
    case 'Edit':
    case 'Write':
      return sameTool(tool, call.tool) && call.path !== null && pathMatches(specifier, call.path, call, base);
    case 'WebFetch': {
      const domain = /^domain:(.+)$/.exec(specifier)?.[1];
      return call.tool === 'WebFetch' && domain !== undefined && call.url !== null && hostMatches(domain, call.url);
    }
    default:
      return false;
  }
}

/** `Read` stands for the tools that read, `Edit` for those that write. */
function sameTool(rule: string, tool: string): boolean {
  if (rule === '*') return true;
  if (rule === tool) return true;
  if (rule === 'Read') return readers.has(tool);
  if (rule === 'Edit') return writers.has(tool);
  return (rule === 'Agent' && tool === 'Task') || (rule === 'Task' && tool === 'Agent');
}

/** The whole command and each command in it, without variables before it. */
function commandsIn(command: string): readonly string[] {
  const plain = command.trim();
  const parts = readInvocations(plain).invocations.map((each) => each.argv.join(' '));
  const written = plain.split(/\s*(?:&&|\|\||;|\||\n|&)\s*/).map((part) => part.replace(/^(?:[A-Za-z_]\w*=\S*\s+)+/, '').trim());
  return [...new Set([plain, ...written, ...parts])];
}

/** `npm test:*` is a prefix at a word's end, `*` stands for anything, else the words must be the same. */
function commandMatches(specifier: string, command: string): boolean {
  if (specifier.endsWith(':*')) {
    const prefix = specifier.slice(0, -2);
    return command === prefix || command.startsWith(`${prefix} `);
  }
  if (!specifier.includes('*')) return command === specifier;
  // `ls *` takes `ls` alone too; `ls*` takes `lsof`.
  if (specifier.endsWith(' *') && !specifier.slice(0, -2).includes('*') && command === specifier.slice(0, -2)) return true;
  return wildcard(specifier, command);
}

/** Walks along the pattern's fixed parts: linear, unlike a regular expression built from evidence. */
function wildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

/** `//x` is absolute, `~/x` the home's, `/x` the project's, else below the working directory at any depth for a bare name. */
function pathMatches(specifier: string, path: string, call: ReplayedCall, base: RuleBase): boolean {
  let root: string | null;
  let pattern = specifier;
  if (pattern.startsWith('//')) {
    root = '';
    pattern = pattern.slice(1);
  } else if (pattern.startsWith('~/')) {
    root = call.home;
    pattern = pattern.slice(1);
  } else if (pattern.startsWith('/')) root = base.project ?? call.cwd;
  else {
    root = call.cwd ?? base.project;
    const bare = pattern.replace(/^\.\//, '');
    // As in an ignore file: a name without a slash is meant at any depth.
    pattern = !pattern.startsWith('./') && !bare.replace(/\/$/, '').includes('/') ? `/**/${bare}` : `/${bare}`;
  }
  if (root === null) return false;
  const plain = root.replace(/\/$/, '');
  if (plain !== '' && !path.startsWith(`${plain}/`)) return false;
  const rest = path.slice(plain.length);
  if (pattern.length > 2000) return false;
  const matches = (one: string): boolean => {
    try {
      return picomatch.isMatch(rest, one, { dot: true, nonegate: true, noextglob: true, nobrace: true, strictSlashes: false });
    } catch {
      return false; // A pattern that is none matches nothing.
    }
  };
  // `/**/x` is meant to take `/x` too.
  const forms = pattern.startsWith('/**/') ? [pattern, pattern.slice(3)] : [pattern];
  return forms.some((form) => matches(form) || matches(`${form.replace(/\/$/, '')}/**`));
}

function hostMatches(domain: string, url: string): boolean {
  let host: string;
  try {
    host = new URL(url).hostname.toLowerCase();
  } catch {
    return false;
  }
  const wanted = domain.toLowerCase();
  if (wanted.startsWith('*.')) return host.endsWith(wanted.slice(1));
  return host === wanted;
}
