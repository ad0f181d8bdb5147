/** The kernel's own code or settings changed. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

function changes(fact: ExecFact): boolean {
  switch (fact.program) {
    case 'insmod':
    case 'kexec':
    case 'kextload':
    case 'kmutil':
    case 'rmmod':
    case 'kpatch':
      return fact.argv.length > 0;
    case 'modprobe':
      return fact.argv.length > 0 && !hasFlag(fact, 'nDc', 'dry-run', 'show-depends', 'showconfig', 'show-config');
    case 'sysctl':
      return hasFlag(fact, 'wp', 'write', 'load', 'system') || fact.argv.some((argument) => /^[\w.-]+=/.test(argument));
    case 'bpftool':
      return /^(?:prog|map|net|cgroup|struct_ops|btf|iter)$/.test(fact.argv[0] ?? '') && /^(?:load|loadall|attach|update|pin|register|create)$/.test(fact.argv[1] ?? '');
    case 'bpftrace':
      return hasFlag(fact, 'e') && fact.argv.some((argument) => /\bu(?:ret)?probe:|\bk(?:ret)?probe:|tty_|ssl_|SSL_|readline/i.test(argument));
    case 'dkms':
      return /^(?:install|add|build)$/.test(fact.argv[0] ?? '');
    case 'grub-mkconfig':
    case 'update-grub':
    case 'grubby':
    case 'efibootmgr':
    case 'nvram':
    case 'bcdedit':
      return fact.argv.length > 0 || fact.program === 'update-grub';
    default:
      return false;
  }
}

const kernelMemory = /^\/(?:dev\/(?:k?mem|port)|proc\/kcore|sys\/kernel\/debug\/)/;
const kernelFiles = /^\/(?:proc\/sys(?:rq-trigger|\/)|sys\/(?:kernel|fs\/(?!cgroup)|module|class|devices|firmware)\/?|proc\/sysrq|boot\/|lib\/modules\/|etc\/(?:modules|modprobe\.d|sysctl)|dev\/(?:mem|kmem|port))/;

export const rule = defineRule(
  {
    id: 'privilege.kernel',
    title: 'Kernel code or settings changed',
    severity: 'high',
    attack: ['T1547.006', 'T1014'],
    looksAt: ['exec', 'write', 'read'],
    programs: (program) => /^(?:insmod|kexec|kextload|kmutil|rmmod|kpatch|modprobe|sysctl|bpftool|bpftrace|dkms|grub-mkconfig|update-grub|grubby|efibootmgr|nvram|bcdedit)$/.test(program),
    paths: [kernelMemory, kernelFiles],
    why: 'What the kernel loads or how it is set decides what any program may do.',
    doesNotShow: 'That the session had the rights for it.',
    otherExplanation: 'Servers under load need higher limits; drivers are loaded by hand in development.',
    canBeWrong: 'The same setting is harmless at one value and not at another.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec' && changes(fact)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: fact.program === 'sysctl' ? 'medium' : 'high', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } }));
      } else if (fact.kind === 'file' && fact.operation === 'read' && kernelMemory.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `reads ${fact.written}, memory of the kernel.`, title: 'Kernel memory read', detail: { path: fact.path } }));
      } else if (fact.kind === 'file' && fact.operation === 'write' && kernelFiles.test(fact.path ?? fact.written)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `writes to ${fact.written}, a setting of the kernel.`, detail: { path: fact.path } }));
      }
    }
    return hits?.slice(0, 3) ?? noHits;
  },
);
