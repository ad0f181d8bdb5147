/**
 * What a permission rule matches, by the client's documented forms: words of commands as written, paths as in an ignore file,
 * hosts, tools of servers. Deny and ask rules take a command that holds one match, allow rules one that they match throughout.
 * Pure.
 */
import { absolutePath, type PathMatch, pathPattern, type RuleList } from './path-rule.ts';
import { writtenCommands, type WrittenCommand, type WrittenCommands } from './written-commands.ts';

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

/** Which list a rule stands in, and where its `/x` begins: the project, for a user's file the file's own folder. */
export interface RulePlace {
  readonly list: RuleList;
  readonly base: string | null;
}

export interface CompiledRule {
  readonly matches: (call: ReplayedCall) => boolean;
  /** `whole` where a folder above the named file is meant; for rules on files. */
  readonly pathMatch: ((path: string, call: ReplayedCall) => PathMatch) | null;
  /** True for `Read(!x)`: it takes files out of the rules before it. */
  readonly takesOut: boolean;
  /** Why the rule can match nothing, or cannot be replayed here; null where it was. */
  readonly note: string | null;
}

const ruleForm = /^([\w*-]+)(?:\(([\s\S]*)\))?$/;
const readers = new Set(['Read', 'Grep', 'Glob', 'LS', 'NotebookRead']);
const writers = new Set(['Edit', 'Write', 'MultiEdit', 'NotebookEdit']);
const shells = new Set(['Bash', 'PowerShell', 'Monitor']);
const never = (note: string): CompiledRule => ({ matches: () => false, pathMatch: null, takesOut: false, note });

/** Reads a rule once, to be asked for many calls. `read` gives the commands of a shell text; callers with many calls keep them. */
export function compileRule(rule: string, { list, base }: RulePlace, read: (text: string) => WrittenCommands = writtenCommands): CompiledRule {
  const parsed = ruleForm.exec(rule.trim());
  if (parsed?.[1] === undefined) return never('It is not written as a rule.');
  const [, tool, specifier] = parsed;
  const simple = (matches: (call: ReplayedCall) => boolean): CompiledRule => ({ matches, pathMatch: null, takesOut: false, note: null });
  if (tool.startsWith('mcp__') && specifier !== undefined) return never('The client skips a rule on a server’s tool that has brackets.');
  if (tool.includes('*') || (tool.startsWith('mcp__') && specifier === undefined)) return toolGlob(tool, list, specifier);
  if (specifier === undefined || specifier === '' || specifier === '*') return simple((call) => sameTool(tool, call.tool));
  switch (tool) {
    case 'Bash':
    case 'PowerShell':
      if (specifier.startsWith('command:')) return never('The client takes no rule on the parameter of a shell tool.');
      return simple((call) => call.command !== null && (call.tool === tool || (tool === 'Bash' && call.tool === 'Monitor')) && shellMatches(specifier, call.command, tool === 'PowerShell', list, read));
    case 'Read':
    case 'Edit':
      return fileRule(tool, specifier, list, base, read);
    case 'Write':
    case 'MultiEdit':
    case 'NotebookEdit':
    case 'Glob':
      return never(`The client asks only Edit and Read rules for paths; a path in a rule on ${tool} is not asked for.`);
    case 'WebFetch': {
      const domain = /^domain:(.+)$/.exec(specifier)?.[1];
      return domain === undefined ? never('A rule on WebFetch names a domain.') : simple((call) => call.tool === 'WebFetch' && call.url !== null && hostMatches(domain, call.url));
    }
    default:
      return never('It is about a parameter that is not replayed here.');
  }
}

/** Whether a rule by itself matches a call. */
export function ruleMatches(rule: string, call: ReplayedCall, place: RulePlace): boolean {
  return compileRule(rule, place).matches(call);
}

/** `mcp__server`, and `*` in a tool's name: anywhere for deny and ask, behind a server's full name for allow. */
function toolGlob(tool: string, list: RuleList, specifier: string | undefined): CompiledRule {
  if (specifier !== undefined && specifier !== '*') return never('A tool’s name with a wildcard takes no brackets.');
  if (list === 'allow' && tool.includes('*') && !/^mcp__[^*]+__[^*]*\*?[^*]*$/.test(tool)) return never('The client skips an allow rule whose wildcard is not behind a server’s name.');
  const server = !tool.includes('*') && tool.split('__').length === 2;
  return { matches: (call) => wildcard(tool, call.tool) || (server && call.tool.startsWith(`${tool}__`)), pathMatch: null, takesOut: false, note: null };
}

/** Without brackets `Read` stands for the tools that read, `Edit` for those that write. */
function sameTool(rule: string, tool: string): boolean {
  if (rule === tool) return true;
  if (rule === 'Read') return readers.has(tool);
  if (rule === 'Edit') return writers.has(tool);
  return (rule === 'Agent' && tool === 'Task') || (rule === 'Task' && tool === 'Agent');
}

