/** Entries that another folder or another push made at the same moment, whatever the call's time and verb say. Pure. */
import { pushedBranches } from './effects.ts';
import type { Candidate, JoinEntry, JoinInput } from './join-model.ts';

/**
 * Says of a call's command whether an entry cannot be its own. A branch's log lies in the main repository and is shared by its
 * worktrees: where HEAD of one of them moved in the same second to the same commit, a command that ran there moved the branch.
 */
export function madeElsewhere(input: JoinInput): (candidate: Candidate, entry: JoinEntry) => boolean {
  const familyOf = (repository: string): string => input.coverage.get(repository)?.family ?? repository;
  const key = (entry: JoinEntry): string => `${familyOf(entry.repository)}\n${entry.time}\n${entry.new}\n${entry.action}`;
  const movers = new Map<string, Set<string>>();
  for (const entry of input.entries) {
    if (entry.log === 'head') movers.set(key(entry), (movers.get(key(entry)) ?? new Set()).add(entry.repository));
  }
  // A branch that was renamed took its log along: older entries are of other names.
  const renamed = new Set(input.entries.flatMap((entry) => (/^Branch$/.test(entry.action) ? entry.refs.map((ref) => `${entry.repository}\n${ref}`) : [])));
  return (candidate, entry) => {
    const { repository, act } = candidate;
    if (entry.log === 'remote') return act.verb === 'push' && entry.action === 'update by push' && !mayPush(candidate, entry.refs);
    if (entry.log === 'branch' && !entry.refs.some((ref) => renamed.has(`${entry.repository}\n${ref}`)) && namesAnother(candidate, entry)) return true;
    if (entry.log !== 'branch' || repository === null || act.verb === 'submodule' || act.verb === 'worktree') return false;
    const moved = movers.get(key(entry));
    return moved !== undefined && !moved.has(repository);
  };
}

/** Whether a command that makes or moves branches names another one than the entry's. */
function namesAnother({ act }: Candidate, entry: JoinEntry): boolean {
  if (!/^(checkout|switch|branch)$/.test(act.verb) || !/^branch$/i.test(entry.action)) return false;
  const names = act.argv.filter((argument) => !argument.startsWith('-'));
  if (act.via === 'server' || names.some((name) => /[$*…`{]/.test(name))) return false;
  const branches = entry.refs.filter((ref) => ref.startsWith('refs/heads/'));
  return branches.length > 0 && !branches.some((ref) => names.some((name) => ref === `refs/heads/${name}` || name.endsWith(`/${ref.slice('refs/heads/'.length)}`)));
}

/** Whether a push names one of the branches, in its words or its output; one that names none may have moved any. */
function mayPush({ act, call }: Candidate, refs: readonly string[]): boolean {
  if (act.argv.some((argument) => /^--(all|branches|mirror|tags|follow-tags|prune)$/.test(argument))) return true;
  const named = act.argv.filter((argument, at) => !argument.startsWith('-') && !/^(-o|--push-option|--repo|--receive-pack|--exec)$/.test(act.argv[at - 1] ?? '')).slice(1);
  const words = named.map((refspec) => refspec.replace(/^\+/, '').split(':').at(-1)?.replace(/^refs\/heads\//, '') ?? '');
  // What is known only at run time, a pattern, and HEAD stand for any branch.
  if (words.some((word) => word === '' || /[$*…`]|^(HEAD|@)$/.test(word))) return true;
  const branches = [...words, ...pushedBranches(call.output())];
  return branches.length === 0 || refs.some((ref) => branches.some((branch) => ref.endsWith(`/${branch}`)));
}
