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
    // Nothing is taken away for a reason that can't be told.
    if (entry === null) aside.push(hit);
    else aside.push({ ...hit, severity: 'info', detail: { ...hit.detail, ignored: (entry.chosen ?? '').slice(0, 2000), setAsideBy: `${entry.pattern} (${entry.from})`, severityWithoutPolicy: hit.severity } });
  }
  return aside.length === 0 ? now : [...now, ...aside];
}

const chosenHosts = new WeakMap<Policy, readonly { readonly name: string; readonly entry: HostEntry }[]>();

/** The hosts that the analyst sanctioned, each with the name that a text would hold. */
function chosenOf(policy: Policy): readonly { readonly name: string; readonly entry: HostEntry }[] {
  let hosts = chosenHosts.get(policy);
  if (hosts === undefined) {
    hosts = policy.hosts.flatMap((entry) => (entry.chosen === undefined ? [] : [{ name: entry.pattern.replace('*.', ''), entry }]));
    chosenHosts.set(policy, hosts);
  }
  return hosts;
}

/** The texts of a fact in which a host can stand. */
function textsIn(fact: Fact): readonly string[] {
  switch (fact.kind) {
    case 'network':
    case 'file':
      return [fact.written];
    case 'flow':
      return [fact.from, fact.to];
    case 'exec':
      return fact.argv;
    case 'env':
      return fact.value === null ? [] : [fact.value];
    case 'dynamic':
      return [];
    default: {
      const never: never = fact;
      return never;
    }
  }
}

function chosenIn(facts: readonly Fact[], policy: Policy): HostEntry | null {
  const hosts = chosenOf(policy);
  for (const fact of facts) {
    for (const text of textsIn(fact)) {
      const lower = text.toLowerCase();
      const found = hosts.find(({ name }) => lower.includes(name));
      if (found) return found.entry;
    }
  }
  return null;
}

/** False where no fact can name a host that the analyst sanctioned: then the policy without them finds the same. */
export function mayNameChosen(facts: readonly Fact[], policy: Policy): boolean {
  // An address can mean a host that it does not spell out, and a flow leads where an address does.
  return facts.some((fact) => fact.kind === 'network' || fact.kind === 'flow') || chosenIn(facts, policy) !== null;
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
  // A setting can name a host that no contact names, as a registry.
  return chosenIn(facts, policy);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
