import { rule } from './firewall.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'iptables -F',
    'ufw disable',
  ],
  quiet: [
    'iptables -L',
    'ufw status',
  ],
});
