/** A credential that flows to the network within one command. */
import { judge } from '../../../policy/policy.ts';
import { storeOf } from '../../credential-stores.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

/** What a flow's end names, if it is a secret; null otherwise. */
export function secretSource(from: string, call: ExaminedCall): string | null {
  if (from.startsWith('credential:')) return from.slice(11);
  if (from === 'env:') return 'the environment';
  if (!from.startsWith('file:')) return null;
  const path = from.slice(5);
  const store = storeOf(path.startsWith('/') ? shownPath(path, call) : path);
  return store === null ? null : `${shownPath(path, call)} (${store.title})`;
}

/** How much the store that a flow begins in holds; files that are only named for secrets hold less. */
function weighs(from: string, call: ExaminedCall): 'critical' | 'high' | 'medium' {
  const path = from.startsWith('file:') ? from.slice(5) : '';
  return storeOf(path.startsWith('/') ? shownPath(path, call) : path)?.severity ?? 'high';
}

export const rule = defineRule(
  {
    id: 'exfil.credential',
    title: 'Credential sent out',
    severity: 'critical',
    attack: ['T1041', 'T1048', 'T1567', 'AML.T0086'],
    looksAt: ['flow'],
    why: 'Within one command, what a credential store holds goes to another machine.',
    doesNotShow: 'That the other machine took it, or that the file held a live secret.',
    otherExplanation: 'A token is sent to the very service that it belongs to; sanctioned hosts are left out where a token is asked of a program.',
    canBeWrong: 'A filter in between may let nothing of the secret through.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.to.startsWith('net:')) continue;
      const secret = secretSource(fact.from, call);
      if (secret === null) continue;
      const host = fact.to.slice(4);
      const verdict = judge(host, call.policy).verdict;
      if (verdict === 'local' || (verdict === 'sanctioned' && fact.from.startsWith('credential:'))) continue;
      hits ??= [];
      if (hits.length < 4) hits.push(hitOn(call, fact, { severity: verdict === 'private' || (verdict === 'unknown' && weighs(fact.from, call) === 'medium') ? 'high' : 'critical', what: `sends ${secret} to ${host === '…' ? 'a host that is known only at run time' : host}.`, detail: { from: fact.from, to: fact.to } }));
    }
    return hits ?? noHits;
  },
);
