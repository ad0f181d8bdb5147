/** A write or deletion in a place where secrets usually lie. Reads are another rule. */
import { storePaths } from '../../credential-stores.ts';
import { touchedStore } from '../../credential-touch.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

/** Stores that a project's own work writes as a matter of course. */
const projectStores = new Set(['dotenv', 'private-key', 'secrets-file', 'npm']);

export const rule = defineRule(
  {
    id: 'write.credential-store',
    title: 'Write to a credential store',
    severity: 'high',
    attack: ['T1098', 'T1565.001'],
    looksAt: ['write', 'delete'],
    paths: storePaths,
    policyPaths: true,
    why: 'A change in a place where keys and tokens lie can add access, weaken a check, or replace a credential with another.',
    doesNotShow: 'What the file held before, and whether the change gave anybody access.',
    otherExplanation: 'Setting up a tool or a host entry writes these files for good reasons.',
    canBeWrong: 'The judgement is by path; files under a usual name can hold harmless values.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    const seen = new Set<string>();
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || (fact.operation !== 'write' && fact.operation !== 'delete')) continue;
      const store = touchedStore(fact, call);
      if (store === null || store.id === 'history' || store.id === 'proc-mem') continue;
      const path = fact.path === null ? fact.written : shownPath(fact.path, call);
      if (seen.has(path)) continue;
      seen.add(path);
      hits ??= [];
      const project = projectStores.has(store.id) && !path.startsWith('~/.');
      if (hits.length < 12) {
        hits.push(
          hitOn(call, fact, {
            severity: project ? 'low' : 'high',
            what: `${verbs[fact.operation]} ${path} (${store.title}).`,
            detail: { path: fact.path, written: fact.written, store: store.title, operation: fact.operation, via: fact.via },
          }),
        );
      }
    }
    return hits ?? noHits;
  },
);
