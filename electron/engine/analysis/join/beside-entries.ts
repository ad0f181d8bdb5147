/** Entries that follow from others: those that commands printed or dated, a hook's beside its command, and those of a second copy. Pure. */
import type { Steps } from '../../intake/steps.ts';
import { sameSubject, subjectIn } from './entry-words.ts';
import type { Assigned, Candidate, JoinEntry, JoinInput } from './join-model.ts';

const commitIds = /^\[[^\]\n]{1,300} ([0-9a-f]{7,64})\] /gm;

/** Entries of commands that have none near their time: by the ids that they printed, or the time that the call gave them. */
export function* assignNamed(candidates: readonly Candidate[], entries: readonly JoinEntry[], near: readonly Assigned[], canBe: (candidate: Candidate, entry: JoinEntry) => boolean): Steps<readonly Assigned[]> {
  const taken = new Set(near.map((link) => link.entry));
  const having = new Set(near.map((link) => link.act));
  let known: Known | null = null;
  const links: Assigned[] = [];
  for (const candidate of candidates) {
    yield;
    // Outputs stand in the evidence: they are read only while there is an entry to be found.
    if (taken.size >= entries.length) break;
    const { call, act, subject } = candidate;
    if (candidate.loose || having.has(act) || call.outcome === 'error' || (act.verb !== 'commit' && act.date === null)) continue;
    known ??= knownBy(entries);
    const { byId, byTime, bySubject } = known;
    const printed = [...call.output().matchAll(commitIds)].flatMap(([, id = '']) => (byId.get(id.slice(0, 7)) ?? []).filter((entry) => entry.new.startsWith(id)));
    const time = act.date === null ? null : timeWritten(act.date);
    const atTime = time === null ? [] : (byTime.get(time) ?? []).filter((entry) => subject === null || sameSubject(subject, entry));
    const dated = act.date === null || subject === null ? atTime : [...atTime, ...(bySubject.get(subject) ?? [])];
    for (const entry of [...printed, ...dated]) {
      if (taken.has(entry.event) || !canBe(candidate, entry)) continue;
      taken.add(entry.event);
      links.push({ event: call.event, entry: entry.event, act, strength: 'sure' });
      if (!act.repeats) break;
    }
  }
  return links;
}

/** Where the folder holds a repository twice, an entry of the one stands in the other too: it has the same cause. */
export function inCopies(links: readonly Assigned[], entries: readonly JoinEntry[]): readonly Assigned[] {
  const key = (entry: JoinEntry): string => `${entry.time}\n${entry.new}\n${entry.refs[0] ?? ''}\n${entry.message}`;
  const owner = new Map(links.map((link) => [link.entry, link]));
  const known = new Map(entries.flatMap((entry) => { const link = owner.get(entry.event); return link === undefined ? [] : [[key(entry), { link, repository: entry.repository }] as const]; }));
  const copies = entries.flatMap((entry) => {
    const first = owner.has(entry.event) ? undefined : known.get(key(entry));
    return first === undefined || first.repository === entry.repository ? [] : [{ ...first.link, entry: entry.event }];
  });
  return copies.length === 0 ? links : [...links, ...copies];
}

/** A hook's work is done in the moment of the command that it belongs to. */
const hookMs = 2000;

/** What stands beside the entry of a call in a repository with hooks, and is nobody else's. Entries are in time order. */
export function byHooks(links: readonly Assigned[], entries: readonly JoinEntry[], input: JoinInput): readonly Assigned[] {
  const owner = new Map(links.map((link) => [link.entry, link]));
  const nearest = new Map<number, { readonly link: Assigned; readonly distance: number }>();
  // Once forwards and once back: the last entry with a call, of each repository.
  for (const list of [entries, [...entries].reverse()]) {
    const last = new Map<string, { readonly link: Assigned; readonly time: number }>();
    for (const entry of list) {
      const time = entry.time ?? 0;
      const own = owner.get(entry.event);
      if (own !== undefined) last.set(entry.repository, { link: own, time });
      const beside = last.get(entry.repository);
      if (own !== undefined || beside === undefined || entry.log === 'remote' || input.coverage.get(entry.repository)?.hooks !== true) continue;
      const distance = Math.abs(time - beside.time);
      if (distance <= hookMs && distance < (nearest.get(entry.event)?.distance ?? Infinity)) nearest.set(entry.event, { link: beside.link, distance });
    }
  }
  return [...nearest].map(([entry, { link }]) => ({ event: link.event, entry, act: link.act, strength: 'likely' }));
}

interface Known {
  /** By the first seven digits. */
  readonly byId: ReadonlyMap<string, readonly JoinEntry[]>;
  readonly byTime: ReadonlyMap<number, readonly JoinEntry[]>;
  readonly bySubject: ReadonlyMap<string, readonly JoinEntry[]>;
}

function knownBy(entries: readonly JoinEntry[]): Known {
  return {
    byId: groupedBy(entries, (entry) => entry.new.slice(0, 7)),
    byTime: groupedBy(entries, (entry) => entry.time ?? 0),
    bySubject: groupedBy(entries, (entry) => subjectIn(entry).replace(/\s+/g, ' ')),
  };
}

/** As many of one key as anybody looks through. */
const mostAlike = 64;

function groupedBy<K>(entries: readonly JoinEntry[], keyOf: (entry: JoinEntry) => K): ReadonlyMap<K, readonly JoinEntry[]> {
  const groups = new Map<K, JoinEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [entry]);
    else if (known.length < mostAlike) known.push(entry);
  }
  return groups;
}

/** `1577880000 +0000`, `@1577880000`, or an ISO time that says its zone. */
function timeWritten(text: string): number | null {
  const seconds = /^@?(\d{8,12})(?: [+-]\d{4})?$/.exec(text.trim())?.[1];
  if (seconds !== undefined) return Number(seconds) * 1000;
  if (!/(?:Z|[+-]\d{2}:?\d{2})$/.test(text.trim())) return null;
  const time = Date.parse(text.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T').replace(' ', ''));
  return Number.isNaN(time) ? null : Math.floor(time / 1000) * 1000;
}
