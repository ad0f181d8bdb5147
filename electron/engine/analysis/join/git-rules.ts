/** What the two rules on the join of calls and reflogs say of themselves. */
import type { RuleInfo } from '../../../../shared/finding.ts';

export const unexplainedRule: RuleInfo = {
  id: 'git.unexplained',
  version: 1,
  title: 'Reflog entry that no tool call accounts for',
  family: 'git',
  severity: 'medium',
  attack: ['T1565.001'],
  why: 'A reflog is written by git on the host, not by the agent. An entry inside the time of the sessions that no recorded call accounts for was made by something that the transcripts do not show.',
  doesNotShow: 'Who made it. A reflog is plain text that its owner can edit, and its times are those of the host.',
  otherExplanation: 'A person at another terminal, an editor, a hook, a scheduled job, or a call whose transcript is not in this copy.',
  canBeWrong: 'Commands inside scripts and tools that are not read here, clocks that were set while sessions ran, and repositories that the copy holds under another path.',
};

export const contradictedRule: RuleInfo = {
  id: 'git.contradicted',
  version: 1,
  title: 'Recorded git command without its reflog entry',
  family: 'git',
  severity: 'high',
  attack: ['T1070', 'AML.T0092'],
  why: 'The transcript records a git command that succeeded. It writes an entry into the reflog of HEAD. That log covers the time and has no such entry.',
  doesNotShow: 'Which of the two records is wrong: either can be edited by whoever owns the files.',
  otherExplanation: 'The reflog was edited or partly expired, the command ran in another repository or worktree than it seems, or it had nothing to do and did not say so.',
  canBeWrong: 'Aliases and hooks that turn a command into another one, and copies made while the repository was in use.',
};

export const gitRules: readonly RuleInfo[] = [unexplainedRule, contradictedRule];
