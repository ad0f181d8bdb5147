import { rule } from './env-injection.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'LD_PRELOAD=/tmp/x.so ls',
    'export BASH_ENV=/tmp/x',
    'PATH=/tmp/bin:$PATH make',
  ],
  quiet: [
    'NODE_OPTIONS=--max-old-space-size=4096 npm test',
    'PATH=$HOME/bin:$PATH make',
    'CC=gcc make',
  ],
});
