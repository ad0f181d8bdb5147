import { rule } from './look-alike.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'сurl https://get.example.net/x',
    'cаt /etc/passwd',
    'curl https://gіthub.com/x',
  ],
  quiet: [
    'echo "Grüße aus Köln"',
    'git commit -m "добавить файл"',
  ],
});
