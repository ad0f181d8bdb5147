/** History rewritten or taken away: filter-branch, deleted branches and refs, a deleted `.git`. */
import type { Severity } from '../../../../../shared/event.ts';
import { lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { type GitLine, gitFlag, gitLineOf } from '../../git-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

/** Subcommands that can rewrite or delete history. */
const rewriting = /^(?:filter-branch|filter-repo|update-ref|branch|tag|remote|symbolic-ref|replace|rebase)$/;

function rewrites(git: GitLine): Severity | null {
  switch (git.verb) {
    case 'filter-branch':
    case 'filter-repo':
      return gitFlag(git, 'h', 'help', 'analyze', 'dry-run') ? null : 'high';
    case 'update-ref':
      return gitFlag(git, 'd', 'delete') || gitFlag(git, '', 'stdin') ? 'high' : null;
    case 'branch':
      return gitFlag(git, 'D') || (gitFlag(git, 'd', 'delete') && gitFlag(git, 'f', 'force')) ? 'high' : gitFlag(git, 'Mf', 'force') ? 'medium' : null;
    case 'tag':
      return gitFlag(git, 'd', 'delete') ? 'low' : gitFlag(git, 'f', 'force') ? 'low' : null;
    case 'remote':
      return /^(?:remove|rm|prune)$/.test(git.operands[0] ?? '') ? 'low' : null;
    case 'symbolic-ref':
      return gitFlag(git, 'd', 'delete') ? 'medium' : null;
    case 'replace':
      return git.operands.length > 1 ? 'medium' : null;
    case 'rebase':
      return gitFlag(git, '', 'root') ? 'medium' : null;
    default:
      return null;
  }
}

/** What git keeps its history in. Hooks and config are other rules. */
const inside = /(?:^|\/)\.git(?:\/(?:objects|refs|packed-refs|HEAD|ORIG_HEAD|index|logs|rr-cache)(?:\/.*)?|\/\*?)?$/;

export const rule = defineRule(
  {
    id: 'destructive.git-history',
    title: 'Git history rewritten or deleted',
    severity: 'high',
    attack: ['T1485', 'T1070', 'AML.T0101'],
    looksAt: ['exec', 'write', 'delete'],
    programs: (program) => /^(?:git|bfg)$/.test(program),
    words: [rewriting],
    wordsOf: (program) => program === 'git',
    paths: [inside],
    why: 'History that is rewritten or deleted takes away the record of what was done, and commits that nothing else names.',
    doesNotShow: 'Whether another clone or a remote still holds the same commits.',
    otherExplanation: 'Merged branches are deleted as a matter of course; a fresh start in a scratch repository deletes its `.git`.',
    canBeWrong: 'A branch that was merged loses nothing; the command alone does not tell.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec') {
        const git = gitLineOf(fact);
        const severity = git === null ? (fact.program === 'bfg' ? 'high' : null) : rewrites(git);
        if (severity === null) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity, what: `rewrites or deletes what git holds: ${lineOf(fact)}.`, detail: { operands: [...(git?.operands ?? [])].slice(0, 32) } }));
      } else if (fact.kind === 'file' && (fact.operation === 'delete' || fact.operation === 'write') && inside.test(fact.path ?? fact.written) && !fact.via.startsWith('git ')) {
        const scratch = /^(?:\/private)?\/(?:tmp|var\/tmp|var\/folders)\//.test(fact.path ?? '') || /\.(?:lock|swp)$/.test(fact.written);
        hits ??= [];
        if (hits.length < 6) hits.push(hitOn(call, fact, { severity: scratch ? 'low' : fact.operation === 'delete' && fact.recursive ? 'critical' : 'high', what: `${verbs[fact.operation]} ${fact.path === null ? fact.written : shownPath(fact.path, call)}, where git keeps its history.`, title: 'Git’s own files changed', detail: { path: fact.path, written: fact.written, via: fact.via } }));
      }
    }
    return hits ?? noHits;
  },
);
