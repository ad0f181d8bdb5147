/** An account or its password, added or changed. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

function changes(fact: ExecFact): boolean {
  const { program, argv } = fact;
  switch (program) {
    case 'useradd':
    case 'adduser':
    case 'usermod':
    case 'userdel':
    case 'deluser':
    case 'groupadd':
    case 'addgroup':
    case 'gpasswd':
    case 'chpasswd':
    case 'newusers':
    case 'vipw':
    case 'sysadminctl':
    case 'chsh':
    case 'htpasswd':
    case 'smbpasswd':
    case 'samba-tool':
      return !hasFlag(fact, 'h', 'help') && (argv.length > 0 || program === 'chpasswd');
    case 'passwd':
      return !hasFlag(fact, 'S', 'status', 'help');
    case 'dscl':
      return argv.some((argument) => /^-?(?:create|append|passwd|delete|change)$/.test(argument));
    case 'dseditgroup':
      return argv.includes('-a') || argv.includes('-o');
    case 'net':
      return /^(?:user|localgroup|group)$/i.test(argv[0] ?? '') && argv.some((argument) => /^\/(?:add|delete|active)/i.test(argument));
    case 'aws':
      return argv[0] === 'iam' && /^(?:create-(?:user|role|access-key|login-profile|policy|policy-version)|attach-\w+-policy|put-\w+-policy|add-user-to-group|update-login-profile|update-assume-role-policy)$/.test(argv[1] ?? '');
    case 'gcloud':
      return argv.includes('add-iam-policy-binding') || (argv.includes('service-accounts') && argv.includes('create')) || argv.includes('set-iam-policy');
    case 'az':
      return (argv[0] === 'role' && argv[1] === 'assignment' && argv[2] === 'create') || (argv[0] === 'ad' && argv.includes('create'));
    case 'gh':
      return (/^(?:ssh-key|gpg-key)$/.test(argv[0] ?? '') && argv[1] === 'add') || (argv[0] === 'repo' && argv[1] === 'deploy-key' && argv[2] === 'add');
    default:
      return false;
  }
}

export const rule = defineRule(
  {
    id: 'persistence.account',
    title: 'Account changed',
    severity: 'high',
    attack: ['T1136.001', 'T1098'],
    looksAt: ['exec'],
    programs: (program) => /^(?:user\w+|add(?:user|group)|del(?:user|group)|group\w+|gpasswd|chpasswd|newusers|vipw|sysadminctl|chsh|htpasswd|smbpasswd|samba-tool|passwd|dscl|dseditgroup|net|aws|gcloud|az|gh)$/.test(program),
    why: 'A new account, a changed password or a wider role stays when the session is over.',
    doesNotShow: 'That the session had the rights for it.',
    otherExplanation: 'Images of containers add a user for their service.',
    canBeWrong: 'Inside a container the account is the container’s own; there it is reported lower.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !changes(fact)) continue;
      return [hitOn(call, fact, { severity: fact.context === 'container' ? 'medium' : 'high', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
