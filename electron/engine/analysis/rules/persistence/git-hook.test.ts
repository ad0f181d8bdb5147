import { rule } from './git-hook.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "echo 'curl x' > .git/hooks/pre-commit",
    'git config core.sshCommand /tmp/ssh',
    'git -c core.fsmonitor=/tmp/x status',
  ],
  quiet: [
    'git config user.name Dev',
    'cat .git/hooks/pre-commit.sample',
    'git config alias.st status',
  ],
});
