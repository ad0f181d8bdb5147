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
  return (candidate, entry) => {
    const { repository, act } = candidate;
    if (entry.log === 'remote') return act.verb === 'push' && entry.action === 'update by push' && !mayPush(candidate, entry.refs);
    if (entry.log !== 'branch' || repository === null || act.verb === 'submodule' || act.verb === 'worktree') return false;
    const moved = movers.get(key(entry));
    return moved !== undefined && !moved.has(repository);
  };
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
