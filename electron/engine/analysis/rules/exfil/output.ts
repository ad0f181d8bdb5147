/** What a program answers, put into a request to a host that the policy does not sanction. */
import { judge } from '../../../policy/policy.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'exfil.output',
    title: 'Output sent to an unsanctioned host',
    severity: 'medium',
    attack: ['T1041', 'T1567', 'AML.T0086'],
    looksAt: ['flow'],
    why: 'Within one command, what a local program answers goes to a host that the policy does not name.',
    doesNotShow: 'What the answer was, or that the host took it.',
    otherExplanation: 'Reports of builds and tests are sent this way to the project’s own service.',
    canBeWrong: 'The answer may be as plain as a date.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.from.startsWith('output:') || !fact.to.startsWith('net:')) continue;
      if (/^output:(?:date|uuidgen|jq|yq|seq|basename|dirname|mktemp|openssl|head|tr|sort|sed|awk|git)$/.test(fact.from)) continue;
      const host = fact.to.slice(4);
      if (host === '…' || judge(host, call.policy).verdict !== 'unsanctioned') continue;
      return [hitOn(call, fact, { severity: 'medium', what: `sends what ${fact.from.slice(7)} answers to ${host}.`, detail: { from: fact.from, to: fact.to } })];
    }
    return noHits;
  },
);
