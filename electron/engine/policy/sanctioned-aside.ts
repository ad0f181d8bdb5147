/**
 * Keeps what the analyst's sanctioned hosts took away: a hit that the policy without them has, and the policy with them has
 * not, stays at the lightest weight with the choice and its reason. Pure; knows hits, not what made them.
 */
import type { Severity } from '../../../shared/event.ts';
import type { Fact, FindingDetail } from '../../../shared/finding.ts';
import { type HostEntry, judge, type Policy } from './policy.ts';

interface Weighed {
  readonly severity: Severity;
  readonly excerpt: string;
  readonly detail: FindingDetail;
}

/** `now`, and what only `before` has. `idOf` tells hits apart beside excerpt and host; `facts` are those the hits stand on. */
export function withSanctionedAside<Hit extends Weighed>(now: readonly Hit[], before: readonly Hit[], idOf: (hit: Hit) => string, facts: readonly Fact[], policy: Policy): readonly Hit[] {
  const keyOf = (hit: Hit): string => `${idOf(hit)}\0${hit.excerpt}\0${textOf(hit.detail['host']) ?? textOf(hit.detail['to']) ?? ''}`;
  const known = new Map(now.map((hit) => [keyOf(hit), hit]));
  const aside: Hit[] = [];
  for (const hit of before) {
    if (known.has(keyOf(hit))) continue;
    const entry = chosenEntry(hit, facts, policy);
    if (entry === null) continue;
    aside.push({ ...hit, severity: 'info', detail: { ...hit.detail, ignored: (entry.chosen ?? '').slice(0, 2000), setAsideBy: `${entry.pattern} (${entry.from})`, severityWithoutPolicy: hit.severity } });
  }
  return aside.length === 0 ? now : [...now, ...aside];
}

/** The choice that names a host of the hit, else one that names a host among its facts. */
function chosenEntry({ detail }: Weighed, facts: readonly Fact[], policy: Policy): HostEntry | null {
  const own = [textOf(detail['host']), textOf(detail['to'])].flatMap((each) => (each === null ? [] : [each]));
  const others = facts.flatMap((fact) => (fact.kind === 'network' ? [fact.written] : fact.kind === 'flow' ? [fact.from, fact.to].filter((end) => end.startsWith('net:')) : []));
  for (const written of [...own, ...others]) {
    const place = written.startsWith('net:') ? written.slice(4) : written;
    const entry = place === '' ? undefined : judge(place, policy).by.find((each) => each.chosen !== undefined);
    if (entry) return entry;
  }
  return null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
