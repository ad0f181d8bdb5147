/** Git commands in a call's facts that may move a ref, in the order in which the call runs them. Pure. */
import type { Fact } from '../../../../shared/finding.ts';
import { gitLineOf } from '../git-line.ts';

/** One git command of a call. Plain data: it crosses threads. */
export interface GitAct {
  readonly event: number;
  /** Position among the git commands of its call, from 0. */
  readonly order: number;
  /** Where it runs, absolute on the source machine; null where that is known only at run time. */
  readonly directory: string | null;
  readonly verb: string;
  readonly argv: readonly string[];
}

/** Tools that are not git and may run it: package scripts, hooks, build tools, scripts of the project. */
const mayCallGit = new Set(['make', 'npm', 'pnpm', 'yarn', 'bun', 'npx', 'just', 'task', 'rake', 'bundle', 'gh', 'hub', 'glab', 'lerna', 'nx', 'turbo', 'changeset', 'bump2version', 'poetry', 'cargo', 'mvn', 'gradle', 'sh', 'bash', 'zsh', 'python', 'python3', 'node', 'ruby', 'perl', 'jj', 'gt', 'git-town', 'pre-commit']);

/** The setting that says where a remote leads: `git config` on it does what `git remote set-url` does. */
export const remoteAddressKey = /^remote\.(.+)\.(?:push)?url$/i;

/** Subcommands that read only: they leave no entry and explain none. */
const readers = new Set(['status', 'log', 'diff', 'show', 'blame', 'grep', 'ls-files', 'ls-tree', 'ls-remote', 'rev-parse', 'rev-list', 'describe', 'config', 'shortlog', 'reflog', 'fsck', 'count-objects', 'cat-file', 'for-each-ref', 'show-ref', 'name-rev', 'merge-base', 'check-ignore', 'add', 'rm', 'mv', 'apply', 'gc', 'prune', 'help', 'version', 'archive', 'bundle', 'init', 'tag', 'notes', 'show-branch', 'whatchanged', 'difftool', 'maintenance', 'sparse-checkout', 'lfs']);

/** The acts of one call. A program that may call git gives an act with the verb `?`. */
export function gitActs(event: number, facts: readonly Fact[]): readonly GitAct[] {
  const acts: GitAct[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'exec' || fact.context !== 'host' || acts.length >= 64) continue;
    if (fact.program === 'git') {
      const line = gitLineOf(fact);
      if (line === null || line.verb === '' || (readers.has(line.verb) && !(line.verb === 'config' && line.argv.some((argument) => remoteAddressKey.test(argument))))) continue;
      acts.push({ event, order: acts.length, directory: directoryOf(fact.cwd ?? null, fact.argv), verb: line.verb, argv: line.argv.slice(0, 64) });
    } else if (mayCallGit.has(fact.program) || fact.program.endsWith('.sh')) {
      acts.push({ event, order: acts.length, directory: fact.cwd ?? null, verb: '?', argv: [] });
    }
  }
  return acts;
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

function within(at: string | null, to: string): string | null {
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
