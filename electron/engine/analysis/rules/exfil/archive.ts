/** A packed home or work folder that goes to another machine within one command; packing and sending apart is a join. */
import { judge } from '../../../policy/policy.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'exfil.archive',
    title: 'Archive sent out',
    severity: 'high',
    attack: ['T1560.001', 'T1567', 'AML.T0086'],
    looksAt: ['flow'],
    why: 'Packing folders and sending the archive is the plainest way to carry a project or a home folder off.',
    doesNotShow: 'What the archive held.',
    otherExplanation: 'Backups and deployments pack and send.',
    canBeWrong: 'The receiving host may be the project’s own.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.from.startsWith('archive:') || !fact.to.startsWith('net:')) continue;
      const host = fact.to.slice(4);
      const verdict = judge(host, call.policy).verdict;
      if (verdict === 'local' || verdict === 'sanctioned') continue;
      return [hitOn(call, fact, { severity: verdict === 'private' ? 'medium' : 'high', what: `packs files by ${fact.from.slice(8)} and sends them to ${host === '…' ? 'a host that is known only at run time' : host}.`, detail: { from: fact.from, to: fact.to } })];
    }
    return noHits;
  },
);
