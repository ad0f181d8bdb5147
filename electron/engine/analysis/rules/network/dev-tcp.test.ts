import { rule } from './dev-tcp.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'echo hi > /dev/tcp/198.51.100.7/80',
    'exec 3<>/dev/tcp/a.example.net/80',
  ],
  quiet: [
    'echo hi > /dev/tcp/localhost/5432',
    "echo '/dev/tcp/a/1'",
  ],
});
