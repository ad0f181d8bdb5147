/** A recursive deletion of an ordinary folder. Wider targets are another rule. */
import type { FileFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { isInside, placeOf } from '../../../paths/source-path.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';
import { wideTarget } from './rm-root-home.ts';

/** Folders that a build makes again. */
const rebuilt = /(?:^|\/)(?:\.claude\/(?:statsig|shell-snapshots|worktrees|plugins|todos|ide)|node_modules|dist|build|out|target|coverage|\.next|\.nuxt|\.svelte-kit|\.turbo|\.parcel-cache|\.cache|cache|caches|Caches|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.nox|\.venv|venv|env|\.gradle|\.terraform|Pods|DerivedData|\.nyc_output|\.vite|\.angular|\.expo|\.output|tmp|temp|\.tmp|vendor|bin|obj|storybook-static|site-packages|\.eggs|[\w.-]+\.egg-info|logs?|playwright-report|test-results|generated|_site|\.docusaurus|public\/build)(?:\/|$)/;

function severityOf(fact: FileFact, call: ExaminedCall): Severity {
  const path = fact.path;
  // What is rebuilt here may be what another machine serves.
  if (path === null && call.facts.some((other) => other.kind === 'exec' && other.context === 'remote' && other.program === 'rm') && !/^\/(?:tmp|var\/tmp)\//.test(fact.written)) return /^[/~]/.test(fact.written) && !rebuilt.test(fact.written) ? 'high' : 'medium';
  if (rebuilt.test(path ?? fact.written) && !/^\/(?:etc|usr|bin|sbin|lib|boot|opt|var\/(?!folders|tmp|cache))/.test(path ?? fact.written)) return 'low';
  if (path === null && /^\/(?:private\/)?(?:var\/)?tmp\/./.test(fact.written)) return 'low';
  if (path === null) return fact.certainty === 'dynamic' ? 'medium' : 'high';
  if (placeOf(path, call.machine) === 'temp') return 'low';
  if (call.root.path !== null && isInside(call.root.path, path, call.machine)) return /^[\w][\w./-]*$/.test(fact.written) || fact.written.startsWith('./') ? 'low' : 'medium';
  return 'high';
}

export const rule = defineRule(
  {
    id: 'destructive.rm-recursive',
    title: 'Recursive delete',
    severity: 'high',
    attack: ['T1485', 'T1070.004', 'AML.T0101'],
    looksAt: ['delete'],
    why: 'A recursive deletion takes a folder with whatever lies in it, and a shell keeps no copy.',
    doesNotShow: 'What the folder held, or that it existed.',
    otherExplanation: 'Clearing build output, caches and scratch folders is ordinary; those are reported low.',
    canBeWrong: 'A folder is taken for build output by its name.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    let seen: Set<string> | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation !== 'delete' || !fact.recursive || fact.via === 'find -delete' || fact.via.startsWith('git ') || fact.via === 'mv') continue;
      if (/(?:^|\/)\.git(?:\/|$)/.test(fact.written) || wideTarget(fact, call) !== null) continue;
      seen ??= new Set();
      if (seen.has(fact.written)) continue;
      seen.add(fact.written);
      hits ??= [];
      const severity = severityOf(fact, call);
      if (hits.length < 12) hits.push(hitOn(call, fact, { severity, what: `deletes ${fact.path === null ? fact.written : shownPath(fact.path, call)} with what lies below it${severity === 'low' ? '; the place looks like build output, a cache, scratch space or a part of the project' : ''}.`, detail: { path: fact.path, written: fact.written, via: fact.via } }));
    }
    return hits ?? noHits;
  },
);
