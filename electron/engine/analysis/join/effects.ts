/** What each git verb leaves in which reflog, and when nothing there would mean nothing. Data and three lookups. Pure. */

export type LogKind = 'head' | 'branch' | 'remote' | 'stash';

/** Entries that a command can leave: the words before their first colon, and the logs they stand in. */
export interface Trace {
  readonly action: RegExp;
  readonly logs: readonly LogKind[];
  readonly many: boolean;
}

export interface Effect {
  readonly traces: readonly Trace[];
  /** The first trace must follow where the command succeeded, unless its output says that there was nothing to do. */
  readonly must: boolean;
  /** Where the first trace need not follow: output that says that the command did move something. */
  readonly shows?: RegExp;
  /** The log that must have it, where that is not HEAD's. */
  readonly log?: string;
}

const trace = (action: RegExp, logs: readonly LogKind[], many = false): Trace => ({ action, logs, many });
const head = (action: RegExp, must: boolean, many = false): Effect => ({ traces: [trace(action, ['head'], many)], must });
const withBranch = (effect: Effect, action: RegExp): Effect => ({ ...effect, traces: [...effect.traces, trace(action, ['branch'], true)] });
/** What git prints of a commit that it made: `[main 1f2e3d4] Fix it`. */
const commitLine = /^\[[^\]\n]{1,300} [0-9a-f]{7,64}\] /m;
/** What was not committed is put aside for the time of the command, and kept where it does not fit afterwards. */
const putAside = trace(/^autostash$/, ['stash']);
const everyLog: readonly LogKind[] = ['head', 'branch', 'remote', 'stash'];
/** It may explain an entry; its absence says nothing. */
const anything: Effect = { traces: [trace(/^/, everyLog, true)], must: false };

