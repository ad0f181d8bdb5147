/** A repository as views, the report and the JSON show it: what its names say, and what looking into its objects gave. Pure. */
import type { Repository } from '../../../shared/case.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';
import type { ExaminedRepositories } from './git-findings.ts';

export function repositoryView(read: RepositoryRead, examined: Pick<ExaminedRepositories, 'byPath'>): Repository {
  const more = examined.byPath.get(read.gitDir);
  const problems = [...read.problems, ...(more?.problems ?? [])];
  return {
    path: read.gitDir.slice(0, 8192),
    workTree: read.workTree?.slice(0, 8192) ?? null,
    kind: read.kind,
    head: read.head.oid?.slice(0, 128) ?? null,
    branch: read.head.branch?.slice(0, 4096) ?? null,
    refs: read.refs.length,
    reflogEntries: read.reflogs.reduce((sum, log) => sum + log.entries.length, 0),
    ...(more?.more ?? { unreachable: null }),
    problems: problems.slice(0, 200).map((problem) => `${problem.path}: ${problem.reason}`.slice(0, 1000)),
  };
}
