import { rule } from './system-write.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "echo 'dev ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/dev",
    'cp x /usr/bin/ls',
  ],
  quiet: [
    'cat /etc/passwd',
    'cp x usr/bin/ls',
  ],
});
