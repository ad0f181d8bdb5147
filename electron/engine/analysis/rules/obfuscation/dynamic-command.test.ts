import { rule } from './dynamic-command.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    '$TOOL --version',
    'eval "$CODE"',
  ],
  quiet: [
    'eval "echo hi"',
    'TOOL=ls; $TOOL',
  ],
});
