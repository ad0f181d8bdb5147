/** How a repository could be put back: the last good commit, three options with their commands, and what each does not undo. */
import * as v from 'valibot';
import { eventId } from './event.ts';
import { count, instant, int, list, text, unknownOr } from './schema.ts';

/** Why a commit counts as good. `human`: not made while calls ran unattended. `remote`: a remote-tracking ref leads to it. `confirmed`: a call and the reflog agree on it. */
export const assurances = ['human', 'remote', 'confirmed'] as const;

export const rollbackOption = v.strictObject({
  option: int(1, 3),
  title: text(200),
  /** Whether it undoes the writes that were found, and why or why not. */
  fits: v.boolean(),
  why: text(1000),
  /** In this order, in the top folder of the repository, on the machine that has it. Postflight runs none of them. */
  commands: list(text(4000), 100),
  undoes: list(text(1000), 100),
  loses: list(text(1000), 100),
  leaves: list(text(1000), 100),
});
export type RollbackOption = v.InferOutput<typeof rollbackOption>;

export const rollbackAdvice = v.strictObject({
  repository: text(8192),
  workTree: unknownOr(text(8192)),
  /** The first unattended call, or reflog entry, that could have written here. */
  firstWrite: v.strictObject({ time: instant, eventId, what: text(300) }),
  lastGood: unknownOr(
    v.strictObject({
      oid: text(128),
      subject: text(500),
      time: instant,
      branch: unknownOr(text(4096)),
      assurances: list(v.picklist(assurances), assurances.length),
      reason: text(2000),
    }),
  ),
  /** The cheapest option that undoes the writes that were found; null where none does. */
  recommended: unknownOr(int(1, 3)),
  /** What was written that git cannot see: the third option comes on top. */
  alsoBackup: v.boolean(),
  /** To be run before any option. */
  first: list(text(4000), 8),
  options: list(rollbackOption, 3),
  warnings: list(text(1000), 32),
  commitsSince: count,
});
export type RollbackAdvice = v.InferOutput<typeof rollbackAdvice>;
