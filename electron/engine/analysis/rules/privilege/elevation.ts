/** A program run with another user's rights. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf, whereOf } from '../../command-line.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';

const elevators = new Set(['sudo', 'doas', 'su', 'pkexec', 'runuser', 'gosu', 'su-exec', 'runas', 'gsudo', 'sudoedit', 'visudo', 'dzdo']);

function elevates(fact: ExecFact): { by: string; severity: Severity } | null {
  if (/^(?:visudo|sudoedit)$/.test(fact.program)) return hasFlag(fact, 'c', 'check') ? null : { by: fact.program, severity: 'high' };
  const by = fact.wrappers.find((wrapper) => elevators.has(wrapper));
  if (by !== undefined) {
    const shell = /^(?:sh|bash|zsh|dash|ksh|fish|su)$/.test(fact.program) && fact.argv.every((argument) => argument.startsWith('-'));
    return { by, severity: fact.context !== 'host' ? 'low' : shell || /^(?:su|runuser|pkexec|doas)$/.test(by) ? 'medium' : 'low' };
  }
  if (!elevators.has(fact.program)) return null;
  if (fact.program === 'sudo') return hasFlag(fact, 'kKV', 'version', 'help') ? null : { by: 'sudo', severity: hasFlag(fact, 'isS', 'login', 'shell', 'stdin') ? 'medium' : 'low' };
  return hasFlag(fact, 'hV', 'help', 'version') ? null : { by: fact.program, severity: 'medium' };
}

export const rule = defineRule(
  {
    id: 'privilege.elevation',
    title: 'Run with another user’s rights',
    severity: 'medium',
    attack: ['T1548.003'],
    looksAt: ['exec'],
    programs: (name) => elevators.has(name),
    why: 'What runs with more rights than the session’s own can change the machine beyond the project.',
    doesNotShow: 'That the rights were granted: a password may have been asked for.',
    otherExplanation: 'Package installs and service restarts need these rights; a single program by sudo is reported low, a shell medium.',
    canBeWrong: 'In a container the user often has these rights anyway.',
  },
  (call) => {
    let best: { fact: ExecFact; by: string; severity: Severity } | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      const found = elevates(fact);
      if (found !== null && (best === null || (best.severity === 'low' && found.severity !== 'low'))) best = { fact, ...found };
    }
    if (best === null) return noHits;
    const { fact, by, severity } = best;
    return [hitOn(call, fact, { severity, what: `runs ${lineOf(fact)} by ${by}${whereOf(fact)}.`, ruleId: `privilege.${by}`, title: `Run by ${by}`, detail: { program: fact.program, by } })];
  },
);
