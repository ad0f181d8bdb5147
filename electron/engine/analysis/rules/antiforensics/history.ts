/** The shell's history emptied or switched off. */
import { pathsOfStore, storeOf } from '../../credential-stores.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const off = /^(?:HISTFILE|HISTSIZE|HISTFILESIZE|SAVEHIST|HISTCONTROL|HISTIGNORE|fish_history|LESSHISTFILE|MYSQL_HISTFILE|PYTHON_HISTORY)$/;

export const rule = defineRule(
  {
    id: 'antiforensics.history',
    title: 'Shell history emptied or switched off',
    severity: 'high',
    attack: ['T1070.003', 'T1690', 'AML.T0092'],
    looksAt: ['exec', 'write', 'delete', 'env'],
    programs: (program) => /^(?:history|set|setopt|shopt|unsetopt|fc)$/.test(program),
    paths: pathsOfStore('history'),
    why: 'Without the history, a second source for what was done on the machine is gone.',
    doesNotShow: 'What the history held.',
    otherExplanation: 'People keep a command with a password out of their history.',
    canBeWrong: 'Tools set a history size of their own for a subshell.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      let what: string | null = null;
      let severity: 'high' | 'medium' = 'high';
      if (fact.kind === 'exec' && fact.program === 'history') what = hasFlag(fact, 'cdw') || fact.argv[0] === 'clear' || fact.argv[0] === 'delete' ? lineOf(fact) : null;
      else if (fact.kind === 'exec' && (fact.program === 'set' || fact.program === 'setopt' || fact.program === 'shopt' || fact.program === 'unsetopt')) what = /\+o history|-uo? cmdhist|-u histappend|hist_?(?:no_?store|ignore)|no_?hist/i.test(fact.argv.join(' ')) ? lineOf(fact) : null;
      else if (fact.kind === 'exec' && fact.program === 'fc') what = fact.argv[0] === '-p' ? lineOf(fact) : null;
      else if (fact.kind === 'env' && off.test(fact.name)) {
        const value = fact.value;
        const emptied = value === null || value === '' || value === '0' || value === '/dev/null' || (fact.name === 'HISTIGNORE' && /\*/.test(value)) || (fact.name === 'HISTCONTROL' && /ignorespace|ignoreboth/.test(value)) || (fact.name === 'HISTFILE' && /^\/(?:tmp|dev)\//.test(value));
        if (fact.name === 'HISTCONTROL') severity = 'medium';
        what = emptied ? `sets ${fact.name} to ${value ?? 'nothing'}` : null;
      } else if (fact.kind === 'file' && (fact.operation === 'delete' || fact.operation === 'write')) {
        const path = fact.path === null ? fact.written : shownPath(fact.path, call);
        what = storeOf(path)?.id === 'history' ? `${verbs[fact.operation]} ${path}` : null;
      }
      if (what === null) continue;
      hits ??= [];
      if (hits.length < 3) hits.push(hitOn(call, fact, { severity, what: `empties or switches off a shell history: ${what}.` }));
    }
    return hits ?? noHits;
  },
);
