import { rule } from './lateral.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'psexec.py corp/admin@198.51.100.9',
    "echo '198.51.100.7 api.example.net' >> /etc/hosts",
  ],
  quiet: [
    'ip addr show',
    'arp -a',
  ],
});
