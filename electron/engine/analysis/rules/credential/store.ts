/** A read of a place where secrets usually lie. The stores are data; writes to them are another rule. */
import type { FileFact } from '../../../../../shared/finding.ts';
import { type CredentialStore, storePaths } from '../../credential-stores.ts';
import { touchedStore } from '../../credential-touch.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

export const rule = defineRule(
  {
    id: 'credential.store',
    title: 'Credential store read',
    severity: 'high',
    attack: ['T1552.001', 'T1552.004', 'AML.T0055'],
    looksAt: ['read', 'metadata', 'execute'],
    paths: storePaths,
    policyPaths: true,
    why: 'The path is one where keys, tokens or passwords usually lie. What a tool reads can reach the model’s context and whatever the session contacts afterwards.',
    doesNotShow: 'That the file held a secret, that the read succeeded without a recorded result, or that the secret left the machine.',
    otherExplanation: 'Deployment and release work reads such files for its own task; a project may keep harmless values under these names.',
    canBeWrong: 'The judgement is by path. A renamed store is missed, and an example file under a usual name is reported.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    let seen: Set<string> | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation === 'write' || fact.operation === 'delete') continue;
      const store = touchedStore(fact, call);
      if (store === null) continue;
      if (fact.operation === 'metadata' && (store.severity !== 'high' || store.id === 'system')) continue;
      const key = `${store.id} ${fact.path ?? fact.written}`;
      seen ??= new Set();
      if (seen.has(key)) continue;
      seen.add(key);
      hits ??= [];
      if (hits.length < 12) hits.push(hit(call, fact, store));
    }
    return hits ?? noHits;
  },
);

function hit(call: ExaminedCall, fact: FileFact, store: CredentialStore): RuleHit {
  const path = fact.path === null ? fact.written : shownPath(fact.path, call);
  const looked = fact.operation === 'metadata';
  const sourced = fact.operation === 'execute' && store.id === 'dotenv';
  return hitOn(call, fact, {
    severity: looked || sourced ? 'low' : store.severity,
    what: `${looked ? 'looks at' : sourced ? 'loads' : 'reads'} ${path} (${store.title}).`,
    title: `${store.title} ${looked ? 'looked at' : 'read'}`,
    ruleId: `credential.${store.id}`,
    detail: { path: fact.path, written: fact.written, store: store.title, operation: fact.operation, via: fact.via, attack: [...store.attack] },
  });
}
