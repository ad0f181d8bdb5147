/** Deletion of what a search or a list gives: `find -delete`, `xargs rm`. */
import type { ExecFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { hasFlag, lineOf } from '../../command-line.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { wideTarget } from './rm-root-home.ts';

const removers = new Set(['rm', 'unlink', 'shred', 'srm', 'rmdir', 'trash']);
const safeNames = /^(?:\*?\.?(?:pyc|pyo|o|obj|tmp|temp|log|bak|swp|orig|rej|class|map|tsbuildinfo|snap|gcda|gcno)|\*\.(?:pyc|pyo|o|obj|tmp|temp|log|bak|swp|orig|rej|class|map|tsbuildinfo|d\.ts|snap|gcda|gcno)|__pycache__|\.DS_Store|node_modules|\.pytest_cache|\.mypy_cache|dist|build|\*~|coverage|\.turbo|\.next|Thumbs\.db)$/;

/** Wrappers that run a program for each item of a search or a list. */
function through(name: string): boolean {
  return name.startsWith('find -') || name === 'xargs' || name === 'parallel' || name === 'fd -x';
}

/** A search that names only what builds and editors leave behind. */
function searchesLeftovers(fact: ExecFact): boolean {
  for (let at = 0; at < fact.argv.length; at++) if (/^-i?name$/.test(fact.argv[at] ?? '') && safeNames.test(fact.argv[at + 1] ?? '')) return true;
  return false;
}

function wideSearch(call: ExaminedCall): string | null {
  for (const fact of call.facts) {
    if (fact.kind !== 'file' || (fact.operation !== 'delete' && fact.operation !== 'metadata') || !fact.recursive) continue;
    if (fact.via !== 'find -delete' && fact.via !== 'find') continue;
    const target = /^\.\/?$/.test(fact.written) ? null : wideTarget(fact, call);
    if (target !== null) return target;
  }
  return null;
}

export const rule = defineRule(
  {
    id: 'destructive.find-delete',
    title: 'Bulk delete',
    severity: 'medium',
    attack: ['T1485', 'AML.T0101'],
    looksAt: ['exec'],
    programs: (name) => name === 'find' || through(name),
    why: 'The command deletes what a search gives, so what goes depends on what lies there at that moment.',
    doesNotShow: 'Which files matched.',
    otherExplanation: 'Clearing compiled files, caches and editor leftovers this way is ordinary.',
    canBeWrong: 'The breadth is judged by the folder and the name patterns of the search.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    let search: ExecFact | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'exec') continue;
      if (fact.program === 'find' || fact.program === 'gfind' || fact.program === 'fd') search = fact;
      const deletes = fact.program === 'find' && fact.argv.includes('-delete');
      const by = fact.wrappers.find(through);
      if (!deletes && !(by !== undefined && (removers.has(fact.program) || (fact.program === 'git' && fact.argv.includes('-D'))))) continue;
      const wide = wideSearch(call);
      const left = search !== null && searchesLeftovers(search);
      const scratch = search !== null && /^(?:\/tmp|\/var\/tmp|\$TMPDIR|\.?\/?(?:node_modules|dist|build|target|coverage))(?:\/|$)/.test(search.argv[0] ?? '');
      const emptied = search !== null && /^(?:\/(?:private\/)?(?:var\/)?tmp)\/?$/.test(search.argv[0] ?? '') && !search.argv.some((argument) => /^-(?:i?name|[amc](?:time|min)|user|newer|size|empty|i?regex|i?path)$/.test(argument));
      const severity: Severity = wide !== null ? 'critical' : emptied ? 'medium' : left || scratch ? 'low' : hasFlag(fact, 'rR', 'recursive') || by === undefined ? 'high' : 'medium';
      hits ??= [];
      if (hits.length < 4) {
        hits.push(hitOn(call, fact, { severity, what: `deletes what ${deletes ? 'a search' : (by ?? 'a list')} gives${wide === null ? '' : `, from ${wide} down`}: ${lineOf(fact)}.`, ...(by !== undefined && !by.startsWith('find') ? { ruleId: 'destructive.xargs-rm' } : {}), detail: { program: fact.program, through: by ?? 'find -delete' } }));
      }
    }
    return hits ?? noHits;
  },
);
