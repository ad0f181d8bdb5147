/** Rights or owner changed for a root, home or system folder and what lies below it. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import { hasFlag, isDryRun, lineOf } from '../../command-line.ts';
import type { ExaminedCall } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { wideTarget } from './rm-root-home.ts';

const changers = /^(?:chmod|chown|chgrp|setfacl|chflags|icacls|takeown|attrib)$/;

function below(fact: ExecFact): boolean {
  return hasFlag(fact, 'R', 'recursive') || fact.argv.some((argument) => /^\/[tsr]$/i.test(argument)) || fact.wrappers.some((wrapper) => wrapper.startsWith('find -') || wrapper === 'xargs');
}

/** The wide folder that a changer is given; null where there is none. */
function widePlace(call: ExaminedCall, fact: ExecFact): string | null {
  const searched = fact.wrappers.some((wrapper) => wrapper.startsWith('find -') || wrapper === 'xargs');
  for (const other of call.facts) {
    if (other.kind !== 'file' || other.operation !== 'metadata' || (other.via !== fact.program && !(searched && other.via === 'find'))) continue;
    if (/^\.\/?$|^\*$/.test(other.written)) continue;
    const wide = wideTarget(other, call);
    if (wide !== null) return wide;
  }
  return null;
}

export const rule = defineRule(
  {
    id: 'destructive.rights-wide',
    title: 'Rights changed throughout a root, home or system folder',
    severity: 'high',
    attack: ['T1222.002', 'T1485'],
    looksAt: ['exec'],
    programs: (program) => changers.test(program),
    why: 'Changed throughout such a folder, rights and owners no longer fit what the programs there need; logins and services break, and nothing records what they were.',
    doesNotShow: 'What the rights were before.',
    otherExplanation: 'The owner of a mounted home folder is put right after a restore.',
    canBeWrong: 'A folder of a container is changed by the same words.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec' || !changers.test(fact.program) || fact.context !== 'host' || !below(fact) || isDryRun(fact)) continue;
      const place = widePlace(call, fact);
      if (place !== null) return [hitOn(call, fact, { severity: 'high', what: `changes rights or owners throughout ${place}: ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
