/**
 * Joins tool calls with reflog entries: which call moved which ref, which entry no call accounts for, which call should
 * have left an entry and did not. Pure: what it is given is all that it knows. Both records can be edited, and absence is
 * only read as such where the log covers the time.
 */
import { measureSkew, type PossiblePair, shiftsOf } from './clock-skew.ts';
import { type Effect, effectOf, hasEffect, subjectOf, targetOf, type Trace } from './effects.ts';
import { absence, expectsNothing } from './absence.ts';
import type { GitAct } from './act.ts';
import { assignNamed, byHooks, inCopies } from './beside-entries.ts';
import { madeElsewhere } from './elsewhere.ts';
import { sameSubject, subjectIn } from './entry-words.ts';
import type { Steps } from '../../intake/steps.ts';
import { within as placeWithin } from './git-act.ts';
import type { Assigned, Candidate, JoinCall, Joined, JoinEntry, JoinInput, Missing } from './join-model.ts';

const slackMs = 2500;
const farMs = 3_600_000;
/** After a session, entries are looked at for so long. What a person did between sessions that lie days apart is history. */
const afterMs = 24 * 3_600_000;

/** What a call does not wait for is looked for so long after its answer. */
const backgroundMs = 600_000;

export function* joinGit(input: JoinInput): Steps<Joined> {
  const effectIn = rememberedEffects();
  const ownEffect = rememberedOwnEffects();
  const candidates: Candidate[] = [];
  for (const call of input.calls) {
    for (const act of call.outcome === 'denied' ? [] : call.acts) {
      const effect = effectIn(act);
      if (effect !== null) candidates.push(candidateOf(call, act, effect, ownEffect, input));
    }
    yield;
  }
  const timed = input.entries.filter((entry) => entry.time !== null).sort((a, b) => (a.time ?? 0) - (b.time ?? 0) || a.event - b.event);
  const found = yield* possiblePairs(candidates, timed, input);
  const skew = measureSkew(found);
  const shifts = shiftsOf(found, skew, slackMs);
  const shiftOf = (repository: string | null): number => shifts.get(familyIn(input, repository) ?? '') ?? skew.median ?? 0;
  const slack = slackMs + (skew.pairs > 0 ? Math.min(skew.max ?? 0, 5000) : 2500);
  const able = candidates.filter((candidate) => !expectsNothing(candidate));
  const near = yield* assign(able, timed, shiftOf, slack, input);
  const named = [...near, ...(yield* assignNamed(able, timed, near, (candidate, entry) => traceFor(candidate.effect, entry) !== undefined && fits(candidate, entry, input)))];
  const links = inCopies([...named, ...byHooks(named, timed, input)], timed);
  const explained = new Set(links.map((link) => link.entry));
  const linkedActs = new Set(links.map((link) => link.act));
  const linkedOf = new Map<number, Candidate[]>();
  for (const candidate of candidates) {
    if (!linkedActs.has(candidate.act)) continue;
    const known = linkedOf.get(candidate.call.event);
    if (known) known.push(candidate);
    else linkedOf.set(candidate.call.event, [candidate]);
  }
  const contradicted: Missing[] = [];
  const notCovered: Missing[] = [];
  const removals = input.calls.flatMap((call) => call.acts.flatMap((act) => (act.verb === 'reflog' && call.outcome !== 'denied' && call.outcome !== 'error' ? [{ from: call.from, family: familyIn(input, act.directory === null ? null : input.repositoryOf(act.directory)) }] : [])));
  for (const candidate of candidates) {
    yield;
    if (linkedActs.has(candidate.act) || candidate.act.verb === '?') continue;
    const { reason, against, ref } = absence(candidate, input, shiftOf(candidate.repository), removals, linkedOf.get(candidate.call.event));
    (against ? contradicted : notCovered).push({ event: candidate.call.event, repository: candidate.repository, verb: candidate.act.verb, reason, ref });
  }
  for (const call of input.calls) {
    for (const act of call.acts) {
      if (effectIn(act) === null && act.verb !== 'config') notCovered.push({ event: call.event, repository: act.directory === null ? null : input.repositoryOf(act.directory), verb: act.verb, reason: 'command leaves no trace', ref: 'HEAD' });
    }
    yield;
  }
  const isNear = nearSessions(input.spans);
  const unexplained = timed
    .filter((entry) => !explained.has(entry.event) && isNear((entry.time ?? 0) - shiftOf(entry.repository)))
    // A remote-tracking ref moves when anything fetches; only a push says that somebody here acted.
    .filter((entry) => entry.log !== 'remote' || /^update by push/.test(entry.message))
    .map((entry) => entry.event);
  return { links: links.map(({ event, entry, strength }) => ({ event, entry, strength })), unexplained, contradicted, notCovered, skew, shifts };
}

