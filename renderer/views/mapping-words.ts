/** Words for how a folder was taken for a repository. */
import type { MappedPath } from '../../shared/case.ts';

export const wayNames: Readonly<Record<MappedPath['how'], string>> = {
  analyst: 'chosen by the analyst',
  path: 'its path',
  worktree: 'git worktree',
  'commit-ids': 'commit ids',
  remote: 'its remote',
  ending: 'end of path',
  ambiguous: 'not decided',
  none: 'no match',
};

/** Whether an analyst may have to look: git ran there, and no repository, or one on thin grounds, was taken. */
export function isOpenQuestion({ how, calls }: Pick<MappedPath, 'how' | 'calls'>): boolean {
  return how === 'ambiguous' || (calls > 0 && (how === 'none' || how === 'ending'));
}
