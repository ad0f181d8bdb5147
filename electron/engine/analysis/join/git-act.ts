/** Git commands in a call's facts that may move a ref, in the order in which the call runs them. Pure. */
import type { ExecFact, Fact } from '../../../../shared/finding.ts';
import type { ToolCall } from '../examined-call.ts';
import { gitLineOf } from '../git-line.ts';
import type { GitAct } from './act.ts';
import { mayCallGit } from './may-call-git.ts';
import { serverGitActs } from './server-act.ts';

/** The setting that says where a remote leads: `git config` on it does what `git remote set-url` does. */
export const remoteAddressKey = /^remote\.(.+)\.(?:push)?url$/i;
/** A setting that makes a new command. */
export const aliasKey = /^alias\.([^=]+)$/i;

/** Subcommands that read only: they leave no entry and explain none. */
const readers = new Set(['status', 'log', 'diff', 'show', 'blame', 'grep', 'ls-files', 'ls-tree', 'ls-remote', 'rev-parse', 'rev-list', 'describe', 'config', 'shortlog', 'fsck', 'count-objects', 'cat-file', 'for-each-ref', 'show-ref', 'name-rev', 'merge-base', 'check-ignore', 'add', 'stage', 'rm', 'mv', 'apply', 'gc', 'prune', 'repack', 'help', 'version', 'archive', 'bundle', 'init', 'show-branch', 'whatchanged', 'difftool', 'mergetool', 'maintenance', 'sparse-checkout', 'lfs', 'format-patch', 'range-diff', 'cherry', 'var', 'check-attr', 'hash-object', 'write-tree', 'read-tree', 'commit-tree', 'mktree', 'diff-tree', 'diff-index', 'diff-files', 'update-index', 'verify-commit', 'verify-tag', 'rerere', 'credential', 'daemon', 'instaweb', 'gui', 'gitk', 'request-pull', 'send-email', 'imap-send', 'interpret-trailers', 'stripspace', 'column', 'annotate', 'check-ref-format', 'merge-tree', 'pack-refs', 'remote-http', 'remote-https', 'get-tar-commit-id', 'bugreport', 'diagnose', 'config-env']);

/** Whether a word is a command of git's own that only reads, so that no alias stands behind it. */
export function onlyReads(verb: string): boolean {
  return readers.has(verb);
}

/** What the facts alone say of an act: the same facts, of a command that is run again and again, give the very same ones. */
type Line = Pick<GitAct, 'directory' | 'verb' | 'argv' | 'last'>;
const linesOfFacts = new WeakMap<readonly Fact[], readonly Line[]>();
const noLines: readonly Line[] = [];

/** The acts of one call. A program that may call git gives an act with the verb `?`. */
export function gitActs(event: number, facts: readonly Fact[], call?: Pick<ToolCall, 'tool' | 'input' | 'cwd'>): readonly GitAct[] {
  let lines = facts.length === 0 ? noLines : linesOfFacts.get(facts);
  if (lines === undefined) {
    lines = linesOf(facts);
    linesOfFacts.set(facts, lines);
  }
  if (lines.length === 0) return call?.tool.startsWith('mcp__') === true ? serverGitActs(event, call) : [];
  const background = call?.input['run_in_background'] === true;
  return lines.map(({ directory, verb, argv, last }, order) => ({ event, order, directory, verb, argv, last, background, via: 'shell' }));
}

function linesOf(facts: readonly Fact[]): readonly Line[] {
  const runs = facts.filter((fact): fact is ExecFact => fact.kind === 'exec' && fact.context === 'host');
  if (runs.length === 0) return noLines;
  const lines: Line[] = [];
  const place = placeInEnvironment(facts);
  for (const [at, fact] of runs.entries()) {
    if (lines.length >= 64) break;
    const last = runs.slice(at + 1).every((later) => later.program === 'true');
    if (fact.program === 'git') {
      const line = gitLineOf(fact);
      if (line === null || line.verb === '' || idle(line)) continue;
      const from = place === null ? (fact.cwd ?? null) : within(fact.cwd ?? null, place);
      lines.push({ directory: directoryOf(from, fact.argv), verb: line.verb, argv: line.argv.slice(0, 64), last });
    } else if (mayCallGit(fact)) {
      lines.push({ directory: fact.cwd ?? null, verb: '?', argv: [], last });
    }
  }
  return lines;
}

/** Commands that leave nothing to look for; settings that later commands depend on are kept. */
function idle({ verb, argv }: { readonly verb: string; readonly argv: readonly string[] }): boolean {
  if (verb === 'config') return !argv.some((argument) => remoteAddressKey.test(argument) || aliasKey.test(argument));
  if (verb === 'reflog') return argv[0] !== 'expire' && argv[0] !== 'delete';
  return readers.has(verb);
}

/** `GIT_DIR=../b/.git git commit`: the folder that the environment names, or null. */
function placeInEnvironment(facts: readonly Fact[]): string | null {
  for (const fact of facts) {
    if (fact.kind !== 'env' || fact.value === null || fact.value === '') continue;
    if (fact.name === 'GIT_WORK_TREE') return fact.value;
    if (fact.name === 'GIT_DIR') return fact.value.replace(/\/?\.git\/?$/, '') || '.';
  }
  return null;
}

/** `git -C dir`, given several times, moves on from where it runs. `--git-dir` and `--work-tree` name the place themselves. */
function directoryOf(cwd: string | null, argv: readonly string[]): string | null {
  let at = cwd;
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (!argument.startsWith('-')) break;
    const value = argument.includes('=') ? argument.slice(argument.indexOf('=') + 1) : (argv[index + 1] ?? '');
    if (argument === '-C') at = within(at, value);
    else if (/^--work-tree(=|$)/.test(argument)) at = within(at, value);
    else if (/^--git-dir(=|$)/.test(argument)) at = within(at, value.replace(/\/?\.git\/?$/, '') || '.');
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
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return /^[A-Za-z]:/.test(path) ? parts.join('/') : `/${parts.join('/')}`;
}
