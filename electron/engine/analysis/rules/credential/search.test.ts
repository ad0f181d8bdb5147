import { rule } from './search.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "grep -rn 'aws_secret' /home",
    "find / -name 'id_rsa*'",
  ],
  quiet: [
    "grep -rn 'token' src",
    "find . -name '*.pem'",
  ],
});
