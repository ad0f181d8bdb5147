import { rule } from './incomplete.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'echo "unterminated',
    'for f (*.txt) rm $f',
  ],
  quiet: [
    'echo done',
    'for f in *.txt; do cat "$f"; done',
  ],
});
