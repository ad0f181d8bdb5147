/** Which credential store a file fact touches. Knows the store table and paths, no rule. */
import picomatch from 'picomatch';
import type { FileFact } from '../../../shared/finding.ts';
import { type CredentialStore, storeOf } from './credential-stores.ts';
import type { Policy } from '../policy/policy.ts';
import type { ExaminedCall } from './examined-call.ts';
import { shownPath } from './wording.ts';

/** A path that the policy file names. */
const ofPolicy: CredentialStore = { id: 'policy', title: 'Credential path of the policy', severity: 'high', attack: ['T1552.001'], path: /^/ };
const policyMatchers = new WeakMap<Policy, (path: string) => boolean>();

function namedByPolicy(path: string, policy: Policy): boolean {
  if (policy.credentialPaths.length === 0) return false;
  let matches = policyMatchers.get(policy);
  if (matches === undefined) {
    matches = picomatch([...policy.credentialPaths], { dot: true });
    policyMatchers.set(policy, matches);
  }
  return matches(path);
}

const cache = new Map<string, CredentialStore | null>();

/** The store that a fact's path belongs to; a path known only in part is judged by the part that is known. */
export function touchedStore(fact: FileFact, call: ExaminedCall): CredentialStore | null {
  const path = fact.path === null ? fact.written : shownPath(fact.path, call);
  if (namedByPolicy(path, call.policy) || (fact.path !== null && namedByPolicy(fact.path, call.policy))) return ofPolicy;
  const known = cache.get(path);
  if (known !== undefined) return known;
  const plain = call.machine.style === 'windows' ? path.replaceAll('\\', '/') : path;
  const store = storeOf(plain);
  if (cache.size >= 20_000) cache.clear();
  cache.set(path, store);
  return store;
}
