/** Git commands in a call's facts that may move a ref, in the order in which the call runs them. Pure. */
import type { Fact } from '../../../../shared/finding.ts';
import type { ToolCall } from '../examined-call.ts';
import { gitLineOf } from '../git-line.ts';
import type { GitAct } from './act.ts';
import { mayCallGit } from './may-call-git.ts';
import { serverGitActs } from './server-act.ts';

/** The setting that says where a remote leads: `git config` on it does what `git remote set-url` does. */
export const remoteAddressKey = /^remote\.(.+)\.(?:push)?url$/i;
/** The setting that says under which address commits are made. */
export const addressKey = /^user\.email$/i;
/** A setting that makes a new command. */
export const aliasKey = /^alias\.([^=]+)$/i;

/** Subcommands that read only: they leave no entry and explain none. */
const readers = new Set(['status', 'log', 'diff', 'show', 'blame', 'grep', 'ls-files', 'ls-tree', 'ls-remote', 'rev-parse', 'rev-list', 'describe', 'config', 'shortlog', 'fsck', 'count-objects', 'cat-file', 'for-each-ref', 'show-ref', 'name-rev', 'merge-base', 'check-ignore', 'add', 'stage', 'rm', 'mv', 'apply', 'gc', 'prune', 'repack', 'help', 'version', 'archive', 'bundle', 'init', 'show-branch', 'whatchanged', 'difftool', 'mergetool', 'maintenance', 'sparse-checkout', 'lfs', 'format-patch', 'range-diff', 'cherry', 'var', 'check-attr', 'hash-object', 'write-tree', 'read-tree', 'commit-tree', 'mktree', 'diff-tree', 'diff-index', 'diff-files', 'update-index', 'verify-commit', 'verify-tag', 'rerere', 'credential', 'daemon', 'instaweb', 'gui', 'gitk', 'request-pull', 'send-email', 'imap-send', 'interpret-trailers', 'stripspace', 'column', 'annotate', 'check-ref-format', 'merge-tree', 'pack-refs', 'remote-http', 'remote-https', 'get-tar-commit-id', 'bugreport', 'diagnose', 'config-env']);

/** Whether a word is a command of git's own that only reads, so that no alias stands behind it. */
export function onlyReads(verb: string): boolean {
  return readers.has(verb);
}

/** What the facts alone say of an act: the same facts, of a command that is run again and again, give the very same ones. */
type Line = Pick<GitAct, 'directory' | 'verb' | 'argv' | 'last' | 'background' | 'open' | 'repeats' | 'date'>;
const linesOfFacts = new WeakMap<readonly Fact[], readonly Line[]>();
const noArguments: readonly string[] = [];
const noLines: readonly Line[] = [];
const noActs: readonly GitAct[] = [];

/** The acts of one call. A program that may call git gives an act with the verb `?`. */
export function gitActs(event: number, facts: readonly Fact[], call?: Pick<ToolCall, 'tool' | 'input' | 'cwd'>): readonly GitAct[] {
  const command = call?.input['command'];
  const lines = linesOf(facts, typeof command === 'string' ? command : '');
  if (lines.length === 0) return call?.tool.startsWith('mcp__') === true ? serverGitActs(event, call) : noActs;
  const background = call?.input['run_in_background'] === true;
  // Written out: a spread costs more here than the rest of the call.
  return lines.map(({ directory, verb, argv, last, background: beside, open, repeats, date }, order): GitAct => ({ event, order, directory, verb, argv, last, background: background || beside, open, repeats, date, via: 'shell' }));
}

function linesOf(facts: readonly Fact[], text: string): readonly Line[] {
  let lines: Line[] | null = null;
  let runs = false;
  for (let at = 0; at < facts.length && (lines === null || lines.length < 64); at++) {
    const fact = facts[at];
    if (fact === undefined || fact.kind !== 'exec' || fact.context !== 'host') continue;
    if (!runs) {
      runs = true;
      const known = linesOfFacts.get(facts);
      if (known !== undefined) return known;
    }
    if (fact.program !== 'git') {
      if (!mayCallGit(fact, text) && !isOwnProgram(facts[at + 1], fact)) continue;
      lines ??= [];
      lines.push({ directory: fact.cwd ?? null, verb: '?', argv: noArguments, last: isLast(facts, at), background: false, open: true, repeats: true, date: null });
      continue;
    }
    const line = gitLineOf(fact);
    if (line === null || line.verb === '' || idle(line)) continue;
    const place = environmentAt(facts, at, 'GIT_DIR');
    const from = place === null || place === '' ? (fact.cwd ?? null) : within(fact.cwd ?? null, besideGitDir(place));
    lines ??= [];
    lines.push({
      directory: directoryOf(from, fact.argv),
      verb: line.verb === 'gc' ? 'reflog' : line.verb,
      argv: line.verb === 'gc' ? expireWords : line.argv.slice(0, 64),
      last: isLast(facts, at),
      background: fact.wrappers.includes('background'),
      open: fact.open === true,
      repeats: fact.repeats === true || fact.wrappers.some((wrapper) => repeating.test(wrapper)),
      date: environmentAt(facts, at, 'GIT_COMMITTER_DATE') ?? (fact.wrappers.includes('faketime') ? '' : null),
    });
  }
  // Facts without a command, such as a read's, are not worth a place.
  if (runs) linesOfFacts.set(facts, lines ?? noLines);
  return lines ?? noLines;
}

