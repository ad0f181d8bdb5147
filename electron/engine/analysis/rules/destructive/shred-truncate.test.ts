import { rule } from './shred-truncate.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'shred -u secrets.txt',
    'truncate -s 0 data.db',
    'mv report.pdf /dev/null',
  ],
  quiet: [
    'truncate -s 10M sparse.bin',
    'truncate -s 0 server.log',
    "echo 'shred -u x'",
  ],
});
