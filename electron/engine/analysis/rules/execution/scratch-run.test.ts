import { rule } from './scratch-run.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'bash /dev/shm/x.sh',
    '/tmp/.x/run',
    'source /run/user/1000/env.sh',
  ],
  quiet: [
    'bash /tmp/x.sh',
    './run.sh',
    'cat /dev/shm/x',
  ],
});
