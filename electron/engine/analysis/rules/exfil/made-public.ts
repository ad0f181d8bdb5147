/** Something opened to anybody: a repository, a bucket, an image. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const ways: Readonly<Record<string, RegExp>> = {
  gh: /^repo (?:create\b.*--public\b|edit\b.*--visibility[= ]public)/,
  glab: /^repo create\b.*--public\b/,
  aws: /--acl[= ]public-read|\bput-bucket-policy\b|\bdelete-public-access-block\b|\bmodify-(?:db-)?(?:snapshot|image)-attribute\b.*(?:\ball\b|--group-names all|add=\[\{group=all)|\bmodify-db-snapshot-attribute\b|\bshare-\w+|\bput-public-access-block\b.*false|\badd-permission\b.*--principal\s+['"]?\*/i,
  gsutil: /^(?:-m )?(?:iam ch\b.*allUsers|acl (?:ch|set)\b.*(?:AllUsers|public-read)|defacl\b.*public)/i,
  gcloud: /add-iam-policy-binding\b.*allUsers|--allow-unauthenticated\b/,
  az: /--public-access[= ](?:blob|container)|--allow-blob-public-access[= ]true|storage account\b.*--default-action[= ]allow/i,
  s3cmd: /--acl-public\b|^setacl\b/,
  mc: /^anonymous set (?:public|download|upload)|^policy set (?:public|download)/,
  rclone: /^link\b/,
  npm: /^access (?:public|set status=public)/,
};

function opens(fact: ExecFact): boolean {
  return Object.hasOwn(ways, fact.program) && ways[fact.program]?.test(fact.argv.join(' ')) === true;
}

export const rule = defineRule(
  {
    id: 'exfil.made-public',
    title: 'Opened to anybody',
    severity: 'high',
    attack: ['T1537', 'T1567'],
    looksAt: ['exec'],
    programs: (program) => Object.hasOwn(ways, program),
    why: 'What is opened to anybody is out of its owner’s hands from then on; copies are made by machines within minutes.',
    doesNotShow: 'That the service did it, or what was behind it.',
    otherExplanation: 'Web sites and open projects are meant to be public.',
    canBeWrong: 'A policy for a bucket can also make it narrower.',
  },
  (call) => {
    for (const fact of call.facts) if (fact.kind === 'exec' && opens(fact)) return [hitOn(call, fact, { severity: 'high', what: `opens something to anybody: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    return noHits;
  },
);
