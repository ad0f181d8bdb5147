/** Whose repositories the copy holds, by where they came from. Pure. */
import { ownerOf } from '../analysis/git/remote-address.ts';
import type { RepositoryRead } from '../sources/git/repository.ts';

const most = 2000;

/** `github.com/acme` of each remote origin. Only origin: another remote can be one that the session added. */
export function ownersOf(repositories: readonly Pick<RepositoryRead, 'config'>[]): readonly string[] {
  const owners = repositories.flatMap(({ config }) => config.flatMap(({ key, value }) => (key === 'remote.origin.url' && value !== null ? (ownerOf(value) ?? []) : [])));
  return [...new Set(owners)].slice(0, most);
}
