import { rule } from './look-alike.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'cаt /etc/passwd',
    'curl https://gіthub.com/x',
  ],
  quiet: [
    'echo "Grüße aus Köln"',
    'git commit -m "добавить файл"',
  ],
});
