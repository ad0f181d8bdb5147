/** Content overwritten or cut to nothing, so that deletion leaves no trace of it. */
import { flagValue, hasFlag, isDryRun, lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const overwriters = new Set(['shred', 'srm', 'wipe', 'scrub', 'sdelete', 'secure-delete', 'sfill', 'nwipe']);

export const rule = defineRule(
  {
    id: 'destructive.shred-truncate',
    title: 'Content overwritten or cut to nothing',
    severity: 'high',
    attack: ['T1485', 'T1070.004', 'AML.T0101'],
    looksAt: ['exec', 'delete'],
    programs: (program) => /^(?:shred|srm|wipe|scrub|sdelete|secure-delete|sfill|nwipe|truncate|cp|dd)$/.test(program),
    why: 'Overwriting or cutting a file to nothing takes its content beyond what an undelete could bring back.',
    doesNotShow: 'What the file held, or whether a copy exists.',
    otherExplanation: 'Log rotation and the removal of test secrets use the same programs.',
    canBeWrong: 'A file that was empty before is reported too.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind === 'exec' && overwriters.has(fact.program) && !isDryRun(fact)) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `overwrites files by ${lineOf(fact)}.`, detail: { program: fact.program } }));
      } else if (fact.kind === 'exec' && fact.program === 'truncate' && !isDryRun(fact)) {
        const size = flagValue(fact, '-s', '--size') ?? fact.argv.find((argument) => /^-s\S+/.test(argument))?.slice(2) ?? '';
        if (!/^0+[A-Za-z]*$/.test(size)) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: fact.argv.some((argument) => /\.(?:log|tmp|out)$|^\/tmp\/|^\/var\/tmp\//.test(argument)) ? 'low' : 'high', what: `cuts files to nothing by ${lineOf(fact)}.`, detail: { program: fact.program } }));
      } else if (fact.kind === 'exec' && (fact.program === 'cp' || fact.program === 'dd') && fact.argv.some((argument) => /^(?:if=)?\/dev\/(?:null|zero|urandom|random)$/.test(argument))) {
        const target = call.facts.find((other) => other.kind === 'file' && other.operation === 'write' && other.via === fact.program);
        if (target?.kind !== 'file' || /\.(?:img|iso|bin|raw|dat|tmp|log)$|^\/dev\/|(?:^|\/)(?:tmp|test|bench)/.test(target.written) || hasFlag(fact, '', 'help')) continue;
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'medium', what: `fills ${target.written} from a device by ${lineOf(fact)}.`, detail: { program: fact.program, path: target.path } }));
      } else if (fact.kind === 'file' && fact.operation === 'delete' && fact.via === 'mv' && call.facts.some((other) => other.kind === 'exec' && other.program === 'mv' && other.argv.includes('/dev/null'))) {
        hits ??= [];
        hits.push(hitOn(call, fact, { severity: 'high', what: `moves ${fact.written} onto the null device.`, detail: { path: fact.path } }));
      }
    }
    return hits?.slice(0, 4) ?? noHits;
  },
);
