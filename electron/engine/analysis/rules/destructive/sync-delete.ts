/** A synchronisation that deletes at its target what its source lacks. */
import { hasFlag, isDryRun, lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'destructive.sync-delete',
    title: 'Synchronise with deletion',
    severity: 'medium',
    attack: ['T1485', 'AML.T0101'],
    looksAt: ['exec'],
    programs: (program) => /^(?:rsync|aws|gsutil|s3cmd|s5cmd|mc|gcloud|azcopy|rclone|robocopy)$/.test(program),
    why: 'Such a run makes the target the same as the source: what only the target had is gone.',
    doesNotShow: 'Whether the target had files of its own.',
    otherExplanation: 'Mirrors and deployments are kept this way.',
    canBeWrong: 'An empty target loses nothing.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || isDryRun(fact)) continue;
      const rsync = fact.program === 'rsync' && !hasFlag(fact, 'n') && fact.argv.some((argument) => /^--(?:delete(?:-\w+)*|del|remove-source-files)$/.test(argument));
      const cloud = /^(?:aws|gsutil|s3cmd|s5cmd|mc|gcloud|azcopy)$/.test(fact.program) && fact.argv.some((argument) => /^(?:sync|rsync|mirror)$/.test(argument)) && fact.argv.some((argument) => /^(?:--delete(?:-removed|-destination(?:=true)?)?|--remove|-d|--delete-unmatched-destination-objects)$/.test(argument));
      const rclone = fact.program === 'rclone' && /^(?:sync|bisync|move|moveto|purge|delete|deletefile|cleanup|rmdirs?|dedupe)$/.test(fact.argv[0] ?? '');
      const robocopy = fact.program === 'robocopy' && fact.argv.some((argument) => /^\/(?:mir|purge)$/i.test(argument));
      if (!rsync && !cloud && !rclone && !robocopy) continue;
      hits ??= [];
      // Onto scratch space or into build output, nothing is lost that is not made again.
      const scratch = rsync && /^(?:\/(?:private\/)?(?:var\/)?tmp\/\w|\.?\/?(?:dist|build|out|public|preview|coverage|\.cache|target)(?:\/|$))/.test(fact.argv[fact.argv.length - 1] ?? '');
      hits.push(hitOn(call, fact, { severity: scratch ? 'low' : 'medium', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } }));
    }
    return hits ?? noHits;
  },
);
