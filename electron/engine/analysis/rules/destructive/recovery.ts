/** What a machine could be restored from, taken away: shadow copies, snapshots, backups of the system. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { isDryRun, lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const ways: Readonly<Record<string, RegExp>> = {
  vssadmin: /^(?:delete|resize)\b/i,
  wbadmin: /^(?:delete|disable)\b/i,
  wmic: /\bshadowcopy\b.*\bdelete\b/i,
  diskshadow: /\bdelete\b/i,
  bcdedit: /recoveryenabled\s+no|bootstatuspolicy\s+ignoreallfailures|\/delete\b/i,
  reagentc: /^\/disable\b/i,
  cipher: /(?:^|\s)\/w/i,
  fsutil: /^usn\s+deletejournal/i,
  tmutil: /^(?:delete\w*|disable|thinlocalsnapshots|removedestination)\b/,
  snapper: /\bdelete\b/,
  timeshift: /--delete/,
};

function removes(fact: ExecFact): boolean {
  return Object.hasOwn(ways, fact.program) && !isDryRun(fact) && ways[fact.program]?.test(fact.argv.join(' ')) === true;
}

export const rule = defineRule(
  {
    id: 'destructive.recovery',
    title: 'Means of recovery removed',
    severity: 'high',
    attack: ['T1490', 'T1485'],
    looksAt: ['exec'],
    programs: (program) => Object.hasOwn(ways, program),
    why: 'Shadow copies, snapshots and boot repair are what a machine is restored from after damage; without them the damage stays.',
    doesNotShow: 'Whether other backups are kept elsewhere.',
    otherExplanation: 'Old snapshots are removed to gain space.',
    canBeWrong: 'One old snapshot is deleted by the same words.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !removes(fact)) continue;
      return [hitOn(call, fact, { severity: 'high', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
