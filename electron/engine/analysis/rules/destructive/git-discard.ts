/** Git work thrown away that no commit holds: reset --hard, clean -f, checkout of files, dropped stashes. */
import type { Severity } from '../../../../../shared/event.ts';
import { lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { type GitLine, gitFlag, gitLineOf } from '../../git-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

/** Subcommands that can throw something away. */
const discarding = /^(?:reset|clean|checkout|switch|restore|stash|worktree|rm|submodule|checkout-index|read-tree)$/;

function discards(git: GitLine): Severity | null {
  const { verb, argv, operands } = git;
  if (gitFlag(git, verb === 'checkout' || verb === 'restore' || verb === 'switch' || verb === 'clean' ? 'h' : '', 'help')) return null;
  switch (verb) {
    case 'reset':
      return gitFlag(git, '', 'hard', 'merge') ? 'high' : null;
    case 'clean': {
      if (gitFlag(git, 'n', 'dry-run') || gitFlag(git, 'i', 'interactive')) return null;
      return gitFlag(git, 'f', 'force') || git.settings.some((each) => /^clean\.requireforce=false$/i.test(each)) ? 'high' : null;
    }
    case 'checkout':
      return checkout(git, argv, operands);
    case 'switch':
      return gitFlag(git, 'fC', 'force', 'discard-changes', 'force-create') ? 'medium' : null;
    case 'restore':
      if (gitFlag(git, 'S', 'staged') && !gitFlag(git, 'W', 'worktree')) return null;
      // Without a path it restores nothing, unless it asks for each piece.
      return operands.length > 0 || argv.includes('--') || gitFlag(git, 'p', 'patch') || gitFlag(git, 's', 'source', 'pathspec-from-file') ? 'medium' : null;
    case 'stash':
      return operands[0] === 'drop' ? 'medium' : operands[0] === 'clear' ? 'high' : null;
    case 'worktree':
      return operands[0] === 'remove' && gitFlag(git, 'f', 'force') ? 'medium' : null;
    case 'rm':
      return gitFlag(git, '', 'cached') ? null : gitFlag(git, 'f', 'force') ? 'medium' : null;
    case 'submodule':
      return operands[0] === 'deinit' && gitFlag(git, 'f', 'force', 'all') ? 'medium' : null;
    case 'checkout-index':
      return gitFlag(git, 'f', 'force') ? 'medium' : null;
    case 'read-tree':
      return gitFlag(git, '', 'reset') ? 'medium' : null;
    default:
      return null;
  }
}

function checkout(git: GitLine, argv: readonly string[], operands: readonly string[]): Severity | null {
  if (gitFlag(git, 'f', 'force')) return 'medium';
  if (gitFlag(git, 'B')) return 'low';
  if (gitFlag(git, 'b', 'orphan', 'track', 'detach')) return null;
  if (gitFlag(git, 'p', 'patch', 'ours', 'theirs')) return gitFlag(git, '', 'pathspec-from-file') ? 'medium' : null;
  const dashes = argv.indexOf('--');
  if (dashes >= 0) return dashes < argv.length - 1 ? 'medium' : null;
  if (operands.includes('.') || operands.includes('*') || gitFlag(git, '', 'pathspec-from-file')) return 'medium';
  // Two operands without a dash: a commit and then paths.
  return operands.length >= 2 ? 'medium' : null;
}

export const rule = defineRule(
  {
    id: 'destructive.git-discard',
    title: 'Git work thrown away',
    severity: 'high',
    attack: ['T1485', 'AML.T0101'],
    looksAt: ['exec'],
    programs: (program) => /^git$/.test(program),
    words: [discarding],
    why: 'Changes that no commit holds are lost with it; a moved branch leaves commits that only the reflog still names.',
    doesNotShow: 'Whether there were changes to lose. The reflog shows where the branch stood before.',
    otherExplanation: 'Going back to a clean state between attempts is ordinary.',
    canBeWrong: 'Whether an operand is a branch or a file can only be told with the repository at hand.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      const git = gitLineOf(fact);
      const severity = git === null ? null : discards(git);
      if (git === null || severity === null) continue;
      hits ??= [];
      hits.push(hitOn(call, fact, { severity, what: `throws away work that git does not hold: ${lineOf(fact)}.`, detail: { verb: git.verb, operands: [...git.operands].slice(0, 32) } }));
    }
    return hits ?? noHits;
  },
);
