/** File systems mounted so that limits fall away. */
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'privilege.mount',
    title: 'File system mounted past its limits',
    severity: 'high',
    attack: ['T1611', 'T1548'],
    looksAt: ['exec'],
    programs: (program) => /^(?:mount|debugfs)$/.test(program),
    why: 'A mount can bring in another process’s files, allow set-user-id programs, or let the kernel run new formats.',
    doesNotShow: 'That the session had the rights for it.',
    otherExplanation: 'Images are mounted to be looked at and built.',
    canBeWrong: 'In a container the mount concerns the container only.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !/^(?:mount|fusermount3?|losetup|debugfs|nbd-client|qemu-nbd)$/.test(fact.program) || fact.argv.length === 0) continue;
      const line = fact.argv.join(' ');
      if (fact.program === 'debugfs' ? !/\/dev\//.test(line) : fact.program !== 'mount') continue;
      const wide = fact.program === 'debugfs' || /\/proc\/\d+\/|\bsuid\b|\bexec\b(?!\/)|binfmt_misc|--(?:r?bind|move)|\br?bind\b|\bcgroup\b|\boverlay\b|hostPath|\/host\b|\bdev\b,?/.test(line);
      if (/nosuid|^-l$|^-h$/.test(line) && !/\bbind\b/.test(line)) continue;
      return [hitOn(call, fact, { severity: wide ? 'high' : 'low', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
