import { rule } from './elevation.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "su -c 'id'",
    'sudo -i',
    'pkexec sh',
  ],
  quiet: [
    'apt-get install jq',
    'echo sudo -i',
    'sudo apt-get update',
  ],
});
