/**
 * Joins tool calls with reflog entries: which call moved which ref, which entry no call accounts for, which call should
 * have left an entry and did not. Pure: what it is given is all that it knows. Both records can be edited, and absence is
 * only read as such where the log covers the time.
 */
import type { Outcome } from '../../../../shared/event.ts';
import { type ClockSkew, measureSkew, type PossiblePair } from './clock-skew.ts';
import { type Effect, effectOf, type LogKind, nothingToDo, subjectOf, targetOf, type Trace } from './effects.ts';
import type { GitAct } from './git-act.ts';

/** One reflog entry; copies in other logs of the repository are joined before. Times are milliseconds UTC of the host's clock. */
export interface JoinEntry {
  readonly event: number;
  readonly repository: string;
  readonly log: LogKind;
  readonly time: number | null;
  readonly new: string;
  readonly action: string;
  readonly message: string;
}

/** A call with git commands in it. `to` is when its result was written; without one, a guess that `ended` marks as such. */
export interface JoinCall {
  readonly event: number;
  readonly from: number;
  readonly to: number;
  readonly outcome: Outcome;
  readonly acts: readonly GitAct[];
  /** What the call printed; asked for only where it matters. */
  output(): string;
}

/** What a repository's logs can show. */
export interface Coverage {
  readonly bare: boolean;
  readonly logsOff: boolean;
  /** Time of the first entry of HEAD's log, or null where there is no such log. */
  readonly from: number | null;
  /** The log begins with the repository's own beginning. */
  readonly fromStart: boolean;
}

export interface JoinInput {
  readonly calls: readonly JoinCall[];
  readonly entries: readonly JoinEntry[];
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** Repository of a directory on the source machine; null where none of the copy fits. */
  readonly repositoryOf: (directory: string) => string | null;
  /** Sessions' spans: entries outside all of them, with some margin after, are history. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

export interface Link {
  readonly event: number;
  readonly entry: number;
  /** `likely`: the call ran a program that may have called git. */
  readonly strength: 'sure' | 'likely';
}

export interface Missing {
  readonly event: number;
  readonly repository: string | null;
  readonly verb: string;
  readonly reason: string;
}

export interface Joined {
  readonly links: readonly Link[];
  /** Entries inside the time of the sessions that no call accounts for. */
  readonly unexplained: readonly number[];
  readonly contradicted: readonly Missing[];
  readonly notCovered: readonly Missing[];
  readonly skew: ClockSkew;
}

const slackMs = 2500;
const farMs = 3_600_000;
/** After the last session, entries are looked at for so long. */
const afterMs = 24 * 3_600_000;

interface Candidate {
  readonly call: JoinCall;
  readonly act: GitAct;
  readonly effect: Effect;
  readonly repository: string | null;
  readonly subject: string | null;
}

