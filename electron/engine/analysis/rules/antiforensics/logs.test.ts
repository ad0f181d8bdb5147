import { rule } from './logs.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'journalctl --vacuum-time=1s',
    'rm -f /var/log/auth.log',
    'auditctl -D',
  ],
  quiet: [
    'journalctl -u nginx',
    'tail /var/log/syslog',
  ],
});