function fileRule(tool: 'Read' | 'Edit', specifier: string, list: RuleList, base: string | null, read: (text: string) => WrittenCommands): CompiledRule {
  const takesOut = specifier.startsWith('!');
  const test = pathPattern(takesOut ? specifier.slice(1) : specifier, list);
  const pathMatch = (path: string, call: ReplayedCall): PathMatch => test(path, { cwd: call.cwd, home: call.home, base });
  const hit = (word: string, call: ReplayedCall): boolean => {
    const path = absolutePath(word, call);
    return path !== null && pathMatch(path, call) !== 'no';
  };
  const tools = toolsOf(tool, list);
  return {
    matches: (call) => {
      if (takesOut) return false;
      if (call.path !== null) return tools(call.tool) && hit(call.path, call);
      // Files that a command names are held against deny and ask rules; an allow rule lets no command run.
      if (call.command === null || list === 'allow' || !shells.has(call.tool)) return false;
      const written = read(call.command);
      return (tool === 'Read' ? written.reads : written.writes).some((word) => hit(word, call));
    },
    pathMatch,
    takesOut,
    note: null,
  };
}

/** A deny rule on reading stops writing too, but for notebooks; an allow rule on writing lets reading pass. */
function toolsOf(rule: 'Read' | 'Edit', list: RuleList): (tool: string) => boolean {
  if (rule === 'Read') return (tool) => readers.has(tool) || (list === 'deny' && writers.has(tool) && tool !== 'NotebookEdit');
  return (tool) => writers.has(tool) || (list === 'allow' && readers.has(tool));
}

/** Variables that do not keep an allow rule from matching the command behind them. */
const harmless = new Set(['NODE_ENV']);
/** Programs that run another: no pattern lets them pass, only the very words. */
const runners = /^(?:watch|setsid|ionice|flock)(?:\s|$)|^find\s(?:.*\s)?-(?:exec|execdir|delete|ok|okdir)(?:\s|$)/;

function shellMatches(specifier: string, command: string, powerShell: boolean, list: RuleList, read: (text: string) => WrittenCommands): boolean {
  if (powerShell) {
    const parts = command.split(/\s*(?:&&|\|\||[;|\n])\s*/).map((part) => canonicalCmdlet(part.trim())).filter((part) => part !== '');
    const test = (part: string): boolean => commandMatches(canonicalCmdlet(specifier).toLowerCase(), part.toLowerCase());
    return list === 'allow' ? parts.length > 0 && parts.every(test) : parts.some(test);
  }
  const { commands, complete } = read(command);
  const exact = commandMatches(specifier, command.trim()) && !specifier.includes('*');
  if (list !== 'allow') return exact || commands.some((each) => commandMatches(specifier, each.text));
  const lets = (each: WrittenCommand): boolean => each.assigned.every((name) => harmless.has(name)) && commandMatches(specifier, each.text) && !(specifier.includes('*') && runners.test(each.text));
  return exact || (complete && commands.length > 0 && commands.every(lets));
}

const cmdlets: Readonly<Record<string, string>> = {
  gci: 'Get-ChildItem', ls: 'Get-ChildItem', dir: 'Get-ChildItem', rm: 'Remove-Item', ri: 'Remove-Item', del: 'Remove-Item', erase: 'Remove-Item', rd: 'Remove-Item', rmdir: 'Remove-Item',
  gc: 'Get-Content', cat: 'Get-Content', type: 'Get-Content', cp: 'Copy-Item', copy: 'Copy-Item', cpi: 'Copy-Item', mv: 'Move-Item', move: 'Move-Item', mi: 'Move-Item', sc: 'Set-Content', ac: 'Add-Content',
  iwr: 'Invoke-WebRequest', curl: 'Invoke-WebRequest', wget: 'Invoke-WebRequest', irm: 'Invoke-RestMethod', iex: 'Invoke-Expression', saps: 'Start-Process', start: 'Start-Process', echo: 'Write-Output', cd: 'Set-Location', sl: 'Set-Location',
};

function canonicalCmdlet(command: string): string {
  const name = /^[\w-]+/.exec(command)?.[0] ?? '';
  const full = Object.hasOwn(cmdlets, name.toLowerCase()) ? cmdlets[name.toLowerCase()] : undefined;
  return full === undefined ? command : `${full}${command.slice(name.length)}`;
}

/** `npm test:*` is `npm test *`; a last ` *` takes the bare command too where it is the only one; else the words must be the same. */
function commandMatches(specifier: string, command: string): boolean {
  const pattern = specifier.endsWith(':*') ? `${specifier.slice(0, -2)} *` : specifier;
  if (!pattern.includes('*')) return command === pattern;
  if (pattern.endsWith(' *') && pattern.indexOf('*') === pattern.length - 1 && command === pattern.slice(0, -2)) return true;
  return wildcard(pattern, command);
}

/** Walks along the pattern's fixed parts: linear, unlike a regular expression built from evidence. */
function wildcard(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === text;
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

/** `*.` before a name takes each host below it, a bare `*` any; elsewhere `*` stays between two dots. */
function hostMatches(domain: string, url: string): boolean {
  let host: string;
  try {
    host = new URL(url).hostname.toLowerCase().replace(/\.$/, '');
  } catch {
    return false;
  }
  const wanted = domain.toLowerCase().replace(/\.$/, '');
  if (wanted === '*') return true;
  const below = wanted.startsWith('*.') ? wanted.slice(2) : null;
  const labels = (below ?? wanted).split('.');
  const own = host.split('.');
  if (below === null ? own.length !== labels.length : own.length <= labels.length) return false;
  return labels.every((label, at) => wildcard(label, own[own.length - labels.length + at] ?? ''));
}