/** Whether a time lies in a session, a moment before, or not long after. */
function nearSessions(spans: JoinInput['spans']): (time: number) => boolean {
  const froms: number[] = [];
  const untils: number[] = [];
  for (const span of [...spans].sort((one, other) => one.from - other.from)) {
    froms.push(span.from - 60_000);
    untils.push(Math.max(untils.at(-1) ?? -Infinity, span.to + afterMs));
  }
  return (time) => {
    let low = 0;
    let high = froms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((froms[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return time <= (untils[low - 1] ?? -Infinity);
  };
}

/** An act that can leave entries, with what speaks for them. */
function candidateOf(call: JoinCall, act: GitAct, effect: Effect, ownEffect: OwnEffect, input: JoinInput): Candidate {
  const place = placeOf(act);
  const loose = !hasEffect(act.verb) || act.verb === '?' || act.background;
  const subject = subjectOf(act.verb, act.argv);
  // `for f in *.ts; do git commit -m "Fix $f"`: the pattern stands for other words each time.
  return { call, act, effect: ownEffect(effect, act.repeats, loose || act.via === 'server'), repository: place === null ? null : input.repositoryOf(place), place, subject: act.repeats && subject !== null && /[*?[{]/.test(subject) ? null : subject, loose };
}

/** Effects of acts. The same few commands run again and again. */
function rememberedEffects(): (act: GitAct) => Effect | null {
  const known = new Map<string, Effect | null>();
  return ({ verb, argv }) => {
    const words = `${verb}\0${argv.join('\0')}`;
    let effect = known.get(words);
    if (effect === undefined) {
      effect = effectOf(verb, argv);
      known.set(words, effect);
    }
    return effect;
  };
}

/** An effect as one act has it: it may have run more than once, and need not leave anything. */
type OwnEffect = (effect: Effect, repeats: boolean, optional: boolean) => Effect;

/** Made once for each effect: most acts are alike. */
function rememberedOwnEffects(): OwnEffect {
  const made = [new Map<Effect, Effect>(), new Map<Effect, Effect>()] as const;
  const once = (known: Map<Effect, Effect>, effect: Effect, make: () => Effect): Effect => {
    const own = known.get(effect) ?? make();
    known.set(effect, own);
    return own;
  };
  return (effect, repeats, optional) => {
    const own = repeats ? once(made[0], effect, () => ({ ...effect, traces: effect.traces.map((trace) => ({ ...trace, many: true })) })) : effect;
    return optional ? once(made[1], own, () => ({ ...own, must: false })) : own;
  };
}

/** Pairs that could belong together, for measuring the skew: same verb, same repository, no more than an hour apart. */
function* possiblePairs(candidates: readonly Candidate[], entries: readonly JoinEntry[], input: JoinInput): Steps<readonly PossiblePair[]> {
  const key = (repository: string | null, subject: string): string => `${repository} ${subject}`;
  const actsOf = new Map<string, number>();
  const entriesOf = new Map<string, number>();
  for (const { repository, subject } of candidates) if (subject !== null) actsOf.set(key(repository, subject), (actsOf.get(key(repository, subject)) ?? 0) + 1);
  for (const entry of entries) entriesOf.set(key(entry.repository, subjectIn(entry)), (entriesOf.get(key(entry.repository, subjectIn(entry))) ?? 0) + 1);
  const pairs: PossiblePair[] = [];
  if (entries.length === 0) return pairs;
  for (const candidate of candidates) {
    yield;
    // Of a call that failed, or that gave its commands a time, no time can be told.
    if (candidate.loose || candidate.act.date !== null || candidate.call.outcome !== 'ok') continue;
    for (const entry of within(entries, candidate.call.from - farMs, candidate.call.to + farMs)) {
      if (candidate.repository !== entry.repository || traceFor(candidate.effect, entry) === undefined) continue;
      const own = candidate.subject === null ? null : key(candidate.repository, candidate.subject);
      const sure = own !== null && subjectIn(entry) === candidate.subject && actsOf.get(own) === 1 && entriesOf.get(own) === 1;
      if (candidate.subject !== null && !sameSubject(candidate.subject, entry)) continue;
      pairs.push({ difference: (entry.time ?? 0) - candidate.call.to, sure, call: candidate.call.event, family: familyIn(input, candidate.repository) });
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

/** The folder in which a command's entries lie: of a clone the new one. */
function placeOf(act: GitAct): string | null {
  if (act.verb !== 'clone') return act.directory;
  const [from, into] = act.argv.filter((argument, at) => !argument.startsWith('-') && !/^(-b|-o|-c|-j|--branch|--origin|--depth|--config|--reference|--jobs|--filter)$/.test(act.argv[at - 1] ?? ''));
  const name = into ?? /([^/:]+?)(?:\.git)?\/*$/.exec(from ?? '')?.[1];
  return name === undefined ? null : placeWithin(act.directory, name);
}

function familyIn(input: JoinInput, repository: string | null): string | null {
  return repository === null ? null : (input.coverage.get(repository)?.family ?? repository);
}

function fits({ repository, act, place, subject, call }: Candidate, entry: JoinEntry, input: JoinInput): boolean {
  const pushed = act.verb === 'push' && entry.action.startsWith('push');
  if (pushed) return input.coverage.get(entry.repository)?.bare === true;
  if (repository === entry.repository) return true;
  // Where the place is open, one that could be meant will do; elsewhere the entry has to be the call's own by its words or id.
  if (repository === null && place !== null && input.isNone?.(place)) return false;
  if (repository === null) return place === null || (input.couldBe?.(place).includes(entry.repository) ?? false) || isNamed({ subject, call, act }, entry);
  if (act.verb === 'submodule' || act.verb === 'clone') return entry.repository.startsWith(`${familyIn(input, repository)}/modules/`);
  // A commit in a linked worktree also stands in the branch's log, which lies in the main repository.
  if (familyIn(input, repository) !== familyIn(input, entry.repository)) return false;
  // Where the folder itself is not in the copy, a worktree that was moved may hold the log.
  return entry.log !== 'head' || act.verb === 'worktree' || (place !== null && input.isPlaced?.(place) === false && isNamed({ subject, call, act }, entry));
}

/** Whether the call's own words or output name the entry. */
function isNamed({ subject, call, act }: Pick<Candidate, 'subject' | 'call' | 'act'>, entry: JoinEntry): boolean {
  if (subject !== null && subjectIn(entry).replace(/\s+/g, ' ') === subject) return true;
  return act.verb !== '?' && /^[0-9a-f]{7,}/.test(entry.new) && !/^0+$/.test(entry.new) && call.output().includes(entry.new.slice(0, 7));
}

/** Gives each entry to the call that fits best: by words, object ids printed, target, repository, and last by time. */
function* assign(candidates: readonly Candidate[], entries: readonly JoinEntry[], shiftOf: (repository: string | null) => number, slack: number, input: JoinInput): Steps<readonly Assigned[]> {
  const pairs: { candidate: Candidate; entry: JoinEntry; trace: Trace; score: number }[] = [];
  if (entries.length === 0) return [];
  const isElsewhere = madeElsewhere(input);
  for (const candidate of candidates) {
    yield;
    const { call, act, effect } = candidate;
    const shift = shiftOf(candidate.repository);
    for (const entry of within(entries, call.from + shift - slack, call.to + shift + slack + (act.background ? backgroundMs : 0))) {
      const trace = traceFor(effect, entry);
      if (!trace || !fits(candidate, entry, input) || isElsewhere(candidate, entry)) continue;
      if (candidate.subject !== null && !sameSubject(candidate.subject, entry)) continue;
      pairs.push({ candidate, entry, trace, score: scoreOf(candidate, entry, (entry.time ?? 0) - shift) });
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
    links.push({ event: candidate.call.event, entry: entry.event, act: candidate.act, strength: candidate.loose || (candidate.repository === null && !isNamed(candidate, entry)) ? 'likely' : 'sure' });
  }
  return links;
}

function scoreOf({ subject, repository, effect, call, act, loose }: Candidate, entry: JoinEntry, time: number): number {
  let score = 0;
  if (subject !== null && subjectIn(entry).replace(/\s+/g, ' ') === subject) score += 100;
  if (!loose) score += effect.must ? 40 : 30;
  // `git push; git push --force`: the second is known to have ended well.
  if (!act.open) score += 2;
  if (repository !== null) score += 20;
  // A rebase writes checkouts too; the entry of a checkout beside it is the checkout's.
  if (entry.action.startsWith(act.verb === 'switch' ? 'checkout' : act.verb)) score += 15;
  const target = targetOf(act.verb, act.argv);
  if (target !== null && target !== '' && entry.message.includes(target)) score += 25;
  if (/^[0-9a-f]{7,}/.test(entry.new) && act.verb !== '?' && call.output().includes(entry.new.slice(0, 7))) score += 50;
  // A call that was still running is nearer than one that had ended, by as much as the clocks may differ.
  const outside = Math.max(call.from - time, time - call.to, 0);
  // Within a chain the commands run in order; a later command's entry is nearer to the end.
  return score - Math.min(20, outside / 250) - Math.min(5, Math.abs(time - call.to) / 4000) - act.order * 0.01;
}
