import { rule } from './rm-recursive.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'rm -rf ../infra/state',
    'D=/srv/data; rm -r "$D"',
    'find /srv/old -type d -exec rm -rf {} +',
  ],
  quiet: [
    'rm -rf node_modules dist',
    'rm notes.txt',
    'rm -rf /tmp/build-123',
    "grep -rn 'rm -rf /srv' docs",
  ],
});
