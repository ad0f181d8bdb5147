import { rule } from './authorized-keys.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cat k.pub >> ~/.ssh/authorized_keys',
    { tool: 'Write', input: { file_path: '/home/dev/.ssh/authorized_keys' } },
  ],
  quiet: [
    'cat ~/.ssh/authorized_keys',
    'wc -l ~/.ssh/authorized_keys',
  ],
});