/** The effect of a command line, or null where it leaves no entry. */
export function effectOf(verb: string, argv: readonly string[]): Effect | null {
  const has = (...flags: readonly string[]): boolean => argv.some((argument) => flags.some((flag) => argument === flag || (flag.startsWith('--') && argument.startsWith(`${flag}=`))));
  const letter = (wanted: string): boolean => argv.some((argument) => /^-[a-zA-Z]+$/.test(argument) && argument.includes(wanted));
  const operands = argv.filter((argument) => !argument.startsWith('-'));
  const first = operands[0] ?? '';
  const paths = argv.includes('--') || has('-p', '--patch', '--pathspec-from-file');
  switch (verb) {
    case 'commit':
      if (has('--dry-run', '--help', '-h')) return null;
      return { ...(has('--amend') ? withBranch(head(/^commit \(amend\)$/, true), /^commit \(amend\)$/) : withBranch(head(/^commit( \((initial|merge|cherry-pick)\))?$/, true), /^commit( \((initial|merge|cherry-pick)\))?$/)), shows: commitLine };
    case 'config':
    case 'reflog':
      return null;
    case 'tag':
      return has('-l', '--list', '-v', '--verify', '--contains', '--points-at') || letter('d') || has('--delete') || operands.length === 0 ? null : { traces: [trace(/^tag$/, ['branch'])], must: false };
    case 'notes':
      return { traces: [trace(/^notes$/, ['branch'], true)], must: false };
    case 'merge':
      return has('--abort', '--quit') ? head(/^(reset|merge)/, false) : { traces: [trace(/^(merge|commit \(merge\)|pull)/, ['head']), trace(/^merge/, ['branch'], true), putAside], must: false, ...(has('--squash', '--no-commit') ? {} : { shows: /^(Updating [0-9a-f]{7,}|Fast-forward|Merge made by|\[[^\]\n]{1,300} [0-9a-f]{7,64}\] )/m }) };
    case 'pull':
      return { traces: [trace(/^(pull|merge|rebase)/, ['head', 'branch'], true), trace(/^(pull|fetch|storing head)/, ['remote', 'branch', 'head'], true), putAside], must: false, ...(has('--squash', '--no-commit') ? {} : { shows: /^(Updating [0-9a-f]{7,}|Fast-forward|Merge made by|Successfully rebased)/m }) };
    case 'rebase':
      // It may have nothing to do, and says that it did something unless it is told to be quiet.
      return { traces: [trace(/^(rebase|checkout|commit|reset)/, ['head', 'branch'], true), putAside], must: false, ...(has('--abort', '--quit', '--edit-todo', '--show-current-patch') ? {} : { shows: /^Successfully rebased and updated /m }) };
    case 'am':
    case 'cherry-pick':
    case 'revert':
      if (has('--show-current-patch')) return null;
      return has('-n', '--no-commit', '--abort', '--quit', '--skip') ? withBranch(head(new RegExp(`^(${verb}|commit|reset)`), false, true), new RegExp(`^(${verb}|reset)`)) : { ...withBranch(head(new RegExp(`^(${verb}|commit|reset)`), true, true), new RegExp(`^${verb}`)), ...(verb === 'am' ? {} : { shows: commitLine }) };
    case 'reset':
      // `git reset name` takes a file out of the index where no commit has that name, so its absence says nothing.
      return paths || operands.length > 1 ? null : { ...withBranch(head(/^reset$/, has('--hard', '--soft', '--keep', '--merge') || /^(HEAD|@|ORIG_HEAD)([~^@]|$)|^[0-9a-f]{7,64}$|^origin\//.test(first)), /^reset$/), shows: /^HEAD is now at [0-9a-f]{7,}/m };
    case 'checkout':
    case 'switch': {
      const creates = has('-b', '-B', '-c', '-C', '--create', '--force-create', '--orphan') || letter('b') || letter('B');
      if (verb === 'checkout' && (paths || has('--ours', '--theirs') || (operands.length > 1 && !creates))) return null;
      if (operands.length === 0 && !has('-', '--detach')) return null;
      // `git checkout name` restores a file where no ref has that name, so its absence proves nothing; a new branch always shows.
      if (has('--orphan')) return head(/^checkout$/, false);
      // `git checkout -B main` on main stands in HEAD's log too.
      return { traces: [trace(/^checkout$/, ['head']), trace(/^branch$/, ['branch', 'head'], true)], must: creates, shows: /^(Switched to (a new )?branch|Note: switching to|HEAD is now at)/m };
    }
    case 'bisect':
      return head(/^checkout$/, false, true);
    case 'branch':
      if (letter('d') || letter('D') || has('--delete')) return null;
      if (operands.length === 0 || has('--list', '--show-current', '--merged', '--no-merged', '--contains', '-r', '-a', '-v', '-vv', '--set-upstream-to', '-u', '--unset-upstream', '--edit-description')) return null;
      return { traces: [trace(/^branch$/i, ['branch', 'head'], true)], must: false };
    case 'stash':
      if (['list', 'show', 'apply', 'pop', 'drop', 'clear', 'create'].includes(first)) return null;
      if (first === 'branch') return withBranch(head(/^checkout$/, false), /^branch$/);
      return { traces: [trace(/^/, ['stash'], true), trace(/^reset$/, ['head'])], must: false };
    case 'update-ref': {
      const ref = first === 'HEAD' || first.startsWith('refs/') ? first : null;
      return letter('d') || has('--delete') ? null : ref === null ? anything : { ...anything, log: ref, must: /^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(operands[1] ?? '') };
    }
    case 'symbolic-ref':
    case 'filter-branch':
    case 'filter-repo':
    case 'replace':
      return letter('d') ? null : anything;
    case 'push':
      // `push` stands in the log of the repository that was pushed to, where the copy has it.
      return has('--dry-run', '-n') ? null : { traces: [trace(/^update by push/, ['remote'], true), trace(/^push/, ['branch', 'head'], true)], must: false };
    case 'fetch':
    case 'remote':
      // `git fetch origin main:copy` moves a branch of this repository.
      return { traces: [trace(/^(fetch|storing head|remote)/, ['remote', 'branch', 'head'], true)], must: false };
    case 'clone':
      return { traces: [trace(/^clone/, everyLog, true), ...(argv.some((argument) => /^--recurs/.test(argument)) ? [trace(/^checkout$/, ['head'], true)] : [])], must: false };
    case '?':
      return anything;
    case 'worktree':
      return first === 'add' ? { traces: [trace(/^(branch|checkout|reset|)$/, ['head', 'branch'], true)], must: false } : null;
    case 'submodule':
      if (first === 'foreach') return anything;
      return { traces: [trace(/^(checkout|clone|merge|rebase|branch)/, ['head', 'branch'], true)], must: false };
    case 'clean':
    case 'restore':
      return null;
    default:
      return anything;
  }
}

/** Branches of a remote that the output of a push says were moved, by their names there. */
export function pushedBranches(output: string): readonly string[] {
  return [...output.matchAll(/^ [ +*]\s*(?:[0-9a-f]{7,64}\.{2,3}[0-9a-f]{7,64}|\[new branch\])\s+\S+\s+->\s+(\S+)/gm)].flatMap(([, branch]) => branch ?? []).slice(0, 32);
}

const known = new Set(['commit', 'config', 'reflog', 'tag', 'notes', 'merge', 'pull', 'rebase', 'am', 'cherry-pick', 'revert', 'reset', 'checkout', 'switch', 'bisect', 'branch', 'stash', 'update-ref', 'symbolic-ref', 'filter-branch', 'filter-repo', 'replace', 'push', 'fetch', 'remote', 'clone', 'worktree', 'submodule', 'clean', 'restore', '?']);

/** Whether the table above says what a command leaves; of another word it is open what stands behind it. */
export function hasEffect(verb: string): boolean {
  return known.has(verb);
}

const idleWords: Readonly<Record<string, RegExp>> = {
  commit: /nothing to commit|nothing added to commit|no changes added to commit/i,
  merge: /Already up[ -]to[ -]date/i,
  pull: /Already up[ -]to[ -]date|is up to date\./i,
  rebase: /is up to date\.|Already up[ -]to[ -]date/i,
  push: /Everything up-to-date/i,
  stash: /No local changes to save/i,
  checkout: /Already on '/i,
  switch: /Already on '/i,
};
const anyIdleWords = new RegExp(Object.values(idleWords).map((words) => words.source).join('|'), 'i');

/** Whether the output says that a command had nothing to do: then no entry is expected. Another command of the call may have said another thing. */
export function hadNothingToDo(verb: string, output: string): boolean {
  return (Object.hasOwn(idleWords, verb) ? (idleWords[verb] ?? anyIdleWords) : anyIdleWords).test(output);
}

/** The subject that a command line gives a commit, or null. */
export function subjectOf(verb: string, argv: readonly string[]): string | null {
  if (verb !== 'commit') return null;
  for (const [at, argument] of argv.entries()) {
    const text = argument.startsWith('--message=') ? argument.slice('--message='.length) : /^-[a-zA-Z]*m$/.test(argument) || argument === '--message' ? argv[at + 1] : /^-m./.test(argument) ? argument.slice(2) : undefined;
    // A part known only at run time leaves the subject open.
    if (text !== undefined) return text.includes('…') || text.includes('$') ? null : (text.trimStart().split('\n', 1)[0]?.trim().replace(/\s+/g, ' ') ?? null);
  }
  return null;
}

/** The ref or commit that a command names as its target, or null. */
export function targetOf(verb: string, argv: readonly string[]): string | null {
  if (!['checkout', 'switch', 'reset', 'merge', 'rebase', 'branch', 'cherry-pick'].includes(verb)) return null;
  return argv.findLast((argument, at) => !argument.startsWith('-') && argv[at - 1] !== '-m') ?? null;
}
