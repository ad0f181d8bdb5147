/** A trap, an alias or a function that runs something whenever the shell does something else. */
import { reasons } from '../../../shell/reasons.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

/** Package managers that keep settings; `config set NAME VALUE`, or `set NAME VALUE`. */
const settable = /^(?:npm|pnpm|yarn|bun)$/;
const runsByItself = /^(?:--?\w[\w-]*=)*(?:script-shell|scriptShell|shell|onload-script|node-options|nodeOptions|init-module|git|yarnPath|yarn-path|preinstall|postinstall)=./;

export const rule = defineRule(
  {
    id: 'persistence.shell-hook',
    title: 'Command hooked into the shell',
    severity: 'medium',
    attack: ['T1546.005', 'T1546.004'],
    looksAt: ['exec', 'dynamic'],
    programs: (name) => name === 'trap' || name === 'alias' || settable.test(name),
    why: 'A trap or an alias that reaches the network, or a function that takes a program’s name, acts whenever the shell is used for something else.',
    doesNotShow: 'That it was triggered.',
    otherExplanation: 'Scripts clean up in traps and wrap programs in functions to add an option.',
    canBeWrong: 'A function inside one command ends with that command’s shell.',
  },
  (call) => {
    for (const fact of call.facts) {
      if (fact.kind === 'dynamic' && fact.reason.startsWith(reasons.takenName)) return [hitOn(call, fact, { severity: 'medium', what: `defines a function in place of a program: ${fact.reason.slice(reasons.takenName.length + 2)}.` })];
      if (fact.kind === 'exec' && settable.test(fact.program)) {
        const at = fact.argv.indexOf('set');
        const written = fact.argv.slice(at + 1).join('=');
        if (at >= 0 && at <= 1 && runsByItself.test(written)) return [hitOn(call, fact, { severity: 'medium', what: `names a program that ${fact.program} runs by itself from then on: ${written.slice(0, 200)}.`, detail: { program: fact.program } })];
      }
      if (fact.kind !== 'exec' || !fact.wrappers.some((wrapper) => wrapper === 'trap' || wrapper === 'alias')) continue;
      if (!call.facts.some((other) => other.kind === 'network' && other.program === fact.program)) continue;
      return [hitOn(call, fact, { severity: 'medium', what: `lets a trap or an alias run ${fact.program}.`, detail: { program: fact.program } })];
    }
    return noHits;
  },
);
