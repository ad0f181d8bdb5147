import { rule } from './raw-socket.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'nc 198.51.100.7 4444',
    'nc -lvp 4444',
  ],
  quiet: [
    'nc -z localhost 80',
    'nc localhost 8080',
  ],
});