export function joinGit(input: JoinInput): Joined {
  const candidates = input.calls.filter((call) => call.outcome !== 'denied').flatMap((call) => call.acts.flatMap((act): Candidate[] => {
    const effect = effectOf(act.verb, act.argv);
    return effect ? [{ call, act, effect, repository: act.directory === null ? null : input.repositoryOf(act.directory), subject: subjectOf(act.verb, act.argv) }] : [];
  }));
  const timed = input.entries.filter((entry) => entry.time !== null).sort((a, b) => (a.time ?? 0) - (b.time ?? 0) || a.event - b.event);
  const skew = measureSkew(possiblePairs(candidates, timed));
  const shift = skew.median ?? 0;
  const slack = slackMs + (skew.pairs > 0 ? Math.min(skew.max ?? 0, 5000) : 2500);
  const links = assign(candidates, timed, shift, slack);
  const explained = new Set(links.map((link) => link.entry));
  const linkedActs = new Set(links.map((link) => link.act));
  const contradicted: Missing[] = [];
  const notCovered: Missing[] = [];
  for (const candidate of candidates) {
    if (linkedActs.has(candidate.act) || candidate.act.verb === '?') continue;
    const { reason, against } = absence(candidate, input, shift);
    (against ? contradicted : notCovered).push({ event: candidate.call.event, repository: candidate.repository, verb: candidate.act.verb, reason });
  }
  for (const call of input.calls) {
    for (const act of call.acts) {
      if (effectOf(act.verb, act.argv) === null) notCovered.push({ event: call.event, repository: act.directory === null ? null : input.repositoryOf(act.directory), verb: act.verb, reason: 'command leaves no trace' });
    }
  }
  const begin = Math.min(...input.spans.map((span) => span.from)) - 60_000;
  const end = Math.max(...input.spans.map((span) => span.to)) + afterMs;
  const unexplained = timed
    .filter((entry) => !explained.has(entry.event) && (entry.time ?? 0) - shift >= begin && (entry.time ?? 0) - shift <= end)
    // A remote-tracking ref moves when anything fetches; only a push says that somebody here acted.
    .filter((entry) => entry.log !== 'remote' || /^update by push/.test(entry.message))
    .map((entry) => entry.event);
  return { links: links.map(({ event, entry, strength }) => ({ event, entry, strength })), unexplained, contradicted, notCovered, skew };
}

/** Pairs that could belong together, for measuring the skew: same verb, same repository, no more than an hour apart. */
function possiblePairs(candidates: readonly Candidate[], entries: readonly JoinEntry[]): readonly PossiblePair[] {
  const key = (repository: string | null, subject: string): string => `${repository} ${subject}`;
  const actsOf = new Map<string, number>();
  const entriesOf = new Map<string, number>();
  for (const { repository, subject } of candidates) if (subject !== null) actsOf.set(key(repository, subject), (actsOf.get(key(repository, subject)) ?? 0) + 1);
  for (const entry of entries) entriesOf.set(key(entry.repository, subjectIn(entry)), (entriesOf.get(key(entry.repository, subjectIn(entry))) ?? 0) + 1);
  const pairs: PossiblePair[] = [];
  for (const candidate of candidates) {
    if (candidate.act.verb === '?' || candidate.call.outcome === 'unknown') continue;
    for (const entry of within(entries, candidate.call.from - farMs, candidate.call.to + farMs)) {
      if (!fits(candidate, entry) || candidate.repository === null) continue;
      const own = candidate.subject === null ? null : key(candidate.repository, candidate.subject);
      const sure = own !== null && subjectIn(entry) === candidate.subject && actsOf.get(own) === 1 && entriesOf.get(own) === 1;
      if (candidate.subject !== null && !sameSubject(candidate.subject, entry)) continue;
      pairs.push({ difference: (entry.time ?? 0) - candidate.call.to, sure });
    }
  }
  return pairs;
}

/** Entries from `from` to `to`; the list is in time order. */
function within(entries: readonly JoinEntry[], from: number, to: number): readonly JoinEntry[] {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.time ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < entries.length && (entries[last]?.time ?? 0) <= to) last += 1;
  return entries.slice(low, last);
}

function traceFor(effect: Effect, entry: JoinEntry): Trace | undefined {
  return effect.traces.find((trace) => trace.logs.includes(entry.log) && trace.action.test(entry.action));
}

function fits(candidate: Candidate, entry: JoinEntry): boolean {
  return (candidate.repository === null || candidate.repository === entry.repository) && traceFor(candidate.effect, entry) !== undefined;
}

/** The words after the first colon. */
function subjectIn(entry: JoinEntry): string {
  const colon = entry.message.indexOf(': ');
  return colon < 0 ? entry.message : entry.message.slice(colon + 2);
}

/** A hook may add to a subject; it does not write another one. */
function sameSubject(subject: string, entry: JoinEntry): boolean {
  if (!entry.action.startsWith('commit')) return true;
  const written = subjectIn(entry);
  return written === subject || (subject.length >= 8 && (written.startsWith(subject) || written.includes(subject)));
}

