import { rule } from './git.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'git reflog expire --expire=now --all',
    'git gc --prune=now',
    'GIT_COMMITTER_DATE=2020-01-01 git commit -m x',
  ],
  quiet: [
    'git reflog',
    'git gc',
    'git commit -m "reflog expire"',
  ],
});
