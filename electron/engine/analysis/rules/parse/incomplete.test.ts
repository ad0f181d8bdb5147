import { rule } from './incomplete.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'rm "$1"',
    'curl https://$HOST/x',
    'echo "unterminated',
    'for f (*.txt) rm $f',
  ],
  quiet: [
    'for f in $(ls); do cat "$f"; done',
    'echo done',
    'for f in *.txt; do cat "$f"; done',
  ],
});
