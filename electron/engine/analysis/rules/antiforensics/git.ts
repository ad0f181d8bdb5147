/** Git's memory of itself cut short or forged: reflog, unreachable objects, dates and authors. */
import { lineOf } from '../../command-line.ts';
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import type { RuleHit } from '../../examined-call.ts';
import { gitFlag, gitLineOf } from '../../git-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

function hides(fact: ExecFact): { what: string; severity: Severity } | null {
  const git = gitLineOf(fact);
  if (git === null) return null;
  switch (git.verb) {
    case 'reflog':
      return /^(?:expire|delete|drop)$/.test(git.operands[0] ?? '') && !gitFlag(git, 'n', 'dry-run') ? { what: 'cuts the reflog', severity: 'high' } : null;
    case 'gc':
      return git.argv.some((argument) => /^--prune(?:=(?:now|all))?$/.test(argument)) ? { what: 'deletes what no branch names any more', severity: 'high' } : git.settings.some((each) => /^gc\.(?:reflogexpire|pruneexpire)/i.test(each)) ? { what: 'shortens what git remembers', severity: 'high' } : null;
    case 'prune':
      return gitFlag(git, 'n', 'dry-run') ? null : { what: 'deletes what no branch names any more', severity: 'high' };
    case 'commit':
    case 'am':
      return gitFlag(git, '', 'date') ? { what: 'gives a commit another date', severity: 'medium' } : gitFlag(git, '', 'author') ? { what: 'gives a commit another author', severity: 'medium' } : null;
    case 'config':
      return /^(?:gc\.(?:reflogexpire\w*|pruneexpire|auto)|core\.logallrefupdates)$/i.test(git.operands.find((operand) => operand.includes('.')) ?? '') && git.operands.length > 1 ? { what: 'changes what git remembers', severity: 'high' } : null;
    case 'repack':
      return gitFlag(git, 'a') && gitFlag(git, 'd') && gitFlag(git, 'A') === false && gitFlag(git, '', 'expire-to') ? { what: 'repacks without what no branch names', severity: 'low' } : null;
    default:
      return null;
  }
}

export const rule = defineRule(
  {
    id: 'antiforensics.git',
    title: 'Git’s memory cut or forged',
    severity: 'high',
    attack: ['T1070', 'AML.T0092'],
    looksAt: ['exec', 'env'],
    programs: (program) => /^git$/.test(program),
    words: [/^(?:reflog|gc|prune|commit|am|config|repack)$/],
    why: 'The reflog and unreachable objects show what a session did to a repository. Cutting them, or forging dates, takes that away.',
    doesNotShow: 'What was removed.',
    otherExplanation: 'Removing a large file or a secret from a repository ends with the same commands.',
    canBeWrong: 'A date or an author is also set when somebody else’s work is committed on purpose.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        const found = hides(fact);
        if (found === null) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: found.severity, what: `${found.what}: ${lineOf(fact)}.` }));
      } else if (fact.kind === 'env' && /^GIT_(?:AUTHOR|COMMITTER)_DATE$/.test(fact.name) && fact.value !== null && fact.value !== '') {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `sets ${fact.name}, so that a commit gets another date.`, detail: { name: fact.name } }));
      }
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
