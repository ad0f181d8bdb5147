import { rule } from './shutdown.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'shutdown -h now',
    'sudo reboot',
    'kill -9 -1',
  ],
  quiet: [
    'kill 4711',
    'systemctl status nginx',
    'shutdown -c',
  ],
});
