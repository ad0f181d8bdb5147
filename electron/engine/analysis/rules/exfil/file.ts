/** Local data piped or posted to a host that the policy does not sanction. */
import { judge } from '../../../policy/policy.ts';
import { isInside } from '../../../paths/source-path.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';
import { secretSource } from './credential.ts';

/** A home folder or a root, with what lies below it. */
function whole(path: string, { machine }: ExaminedCall): boolean {
  const bare = path.replace(/\/\*?$/, '');
  return bare === '' || bare === machine.home || /^\/(?:home|Users|root|etc)(?:\/[^/]+)?$/.test(bare) && !/^\/etc\/./.test(bare);
}

/** A folder at the top of the home folder, with what lies below it. */
function wholeFolder(path: string, { facts, machine }: ExaminedCall): boolean {
  const home = machine.home;
  return home !== null && path.startsWith(`${home}/`) && !path.slice(home.length + 1).includes('/') && facts.some((fact) => fact.kind === 'file' && fact.operation === 'read' && fact.recursive && fact.path === path);
}

export const rule = defineRule(
  {
    id: 'exfil.file',
    title: 'Local file sent to an unsanctioned host',
    severity: 'medium',
    attack: ['T1048', 'T1567', 'AML.T0086'],
    looksAt: ['flow'],
    why: 'Within one command, what a file outside the project holds goes to a host that the policy does not name.',
    doesNotShow: 'That the host took it, or that the content matters.',
    otherExplanation: 'Requests to the project’s own service carry bodies from files.',
    canBeWrong: 'The content may be a test value.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'flow' || !fact.from.startsWith('file:') || !fact.to.startsWith('net:') || secretSource(fact.from, call) !== null) continue;
      const host = fact.to.slice(4);
      const verdict = judge(host, call.policy).verdict;
      if (verdict !== 'unsanctioned' && verdict !== 'unknown') continue;
      const path = fact.from.slice(5);
      const inside = call.root.path !== null && isInside(call.root.path, path, call.machine);
      if (inside || !/^(?:\/|~|[A-Z]:)/.test(path)) continue;
      const system = /^\/(?:etc|var\/log|proc|root|home\/[^/]+\/?$)/.test(path);
      hits ??= [];
      if (hits.length < 4) hits.push(hitOn(call, fact, { severity: whole(path, call) ? 'high' : verdict === 'unknown' ? (system || wholeFolder(path, call) ? 'medium' : 'low') : system ? 'high' : 'medium', what: `sends ${shownPath(path, call)} to ${host === '…' ? 'a host that is known only at run time' : host}.`, detail: { from: fact.from, to: fact.to } }));
    }
    return hits ?? noHits;
  },
);
