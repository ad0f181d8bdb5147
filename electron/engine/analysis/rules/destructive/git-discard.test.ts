import { rule } from './git-discard.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'git reset --hard HEAD~1',
    'git clean -fdx',
    'git checkout -- src/a.ts',
    'git stash clear',
  ],
  quiet: [
    'git clean -n',
    'git checkout -b feature',
    'git restore --staged src/a.ts',
    'git reset HEAD src/a.ts',
    'git commit -m "git reset --hard"',
  ],
});
