import { rule } from './git-history.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "git filter-branch --tree-filter 'rm -f x' HEAD",
    'git branch -D release',
    'rm -rf .git',
    'echo corrupt > .git/refs/heads/main',
  ],
  quiet: [
    'git branch -d merged',
    'git branch',
    'git log .git',
  ],
});
