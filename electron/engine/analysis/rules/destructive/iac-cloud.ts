/** Infrastructure, cloud or service resources destroyed by a command-line client. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { destroys, mayDestroy } from '../../destroying-verbs.ts';
import { isDryRun, lineOf, whereOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'destructive.iac-cloud',
    title: 'Cloud or service resources destroyed',
    severity: 'high',
    attack: ['T1485', 'T1578.003', 'T1489', 'AML.T0101'],
    looksAt: ['exec'],
    programs: mayDestroy,
    why: 'A client of a cloud or a service is told to destroy something that other people and systems use.',
    doesNotShow: 'Which account was meant where settings name it, or that the service carried it out.',
    otherExplanation: 'Preview environments and test clusters are taken down at the end of a task.',
    canBeWrong: 'Small things (one pod, one image) are destroyed with the same verbs.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || isDryRun(fact)) continue;
      const found = destroys(fact);
      if (found === null) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity: found, what: `runs ${lineOf(fact)}${whereOf(fact)}.`, detail: { program: fact.program, ...namesOf(fact) } }));
    }
    return hits?.slice(0, 6) ?? noHits;
  },
);

/** The account, project or namespace that the command names. */
function namesOf(fact: ExecFact): { readonly target: string | null } {
  for (let at = 0; at < fact.argv.length; at++) {
    const argument = fact.argv[at] ?? '';
    const match = /^(?:--(?:profile|project|subscription|namespace|context|cluster|region|account|org|app|stack|workspace)|-n)(?:=(.*))?$/.exec(argument);
    if (match) return { target: match[1] ?? fact.argv[at + 1] ?? null };
  }
  return { target: null };
}
