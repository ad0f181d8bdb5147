/** A recursive deletion whose target is a whole home, a system folder, or the folder that the project stands in. */
import type { FileFact } from '../../../../../shared/finding.ts';
import { isInside } from '../../../paths/source-path.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath } from '../../wording.ts';

const systemTop = /^\/(?:$|\*|(?:etc|usr|var|bin|sbin|lib|lib64|opt|boot|dev|proc|sys|root|home|Users|srv|mnt|media|Library|System|Applications|private|private\/etc|private\/var|usr\/(?:bin|lib|local|share|sbin|local\/bin|local\/lib)|var\/(?:lib|www|log|db))(?:\/\*?)?)$|^[A-Za-z]:\/?(?:\*|Windows|Users|Program Files)?(?:\/\*?)?$/;
const hereOrUp = /^(?:\.{1,2}\/?|\*|\.\/\*|\.\*|\.\.\/\*|~|~\/|~\/\*|\.\[!?.*)$/;

/** What a recursive deletion would take with it; null where it is an ordinary folder. Shared with the plainer rule. */
export function wideTarget(fact: FileFact, call: ExaminedCall): string | null {
  const { machine, root } = call;
  const path = fact.path ?? fact.written;
  const bare = path.replace(/\/(?:\*|\{\*[^}]*\}|\.\*)$/, '') || '/';
  if (systemTop.test(path) || systemTop.test(bare)) return `the system folder ${bare}`;
  const home = machine.home;
  if (home !== null && (bare === home || path === home)) return 'the home folder';
  if (/^\/(?:home|Users)\/[^/]+$/.test(bare)) return `the home folder ${bare}`;
  if (fact.path === null && /^~[\w-]*(?:\/\*?)?$/.test(fact.written)) return 'a home folder';
  if (/^\/proc\/(?:self|\d+)\/(?:root|cwd)/.test(path)) return 'the root folder';
  if (root.path !== null && bare !== root.path && bare !== '/' && isInside(bare, root.path, machine)) return `${shownPath(bare, call)}, the folder that holds the project`;
  const temporary = fact.path !== null && /^(?:\/private)?\/(?:tmp|var\/tmp|var\/folders)(?:\/|$)/.test(fact.path);
  // After a `cd` to a folder that is known only at run time, `.` is that folder and not the session's.
  const elsewhere = fact.path === null && call.call.cwd !== null && !fact.written.startsWith('~') && !fact.via.includes('another machine');
  if (hereOrUp.test(fact.written) && !temporary && !elsewhere) return `the working folder by ${fact.written}`;
  return null;
}

export const rule = defineRule(
  {
    id: 'destructive.rm-root-home',
    title: 'Recursive delete of a root, home or working folder',
    severity: 'critical',
    attack: ['T1485', 'AML.T0101'],
    looksAt: ['delete'],
    why: 'A recursive deletion at this place takes a system, a home folder or a work tree with it, far beyond what a task needs.',
    doesNotShow: 'That the deletion ran to its end, what was there, or whether a copy exists.',
    otherExplanation: 'In a throwaway container the same command clears a scratch folder.',
    canBeWrong: 'The working folder is followed through `cd` inside the command only as far as its text tells.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || fact.operation !== 'delete' || !fact.recursive || fact.via === 'find -delete' || fact.via.startsWith('git ')) continue;
      const target = wideTarget(fact, call);
      if (target === null) continue;
      hits ??= [];
      if (hits.length < 8) hits.push(hitOn(call, fact, { severity: 'critical', what: `deletes ${target}.`, detail: { path: fact.path, written: fact.written, via: fact.via } }));
    }
    return hits ?? noHits;
  },
);
