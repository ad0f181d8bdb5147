import { rule } from './kernel.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'insmod evil.ko',
    'echo 1 > /proc/sys/kernel/core_pattern',
    'sysctl -w kernel.x=1',
  ],
  quiet: [
    'sysctl kernel.hostname',
    'lsmod',
    'uname -r',
  ],
});
