/** A program's file changed so that it loads something else. */
import { lineOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

export const rule = defineRule(
  {
    id: 'persistence.binary-patch',
    title: 'Program file changed',
    severity: 'medium',
    attack: ['T1554', 'T1574.006'],
    looksAt: ['exec'],
    programs: (program) => /^(?:patchelf|install_name_tool|chrpath|elfedit|insert_dylib|objcopy|codesign)$/.test(program),
    why: 'A program whose loader or library path is changed runs other code under its old name.',
    doesNotShow: 'What the other code does.',
    otherExplanation: 'Packages are made movable with the same tools.',
    canBeWrong: 'The program may be one that the session itself built.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      const patch =
        (fact.program === 'patchelf' && fact.argv.some((argument) => /^--(?:set|add|replace|remove|force|shrink)/.test(argument))) ||
        (fact.program === 'install_name_tool' && fact.argv.some((argument) => /^-(?:add_rpath|change|rpath|id|delete_rpath)$/.test(argument))) ||
        (fact.program === 'chrpath' && fact.argv.some((argument) => /^-[drc]|^--(?:delete|replace)/.test(argument))) ||
        (fact.program === 'elfedit' && fact.argv.length > 1) ||
        (fact.program === 'insert_dylib' && fact.argv.length > 0) ||
        (fact.program === 'objcopy' && fact.argv.some((argument) => /^--(?:add-section|update-section)/.test(argument))) ||
        (fact.program === 'codesign' && fact.argv.some((argument) => /^--remove-signature$/.test(argument)));
      if (patch) return [hitOn(call, fact, { severity: 'medium', what: `runs ${lineOf(fact)}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
