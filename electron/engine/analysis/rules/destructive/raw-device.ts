/** A write to a disk device, or a program that makes, wipes or divides one. */
import { hasFlag, isDryRun, lineOf, operandsOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const device = /^\/dev\/(?:r?disk\d|r?sd[a-z\d]|r?wd\d|ada\d|da\d|hd[a-z]|vd[a-z]|xvd[a-z]|nvme\d|mmcblk\d|md\d|dm-\d|mapper\/|loop\d|sr\d|nbd\d|zd\d|disk\/)|^\\\\\.\\PhysicalDrive/;
const makers = /^(?:mkfs(?:\.\w+)?|mke2fs|mkswap|wipefs|blkdiscard|fdisk|sfdisk|sgdisk|cfdisk|gdisk|parted|lvremove|vgremove|pvremove|lvreduce|zpool|zfs|cryptsetup|mdadm|nvme|hdparm|badblocks|diskutil|format|diskpart|Format-Volume|Clear-Disk|Initialize-Disk|Remove-Partition|dmsetup|newfs(?:_\w+)?|sg_format|btrfs|swapoff)$/;
const harmful: Readonly<Record<string, RegExp>> = {
  zpool: /^(?:destroy|labelclear|remove|detach)$/, zfs: /^(?:destroy|rollback)$/, cryptsetup: /^(?:luksFormat|erase|luksErase|luksKillSlot|luksRemoveKey|reencrypt)$/i, mdadm: /^--(?:zero-superblock|stop|fail|remove|create)$/, nvme: /^(?:format|sanitize|write-zeroes)$/, hdparm: /^--(?:security-erase|trim-sector)/,
  badblocks: /^-\w*[wn]/, diskutil: /^(?:erase\w*|zeroDisk|randomDisk|secureErase|partitionDisk|reformat|deleteVolume|apfs)$/i, parted: /^(?:mklabel|mkpart|rm|mktable|resizepart)$/, dmsetup: /^(?:remove|remove_all|wipe_table)$/, btrfs: /^(?:delete|remove)$/, swapoff: /^\x00$/,
};

export const rule = defineRule(
  {
    id: 'destructive.raw-device',
    title: 'Write to a disk device',
    severity: 'critical',
    attack: ['T1561.001', 'AML.T0101'],
    looksAt: ['exec', 'write', 'delete'],
    programs: (program) => makers.test(program),
    paths: [device],
    why: 'Writing to a device past its file system, or making a new one, loses what the device held.',
    doesNotShow: 'Which disk the name stood for on that machine, or that the user had the right to write it.',
    otherExplanation: 'Preparing a memory card or a scratch image uses the same programs.',
    canBeWrong: 'A device name can stand for an image file that a test made.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'file' && (fact.operation === 'write' || fact.operation === 'delete') && device.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'critical', what: `writes to the device ${fact.written} by ${fact.via}.`, detail: { path: fact.path, via: fact.via } }));
      } else if (fact.kind === 'exec' && makers.test(fact.program) && !isDryRun(fact)) {
        const needed = harmful[fact.program];
        if (needed !== undefined ? !fact.argv.some((argument) => needed.test(argument)) : hasFlag(fact, 'lVn', 'list', 'no-act', 'print') || operandsOf(fact).length === 0) continue;
        const image = fact.argv.some((argument) => /\.(?:img|iso|raw|qcow2|dmg)$/.test(argument)) && !fact.argv.some((argument) => device.test(argument));
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: image ? 'low' : 'critical', what: `runs ${lineOf(fact)}.`, title: 'Disk made anew or wiped', detail: { program: fact.program } }));
      }
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);