interface Assigned extends Link {
  readonly act: GitAct;
}

/** Gives each entry to the call that fits best: by words, object ids printed, target, repository, and last by time. */
function assign(candidates: readonly Candidate[], entries: readonly JoinEntry[], shift: number, slack: number): readonly Assigned[] {
  const pairs: { candidate: Candidate; entry: JoinEntry; trace: Trace; score: number }[] = [];
  for (const candidate of candidates) {
    const { call, act, effect } = candidate;
    for (const entry of within(entries, call.from + shift - slack, call.to + shift + slack)) {
      const trace = traceFor(effect, entry);
      if (!trace || !fits(candidate, entry)) continue;
      if (candidate.subject !== null && !sameSubject(candidate.subject, entry)) continue;
      pairs.push({ candidate, entry, trace, score: scoreOf(candidate, entry, (entry.time ?? 0) - shift - call.to, act) });
    }
  }
  pairs.sort((a, b) => b.score - a.score || a.entry.event - b.entry.event || a.candidate.call.event - b.candidate.call.event || a.candidate.act.order - b.candidate.act.order);
  const taken = new Set<number>();
  const used = new Map<GitAct, Set<Trace>>();
  const links: Assigned[] = [];
  for (const { candidate, entry, trace } of pairs) {
    if (taken.has(entry.event)) continue;
    const traces = used.get(candidate.act) ?? new Set();
    if (traces.has(trace) && !trace.many) continue;
    traces.add(trace);
    used.set(candidate.act, traces);
    taken.add(entry.event);
    links.push({ event: candidate.call.event, entry: entry.event, act: candidate.act, strength: candidate.act.verb === '?' ? 'likely' : 'sure' });
  }
  return links;
}

function scoreOf(candidate: Candidate, entry: JoinEntry, distance: number, act: GitAct): number {
  const { subject, repository, effect, call } = candidate;
  let score = 0;
  if (subject !== null && subjectIn(entry) === subject) score += 100;
  if (act.verb !== '?') score += effect.must ? 40 : 30;
  if (repository !== null) score += 20;
  const target = targetOf(act.verb, act.argv);
  if (target !== null && target !== '' && entry.message.includes(target)) score += 25;
  if (/^[0-9a-f]{7,}/.test(entry.new) && act.verb !== '?' && call.output().includes(entry.new.slice(0, 7))) score += 50;
  // Within a chain the commands run in order; a later command's entry is nearer to the end.
  return score - Math.min(20, Math.abs(distance) / 1000) - act.order * 0.01;
}

/** Why a command has no entry, and whether that speaks against the transcript. */
function absence(candidate: Candidate, input: JoinInput, shift: number): { reason: string; against: boolean } {
  const { call, effect, repository } = candidate;
  const not = (reason: string): { reason: string; against: boolean } => ({ reason, against: false });
  if (call.outcome === 'unknown' || call.outcome === 'interrupted') return not('no result is recorded: it may not have run');
  if (call.outcome === 'error') return not('the call failed: no effect is expected');
  if (repository === null) return not('repository not in evidence');
  const coverage = input.coverage.get(repository);
  if (!coverage) return not('repository not in evidence');
  if (coverage.bare) return not('bare repository');
  if (coverage.logsOff) return not('reflog off (core.logAllRefUpdates)');
  if (coverage.from === null) return not('no log of HEAD in this copy');
  if (!effect.must) return not('the command leaves an entry only in some cases');
  if (!coverage.fromStart && coverage.from > call.to + shift) return not('reflog expired: it begins later');
  if (nothingToDo.test(call.output())) return not('its output says that there was nothing to do');
  // Both succeed in silence where there is nothing to do and their output is quiet.
  if (/^(merge|rebase)$/.test(candidate.act.verb) && call.output().trim() === '') return not('its output is empty: there may have been nothing to do');
  return { reason: `HEAD's log covers the time and has no entry of git ${candidate.act.verb}`, against: true };
}
