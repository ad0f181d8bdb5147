/** Times of files set to something else. */
import { flagValue, hasFlag, lineOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

function stamps(fact: ExecFact): boolean {
  switch (fact.program) {
    case 'touch':
      return hasFlag(fact, 'tdr', 'date', 'reference') && !/^(?:now|today)$/.test(flagValue(fact, '-d', '--date') ?? '');
    case 'SetFile':
      return hasFlag(fact, 'dm');
    case 'debugfs':
      return hasFlag(fact, 'w') || fact.argv.some((argument) => /set_inode_field|sif /.test(argument));
    case 'timedatectl':
      return /^(?:set-time|set-ntp)$/.test(fact.argv[0] ?? '');
    case 'date':
      return hasFlag(fact, 's', 'set');
    case 'hwclock':
      return hasFlag(fact, '', 'set', 'hctosys', 'systohc');
    case 'faketime':
      return true;
    default:
      return false;
  }
}

export const rule = defineRule(
  {
    id: 'antiforensics.timestomp',
    title: 'Times of files or of the machine changed',
    severity: 'medium',
    attack: ['T1070.006'],
    looksAt: ['exec', 'env'],
    programs: (program) => /^(?:touch|SetFile|debugfs|timedatectl|date|hwclock|faketime)$/.test(program),
    why: 'A changed time moves a file out of the span that somebody will look at.',
    doesNotShow: 'Which time it had.',
    otherExplanation: 'Builds that must be repeatable set times on purpose.',
    canBeWrong: 'Tests set times to check what depends on them.',
  },
  (call) => {
    if (call.facts.some((fact) => fact.kind === 'env' && fact.name === 'SOURCE_DATE_EPOCH')) return noHits;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !stamps(fact)) continue;
      return [hitOn(call, fact, { severity: 'medium', what: `sets times: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
