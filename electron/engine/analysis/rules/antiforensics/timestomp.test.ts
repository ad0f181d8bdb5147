import { rule } from './timestomp.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'touch -t 202001010000 a',
    'touch -r old new',
  ],
  quiet: [
    'touch a',
    'SOURCE_DATE_EPOCH=1 touch -d @1 a',
  ],
});
