import { rule } from './credential-store.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "echo 'Host *' >> ~/.ssh/config",
    'aws configure list > ~/.aws/credentials',
    { tool: 'Edit', input: { file_path: '/home/dev/.netrc' } },
  ],
  quiet: [
    'cat ~/.ssh/config',
    'ssh-keygen -lf ~/.ssh/id_ed25519.pub',
  ],
});
