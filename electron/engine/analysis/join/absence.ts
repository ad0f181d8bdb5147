/** What the absence of an entry means: nothing where no log could show it, and where it could, that two records disagree. Pure. */
import { hadNothingToDo, pushedBranches } from './effects.ts';
import type { Candidate, Coverage, JoinInput } from './join-model.ts';

/** A call that took entries out of the logs of a family of repositories; `family` is null where the place is unknown. */
export interface Removal {
  readonly from: number;
  readonly family: string | null;
}

/** A call that took too long: what it had done by then stays done. */
const brokenOff = /\btimed out\b|^Exit code (?:124|137|143)\b/;
const refusing = new Set(['commit', 'reset', 'branch', 'tag', 'update-ref']);

/** These commands change nothing where they fail. An entry that is there all the same was made by something else. */
export function expectsNothing({ call, act, effect }: Candidate): boolean {
  return call.outcome === 'error' && act.last && !act.open && !act.background && refusing.has(act.verb) && !brokenOff.test(call.output()) && effect.shows?.test(call.output()) !== true;
}

export interface Absence {
  readonly reason: string;
  /** Whether it speaks against the transcript. */
  readonly against: boolean;
  /** The ref whose log should have it. */
  readonly ref: string;
}

/** Why a command has no entry, and whether that speaks against the transcript. `others`: commands of the same call that have theirs. */
export function absence(candidate: Candidate, input: JoinInput, shift: number, removals: readonly Removal[], others: readonly Candidate[] = []): Absence {
  const { call, effect, repository, act, place } = candidate;
  const ref = effect.log ?? 'HEAD';
  const not = (reason: string): Absence => ({ reason, against: false, ref });
  if (call.outcome === 'unknown' || call.outcome === 'interrupted') return not('no result is recorded: it may not have run');
  if (call.outcome === 'rejected') return not('it was refused, or stopped while it ran');
  if (call.outcome === 'error') return not('the call failed: no effect is expected');
  if (repository === null) return not(place !== null && (input.couldBe?.(place).length ?? 0) > 0 ? 'several repositories of the copy could be meant' : 'repository not in evidence');
  const coverage = input.coverage.get(repository);
  if (!coverage) return not('repository not in evidence');
  if (place !== null && input.isPlaced?.(place) === false) return not('worktree log missing: its folder is not in this copy, and a worktree or a clone that is gone may have held the log');
  if (act.background) return not('it ran in the background: how it ended is not recorded');
  if (coverage.bare) return not('bare repository');
  if (coverage.logsOff) return not('reflog off (core.logAllRefUpdates)');
  if (act.verb === 'tag') return not('tags have no log unless core.logAllRefUpdates says always');
  if (act.via === 'server') return not('a server was asked for it: what it ran is not recorded');
  if (act.date !== null) return not('the call gave it a time of its own, which its entry would have');
  // What a command printed may be another's of the same call that has its entry.
  const shown = effect.shows?.test(call.output()) === true && !others.some((other) => other.effect.shows?.test(call.output()) === true);
  if (!shown && hadNothingToDo(act.verb, call.output())) return not('its output says that there was nothing to do');
  if (act.open && !(act.verb === 'push' ? !others.some((other) => other.act.verb === 'push') : shown)) return not('how the call ended does not tell whether it ran, and how it ended');
  if (act.verb === 'push') return pushAbsence(candidate, coverage, shift) ?? settled(candidate, coverage, shift, removals, remoteLogOf(candidate, coverage));
  const log = ref === 'HEAD' ? null : coverage.log(ref);
  if (log !== null && log.length === 0) return not(`no log of ${ref} in this copy`);
  if (log === null && coverage.from === null) return not(coverage.family === repository ? 'no log of HEAD in this copy' : 'worktree log missing');
  if (!effect.must && !shown) return not(call.output().trim() === '' && /^(merge|rebase)$/.test(act.verb) ? 'its output is empty: there may have been nothing to do' : 'the command leaves an entry only in some cases');
  if (act.verb === 'update-ref' && log !== null && valueAt(log, call.to + shift) === act.argv.filter((argument) => !argument.startsWith('-'))[1]) return not('the ref had that value already');
  return settled(candidate, coverage, shift, removals, ref);
}

/** A log that begins later, or from which entries may have been dropped, says nothing; any other speaks against the call. */
function settled({ call, act }: Candidate, coverage: Coverage, shift: number, removals: readonly Removal[], ref: string): Absence {
  const not = (reason: string): Absence => ({ reason, against: false, ref });
  const log = coverage.log(ref);
  const from = ref === 'HEAD' ? coverage.from : (log[0]?.time ?? null);
  if (from === null) return not(`no log of ${ref} in this copy`);
  if (from > call.to + shift) return not(ref === 'HEAD' && coverage.fromStart ? 'the log begins later, with a repository that was made there anew' : 'reflog expired: it begins later');
  if (coverage.keptMs !== null && coverage.until !== null && coverage.until - (call.to + shift) >= coverage.keptMs) return not('reflog expired: git was used here long after, and drops entries that no branch leads to');
  if (removals.some((removal) => removal.from >= call.from && (removal.family === null || removal.family === coverage.family))) return not('reflog expired: a later call took entries out of the log');
  return { reason: `${ref === 'HEAD' ? 'HEAD' : ref}'s log covers the time and has no entry of git ${act.verb}`, against: true, ref };
}

/** Null where a log should have the entry: the output says which branch moved, and a remote-tracking log of it is there. */
function pushAbsence({ call, act }: Candidate, coverage: Coverage, shift: number): Absence | null {
  const target = act.argv.find((argument) => !argument.startsWith('-')) ?? null;
  const not = (reason: string): Absence => ({ reason, against: false, ref: 'refs/remotes' });
  if (target !== null && /[/:\\]|^\.+$/.test(target)) return not('sent to an address: it leaves no entry');
  const branches = pushedBranches(call.output());
  if (branches.length === 0) return not('its output names no branch that it moved');
  const logs = branches.flatMap((branch) => [...coverage.tracks].filter((remote) => target === null || remote === target).flatMap((remote) => coverage.log(`refs/remotes/${remote}/${branch}`)));
  if (logs.length === 0) return not('no log of the remote branch in this copy');
  if (logs.every((entry) => (entry.time ?? 0) > call.to + shift)) return not('reflog expired: it begins later');
  return null;
}

function remoteLogOf({ call, act }: Candidate, coverage: Coverage): string {
  const target = act.argv.find((argument) => !argument.startsWith('-')) ?? null;
  const names = pushedBranches(call.output()).flatMap((branch) => [...coverage.tracks].filter((remote) => target === null || remote === target).map((remote) => `refs/remotes/${remote}/${branch}`));
  return names.find((name) => coverage.log(name).length > 0) ?? 'refs/remotes';
}

function valueAt(log: readonly { readonly time: number | null; readonly new: string }[], time: number): string | null {
  return log.findLast((entry) => (entry.time ?? 0) <= time)?.new ?? null;
}
