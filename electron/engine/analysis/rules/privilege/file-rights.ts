/** Rights of a file widened: setuid, world-writable, capabilities, another owner for system files. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf, operandsOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

interface Widened {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
}

const systemPath = /^\/(?:etc|usr|bin|sbin|lib|boot|dev|var|root|proc|sys|System|Library)?(?:\/|$)/;

/** `2775`, `u+s`, `4755`: numbers are read as octal digits, letters by their parts. */
function modeOf(mode: string): { setuid: boolean; open: boolean } {
  if (/^[0-7]{3,5}$/.test(mode)) {
    const value = Number.parseInt(mode, 8);
    return { setuid: (value & 0o6000) !== 0, open: (value & 0o002) !== 0 };
  }
  return { setuid: /(?:^|,)[ugoa]*[+=][rwxX]*s/.test(mode), open: /(?:^|,)(?:[ug]*[oa][ugoa]*|)[+=][rxXst]*w/.test(mode) && !/^(?:u|g|ug)\+/.test(mode) && !/^\+w$/.test(mode) };
}

function widens(fact: ExecFact): Widened | null {
  switch (fact.program) {
    case 'chmod': {
      const [mode = '', ...paths] = operandsOf({ ...fact, argv: fact.argv.filter((argument) => !/^-[rwxXst]+$/.test(argument)) });
      const { setuid, open } = modeOf(mode);
      const system = paths.some((path) => systemPath.test(path));
      if (setuid && !/^2\d{3}$|^0?2\d{3}$|^g\+s$/.test(mode)) return { id: 'privilege.setuid', title: 'Set-user-id bit set', severity: 'high' };
      if (setuid) return { id: 'privilege.setuid', title: 'Set-group-id bit set', severity: system ? 'high' : 'medium' };
      if (open) return { id: 'privilege.chmod-777', title: 'Writable by anybody', severity: system || hasFlag(fact, 'R', 'recursive') || /^(?:\/|~|\.|\*)$/.test(paths[0] ?? '') ? (system ? 'high' : 'medium') : 'low' };
      if (/^0*$/.test(mode) && mode !== '' && hasFlag(fact, 'R', 'recursive')) return { id: 'privilege.chmod-777', title: 'Rights taken away', severity: 'medium' };
      return null;
    }
    case 'install': {
      const at = fact.argv.findIndex((argument) => /^(?:-m|--mode)$/.test(argument));
      const mode = at >= 0 ? (fact.argv[at + 1] ?? '') : (fact.argv.find((argument) => /^(?:--mode=|-m\d)/.test(argument))?.replace(/^(?:--mode=|-m)/, '') ?? '');
      return modeOf(mode).setuid ? { id: 'privilege.setuid', title: 'Set-user-id bit set', severity: 'high' } : null;
    }
    case 'setcap':
      return hasFlag(fact, 'rh', 'help') && fact.argv.length < 3 ? null : { id: 'privilege.setcap', title: 'Capabilities given to a program', severity: 'high' };
    case 'setfacl':
      return fact.argv.some((argument) => /(?:^|,)(?:d:)?(?:o(?:ther)?:|u(?:ser)?:[\w.-]+:|g(?:roup)?:[\w.-]+:)[^,]*w|^(?:o|other)::?r/.test(argument)) ? { id: 'privilege.chmod-777', title: 'Access list widened', severity: fact.argv.some((argument) => systemPath.test(argument) || /\.ssh|\.aws|\.gnupg/.test(argument)) ? 'high' : 'medium' } : null;
    case 'chown':
    case 'chgrp': {
      const paths = operandsOf(fact).slice(1);
      return paths.some((path) => /^\/(?:etc|usr|bin|sbin|lib|boot|dev|root|System|Library)?(?:\/|$)/.test(path)) ? { id: 'privilege.ownership', title: 'Owner of a system file changed', severity: 'high' } : /^root(?::|$)/.test(operandsOf(fact)[0] ?? '') && hasFlag(fact, 'R', 'recursive') ? { id: 'privilege.ownership', title: 'Owner changed', severity: 'low' } : null;
    }
    case 'chattr':
      return fact.argv.some((argument) => /^-[a-z]*[ia]/.test(argument)) ? { id: 'privilege.attributes', title: 'Protection of a file taken off', severity: 'medium' } : fact.argv.some((argument) => /^\+[a-z]*i/.test(argument)) ? { id: 'privilege.attributes', title: 'File made unchangeable', severity: 'low' } : null;
    case 'umask':
      return /^0*$/.test(fact.argv[0] ?? 'x') ? { id: 'privilege.chmod-777', title: 'New files writable by anybody', severity: 'medium' } : null;
    default:
      return null;
  }
}

export const rule = defineRule(
  {
    id: 'privilege.file-rights',
    title: 'Rights of a file widened',
    severity: 'high',
    attack: ['T1548.001', 'T1222.002'],
    looksAt: ['exec'],
    programs: (program) => /^(?:chmod|install|setcap|setfacl|chown|chgrp|chattr|umask)$/.test(program),
    why: 'A program that runs as its owner, or a file that anybody may write, hands rights to whoever comes next.',
    doesNotShow: 'That the change was made: it may need rights that the session did not have.',
    otherExplanation: 'Shared folders and containers are often set up with wide rights.',
    canBeWrong: 'The rights before are not known; the change may have narrowed them.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      const found = fact.kind === 'exec' ? widens(fact) : null;
      if (fact.kind !== 'exec' || found === null) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity: found.severity, what: `runs ${lineOf(fact)}.`, ruleId: found.id, title: found.title, detail: { program: fact.program } }));
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);
