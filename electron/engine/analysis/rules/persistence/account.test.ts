import { rule } from './account.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'useradd -m eve',
    'aws iam create-access-key --user-name x',
  ],
  quiet: [
    'id dev',
    'passwd --status',
  ],
});
