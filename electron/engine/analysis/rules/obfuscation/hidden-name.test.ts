import { rule } from './hidden-name.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    "r''m -rf x",
    'cat${IFS}/etc/passwd',
    '{rm,-rf,/srv/x}',
    "$'\\x72\\x6d' x",
  ],
  quiet: [
    'rm "my file"',
    "echo \"it's\"",
    'ls *.txt',
  ],
});
