import { rule } from './raw-device.ts';
import { describeRule } from '../../rule-examples.ts';

describeRule(rule, {
  fires: [
    'dd if=/dev/zero of=/dev/sda bs=1M',
    'mkfs.ext4 /dev/nvme0n1p1',
    'cat image.bin > /dev/disk2',
  ],
  quiet: [
    'dd if=/dev/zero of=./disk.img bs=1M count=10',
    'fdisk -l',
    'mkfs.ext4 test.img',
  ],
});
