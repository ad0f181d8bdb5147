import { rule } from './mount.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'mount --bind /proc/1/root /mnt',
    'mount -o remount,suid /dev/shm',
  ],
  quiet: [
    'mount',
    'mount -l',
  ],
});
