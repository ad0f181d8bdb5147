/** The rules on repositories, in the order of their ids. They look at a repository as a whole, not at one call. */
import { configExec } from './config-exec.ts';
import { foreignIdentity } from './foreign-identity.ts';
import { futureOrBackdated } from './future-or-backdated.ts';
import type { GitRule } from './git-hit.ts';
import { historyRewritten } from './history-rewritten.ts';
import { hookChanged } from './hook-changed.ts';
import { remoteChanged } from './remote-changed.ts';
import { unreachableCommit } from './unreachable-commit.ts';

export const repositoryRules: readonly GitRule[] = [configExec, foreignIdentity, futureOrBackdated, historyRewritten, hookChanged, remoteChanged, unreachableCommit];