/** A program that is run by its path, from no folder of installed programs: `./release`. */
function isOwnProgram(next: Fact | undefined, fact: Fact): boolean {
  return fact.kind === 'exec' && !/^(?:source|\.)$/.test(fact.program) && next?.kind === 'file' && next.operation === 'execute' && samePlace(next, fact) && !/(?:^|[\\/])\.?s?bin[\\/][^\\/]+$/.test(next.written);
}

const expireWords: readonly string[] = ['expire'];
/** These run what they are given once for each thing that they find. */
const repeating = /^(?:xargs|parallel|watch|entr|find|fd|fdfind)(?: |$)/;

/** Whether nothing runs on this machine after the fact at `from`, but `true`. */
function isLast(facts: readonly Fact[], from: number): boolean {
  for (let at = from + 1; at < facts.length; at++) {
    const fact = facts[at];
    if (fact?.kind === 'exec' && fact.context === 'host' && fact.program !== 'true') return false;
  }
  return true;
}

/** Commands that leave nothing to look for; settings that later commands depend on are kept. */
function idle({ verb, argv, settings }: { readonly verb: string; readonly argv: readonly string[]; readonly settings: readonly string[] }): boolean {
  // Told to keep less, it takes entries out of the logs.
  if (verb === 'gc') return !settings.some((setting) => /^gc\..*reflogexpire/i.test(setting));
  if (verb === 'config') return !argv.some((argument) => remoteAddressKey.test(argument) || aliasKey.test(argument) || addressKey.test(argument));
  if (verb === 'reflog') return argv[0] !== 'expire' && argv[0] !== 'delete';
  return readers.has(verb);
}

/** The value that a variable has for the command at `at`; null where it is not set. What stands before a command is for that one alone. */
function environmentAt(facts: readonly Fact[], at: number, name: string): string | null {
  const own = facts[at];
  let value: string | null = null;
  for (let before = 0; before < at; before++) {
    const fact = facts[before];
    if (fact?.kind === 'exec' && fact.program === 'unset' && fact.argv.includes(name)) value = null;
    if (fact?.kind !== 'env' || fact.name !== name) continue;
    if (own !== undefined && samePlace(fact, own)) value = fact.value ?? '';
    else if (!facts.some((other, index) => index > before && other.kind === 'exec' && samePlace(fact, other))) value = fact.value ?? '';
  }
  return value;
}

function samePlace(one: Fact, other: Fact): boolean {
  return one.span !== null && other.span !== null && one.span.start === other.span.start && one.span.end === other.span.end;
}

/** The folder that a git directory belongs to; of a bare one its own. */
function besideGitDir(path: string): string {
  return path.replace(/(^|[\\/])\.git[\\/]?$/, '') || '.';
}

/** `git -C dir`, given several times, moves on from where it runs. `--git-dir` names the repository itself, wherever its files lie. */
function directoryOf(cwd: string | null, argv: readonly string[]): string | null {
  let at = cwd;
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (!argument.startsWith('-')) break;
    const value = argument.includes('=') ? argument.slice(argument.indexOf('=') + 1) : (argv[index + 1] ?? '');
    if (argument === '-C') at = within(at, value);
    else if (/^--git-dir(=|$)/.test(argument)) at = within(at, besideGitDir(value));
    if (['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--config-env'].includes(argument)) index += 1;
  }
  return at;
}

/** A path that a command writes, from the folder that it runs in; null where that is known only at run time. */
export function within(at: string | null, to: string): string | null {
  if (/^([A-Za-z]:)?[\\/]/.test(to)) return withoutDots(to);
  return at === null || to.startsWith('~') || to.includes('$') || to.includes('…') ? null : withoutDots(`${at}/${to}`);
}

function withoutDots(path: string): string {
  const drive = /^[A-Za-z]:/.test(path);
  const parts: string[] = [];
  for (const part of path.split(drive ? /[\\/]/ : '/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return drive ? parts.join('/') : `/${parts.join('/')}`;
}
