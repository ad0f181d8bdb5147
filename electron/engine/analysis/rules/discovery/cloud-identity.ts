/** Who am I, what may I do, what is there: the questions at the start of an intrusion. */
import type { Severity } from '../../../../../shared/event.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

function asks(fact: ExecFact): Severity | null {
  const line = fact.argv.join(' ');
  switch (fact.program) {
    case 'aws':
      return /^(?:sts get-caller-identity|iam (?:list-|get-)|organizations (?:list|describe)|ec2 describe-|s3 ls$|s3api list-buckets|secretsmanager list-secrets|rds describe-|lambda list-|ssm describe-)/.test(line) ? (/^(?:iam|organizations|secretsmanager)/.test(line) ? 'low' : 'info') : null;
    case 'gcloud':
      return /^(?:auth list|projects (?:list|get-iam-policy)|iam |config list|secrets list)/.test(line) ? 'info' : null;
    case 'az':
      return /^(?:account (?:show|list)|ad |role assignment list|keyvault list)/.test(line) ? 'info' : null;
    case 'kubectl':
      return /^auth can-i/.test(line) ? 'low' : null;
    case 'getcap':
      return hasFlag(fact, 'r') ? 'medium' : null;
    case 'find':
      return /-perm\s+(?:-u=s|-?\/?[24]000|-4000|\/[46]000)/.test(line) ? 'low' : null;
    case 'whoami':
    case 'id':
    case 'groups':
    case 'last':
    case 'w':
    case 'who':
    case 'users':
      return 'info';
    case 'getent':
      return /^(?:passwd|shadow|group)$/.test(fact.argv[0] ?? '') && fact.argv.length === 1 ? (fact.argv[0] === 'shadow' ? 'high' : 'low') : null;
    default:
      return null;
  }
}

export const rule = defineRule(
  {
    id: 'discovery.cloud-identity',
    title: 'Identity or rights asked for',
    severity: 'low',
    attack: ['T1033', 'T1087', 'T1069'],
    looksAt: ['exec'],
    programs: (program) => /^(?:aws|gcloud|az|kubectl|getcap|find|whoami|id|groups|last|w|who|users|getent)$/.test(program),
    why: 'Asking who one is and what one may do is how a way onward is found.',
    doesNotShow: 'What was done with the answer.',
    otherExplanation: 'Each deployment script begins this way.',
    canBeWrong: 'By itself the question means little.',
  },
  (call) => {
    for (const fact of call.facts) {
      const severity = fact.kind === 'exec' ? asks(fact) : null;
      if (fact.kind === 'exec' && severity !== null) return [hitOn(call, fact, { severity, what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
