/** A repository's state in words. Pure. */
import type { Repository } from '../../shared/case.ts';
import { countOf, countText } from '../text/figures.ts';

/** A repository's kind in words. */
export const kindWords: Readonly<Record<Repository['kind'], string>> = {
  'work-tree': 'work tree',
  bare: 'bare',
  'linked-worktree': 'linked work tree',
  submodule: 'submodule',
  unknown: 'unknown kind',
};

/** How the index and the copied files differ from HEAD. */
export function workTreeWords(state: Repository['workTreeState']): string {
  if (state === undefined) return 'not compared: there is no index, or HEAD cannot be read';
  if (state.tracked === 0 && state.staged === 0) return 'HEAD and the index track no files';
  const parts = [`${countText(state.staged)} staged`];
  if (state.filesCopied) parts.push(`${countText(state.changed)} changed`, `${countText(state.untracked)} untracked, ignored ones among them`);
  if (state.conflicts > 0) parts.push(countOf(state.conflicts, 'conflict'));
  if (state.hidden > 0) parts.push(`${countText(state.hidden)} that git was told not to look at`);
  return `${countOf(state.tracked, 'tracked file')}: ${parts.join(', ')}${state.filesCopied ? '' : '; the files themselves are not in the copy'}`;
}

/** What no ref leads to, by kind. */
export function lostWords({ unreachable, lost }: Pick<Repository, 'unreachable' | 'lost'>): string {
  if (unreachable === null || lost === undefined) return 'not worked out here';
  const kinds = [countOf(lost.commits, 'commit'), countOf(lost.trees, 'folder'), countOf(lost.blobs, 'content')];
  if (lost.tags > 0) kinds.push(countOf(lost.tags, 'tag'));
  if (lost.damaged > 0) kinds.push(`${countText(lost.damaged)} damaged`);
  const more = [lost.onlyInReflogs > 0 ? `${countOf(lost.onlyInReflogs, 'object')} only by a reflog` : '', lost.missing > 0 ? `${countOf(lost.missing, 'object')} named and not in the copy` : ''].filter((each) => each !== '');
  return [kinds.join(', '), ...more].join('; ');
}
