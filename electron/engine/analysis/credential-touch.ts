/** Which credential store a file fact touches. Knows the store table and paths, no rule. */
import type { FileFact } from '../../../shared/finding.ts';
import { type CredentialStore, storeOf } from './credential-stores.ts';
import type { ExaminedCall } from './examined-call.ts';
import { shownPath } from './wording.ts';

const cache = new Map<string, CredentialStore | null>();

/** The store that a fact's path belongs to; a path known only in part is judged by the part that is known. */
export function touchedStore(fact: FileFact, call: ExaminedCall): CredentialStore | null {
  const path = fact.path === null ? fact.written : shownPath(fact.path, call);
  const known = cache.get(path);
  if (known !== undefined) return known;
  const plain = call.machine.style === 'windows' ? path.replaceAll('\\', '/') : path;
  const store = storeOf(plain);
  if (cache.size >= 20_000) cache.clear();
  cache.set(path, store);
  return store;
}
