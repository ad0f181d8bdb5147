/** A push that rewrites or deletes what a remote holds. */
import { lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { gitFlag, gitLineOf } from '../../git-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'destructive.git-force-push',
    title: 'Forced or deleting push',
    severity: 'high',
    attack: ['T1485', 'T1565', 'AML.T0101'],
    looksAt: ['exec'],
    programs: (program) => /^git$/.test(program),
    words: [/^push$/],
    why: 'A forced push replaces what others have fetched or will fetch; commits that only the remote held can be lost.',
    doesNotShow: 'That the remote took it: a protected branch refuses.',
    otherExplanation: 'A rebased feature branch is pushed this way by its one author.',
    canBeWrong: 'The remote branch is named only if the command names it.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      const git = gitLineOf(fact);
      if (git?.verb !== 'push' || gitFlag(git, 'nh', 'dry-run', 'help')) continue;
      const refs = git.operands.slice(1);
      const plus = refs.some((ref) => ref.startsWith('+'));
      const forced = gitFlag(git, 'f', 'force') || plus;
      const deletes = gitFlag(git, 'd', 'delete', 'mirror', 'prune') || refs.some((ref) => /^:[^:]/.test(ref));
      const lease = gitFlag(git, '', 'force-with-lease', 'force-if-includes');
      if (!forced && !deletes && !lease) continue;
      const main = refs.some((ref) => /(?:^|[:+/])(?:main|master|trunk|production|prod|release)$/.test(ref));
      hits ??= [];
      hits.push(
        hitOn(call, fact, {
          severity: !forced && !deletes ? 'low' : 'high',
          what: `${deletes ? 'deletes on' : 'forces a push to'} a remote${main ? ', a main branch among the names' : ''}: ${lineOf(fact)}.`,
          detail: { remote: git.operands[0] ?? null, refs: [...refs].slice(0, 32), forced, deletes, lease, main },
        }),
      );
    }
    return hits ?? noHits;
  },
);
