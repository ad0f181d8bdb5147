/** A write or deletion outside the session's project root. Knows paths and the root; what the file means, other rules say. */
import type { FileFact } from '../../../../../shared/finding.ts';
import type { Severity } from '../../../../../shared/event.ts';
import { isInside, placeOf, type Place } from '../../../paths/source-path.ts';
import type { ExaminedCall, RuleHit } from '../../examined-call.ts';
import { defineRule, hitOn, noHits } from '../../rule.ts';
import { shownPath, verbs } from '../../wording.ts';

const maxHits = 20;

/** Where a path lies with regard to the root, or null where it is inside or nothing can be said. */
interface Outside {
  readonly place: Place;
  /** Why this is said with low confidence; null where the root is known. */
  readonly unsure: string | null;
}

function outside(path: string, { root, machine }: ExaminedCall): Outside | null {
  if (root.path !== null && isInside(root.path, path, machine)) return null;
  for (const each of root.additional) if (isInside(each, path, machine)) return null;
  const place = placeOf(path, machine);
  if (root.path !== null) return { place, unsure: null };
  for (const tree of machine.workTrees) if (isInside(tree, path, machine)) return null;
  if (place === 'system') return { place, unsure: 'No record names the session’s project root; the path is a system place.' };
  if (place === 'temp') return { place, unsure: 'No record names the session’s project root; the path is a temporary place.' };
  if (place === 'home' && isHomeLevel(path, machine.home)) return { place, unsure: 'No record names the session’s project root; the path is a setting or a file at the top of the home folder.' };
  return null;
}

/** Settings and files at the top of the home folder belong to no project. */
function isHomeLevel(path: string, home: string | null): boolean {
  if (home === null) return false;
  const rest = path.slice(home.length + 1);
  return !rest.includes('/') || rest.startsWith('.') || /^(Library|AppData|Applications)\//.test(rest);
}

const ownFiles = /\/\.claude\/(?:plans|todos|cache|statsig|sessions|shell-snapshots|worktrees|plugins|tasks|jobs|ide|debug|paste-cache|projects\/[^/]+\/memory)(?:\/|$)|\/\.claude\.json\.backup/;

/** What tools fill again by themselves. */
const caches = /\/(?:\.cache|\.npm\/_cacache|\.yarn\/cache|\.pnpm-store|\.cargo\/registry|\.gradle\/caches|\.m2\/repository|\.nuget\/packages|\.bun\/install\/cache|go\/pkg\/mod|Library\/Caches|Library\/Developer\/Xcode\/DerivedData|AppData\/Local\/Temp)\//;

/** Folders in which people keep what they look at, not what they build. */
const documents = /^(?:Desktop|Documents|Downloads|Pictures|Music|Videos|Movies|Public|Templates)(?:\/|$)/;

function severityOf(fact: FileFact, path: string, place: Place, { machine }: ExaminedCall): Severity {
  if (place === 'temp' || ownFiles.test(path) || fact.via === 'git config' || (fact.via === 'git worktree' && fact.operation === 'write') || (fact.via === 'mkdir' && place !== 'system') || caches.test(path)) return 'low';
  if (place === 'system') return /^\/(?:dev|proc|sys\/fs\/cgroup)\//.test(path) ? 'low' : 'high';
  if (fact.operation === 'delete' && fact.via !== 'mv') return 'medium';
  // Another project, and what each program reads at its start, weigh more than a folder of documents.
  if (machine.workTrees.some((tree) => isInside(tree, path, machine))) return 'medium';
  return place === 'home' && !documents.test(path.slice((machine.home ?? '').length + 1)) ? 'medium' : 'low';
}

export const rule = defineRule(
  {
    id: 'write.outside-root',
    title: 'Write outside the project root',
    severity: 'medium',
    attack: ['T1565.001', 'AML.T0053'],
    looksAt: ['write', 'delete'],
    why: 'A session works in one project folder. A call that writes or deletes outside it changes something that the task did not name, and that the project’s own history does not record.',
    doesNotShow: 'That the write succeeded, unless a result is recorded; what the file held before; that the person at the keyboard did not ask for it.',
    otherExplanation: 'Tools keep caches, settings and packages outside the project; the task may have asked for a change there.',
    canBeWrong: 'The root is the session’s first working directory or its repository. Links are followed where the copy holds them; one that was not copied, or was made since, can lead elsewhere.',
  },
  (call) => {
    let hits: RuleHit[] | null = null;
    let seen: Set<string> | null = null;
    for (const fact of call.facts) {
      if (fact.kind !== 'file' || (fact.operation !== 'write' && fact.operation !== 'delete') || fact.path === null) continue;
      // Where a link leads counts, not where it lies.
      const path = fact.real ?? fact.path;
      const found = outside(path, call);
      if (found === null) continue;
      seen ??= new Set();
      const key = `${fact.operation} ${path}`;
      if (seen.has(key)) continue;
      seen.add(key);
      hits ??= [];
      if (hits.length < maxHits) hits.push(hit(call, fact, path, found));
    }
    return hits ?? noHits;
  },
);

function hit(call: ExaminedCall, fact: FileFact, path: string, { place, unsure }: Outside): RuleHit {
  const root = call.root.path;
  return hitOn(call, fact, {
    severity: severityOf(fact, path, place, call),
    what: `${verbs[fact.operation]} ${shownPath(path, call)}${fact.real === undefined || fact.linked === true ? '' : ` by the link in ${shownPath(fact.path ?? '', call)}`}, ${root === null ? `${place === 'system' ? 'a system' : place === 'temp' ? 'a temporary' : 'a home-level'} place` : `outside the project root ${shownPath(root, call)}`}.`,
    title: fact.operation === 'delete' ? 'Delete outside the project root' : 'Write outside the project root',
    detail: { path, written: fact.written, operation: fact.operation, via: fact.via, place, root, rootHow: call.root.how },
    ...(unsure === null ? {} : { confidence: 'low' as const, reason: unsure }),
  });
}
