/** What the absence of an entry means: nothing where no log could show it, and where it could, that two records disagree. Pure. */
import { nothingToDo } from './effects.ts';
import type { Candidate, JoinInput } from './join-model.ts';

/** A call that took entries out of the logs of a family of repositories; `family` is null where the place is unknown. */
export interface Removal {
  readonly from: number;
  readonly family: string | null;
}

const refusing = new Set(['commit', 'reset', 'branch', 'tag', 'update-ref']);

/** These commands change nothing where they fail. An entry that is there all the same was made by something else. */
export function expectsNothing({ call, act }: Candidate): boolean {
  return call.outcome === 'error' && act.last && !act.background && refusing.has(act.verb);
}

/** Why a command has no entry, and whether that speaks against the transcript. */
export function absence({ call, effect, repository, act, place }: Candidate, input: JoinInput, shift: number, removals: readonly Removal[]): { readonly reason: string; readonly against: boolean } {
  const not = (reason: string): { reason: string; against: boolean } => ({ reason, against: false });
  if (call.outcome === 'unknown' || call.outcome === 'interrupted') return not('no result is recorded: it may not have run');
  if (call.outcome === 'error') return not('the call failed: no effect is expected');
  if (repository === null) return not(place !== null && (input.couldBe?.(place).length ?? 0) > 0 ? 'several repositories of the copy could be meant' : 'repository not in evidence');
  const coverage = input.coverage.get(repository);
  if (!coverage) return not('repository not in evidence');
  if (place !== null && input.isPlaced?.(place) === false) return not('its folder is not in this copy: a worktree or a clone that is gone may have held the log');
  if (act.background) return not('it ran in the background: how it ended is not recorded');
  if (coverage.bare) return not('bare repository');
  if (coverage.logsOff) return not('reflog off (core.logAllRefUpdates)');
  if (act.verb === 'tag') return not('tags have no log unless core.logAllRefUpdates says always');
  if (coverage.from === null) return not(coverage.family === repository ? 'no log of HEAD in this copy' : 'worktree log missing');
  if (act.via === 'server') return not('a server was asked for it: what it ran is not recorded');
  if (!effect.must) return not('the command leaves an entry only in some cases');
  if (!coverage.fromStart && coverage.from > call.to + shift) return not('reflog expired: it begins later');
  if (coverage.keptMs !== null && coverage.until !== null && coverage.until - (call.to + shift) >= coverage.keptMs) return not('reflog expired: git was used here long after, and drops entries that no branch leads to');
  if (removals.some((removal) => removal.from >= call.from && (removal.family === null || removal.family === coverage.family))) return not('reflog expired: a later call took entries out of the log');
  if (nothingToDo.test(call.output())) return not('its output says that there was nothing to do');
  // Both succeed in silence where there is nothing to do and their output is quiet.
  if (/^(merge|rebase)$/.test(act.verb) && call.output().trim() === '') return not('its output is empty: there may have been nothing to do');
  return { reason: `HEAD's log covers the time and has no entry of git ${act.verb}`, against: true };
}
