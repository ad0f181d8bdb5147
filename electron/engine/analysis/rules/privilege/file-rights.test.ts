import { rule } from './file-rights.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'chmod u+s /tmp/sh',
    'chmod 4755 x',
    'setcap cap_setuid+ep ./x',
    'chmod -R 777 .',
  ],
  quiet: [
    'chmod +x run.sh',
    'chmod 644 a',
    'chmod 755 bin/run',
  ],
});
