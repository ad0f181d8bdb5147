/** Filter to event numbers, in time order. Pure over the case's columns; results are kept for the filters in use. */
import type { Filter } from '../../../shared/query.ts';
import { canonicalFilter } from '../../../shared/query.ts';
import { severityRank } from '../case/finding-book.ts';
import type { OpenedCase } from '../case/opened-case.ts';

const kept = 16;
/** A reflog entry this close to a session's span is shown with it. */
const besideSessionMs = 60_000;
const besideSessions = new Set(['git', 'shell', 'endpoint', 'provider']);

export type Select = (filter: Filter) => Uint32Array;

/** Remembers the last results by canonical filter. The case no longer changes, so they stay true. */
export function createSelect(opened: OpenedCase): Select {
  const results = new Map<string, Uint32Array>();
  return (filter) => {
    const key = canonicalFilter(filter);
    const known = results.get(key);
    if (known) return known;
    const result = selectEvents(opened, filter);
    results.set(key, result);
    const oldest = results.keys().next();
    if (results.size > kept && !oldest.done) results.delete(oldest.value);
    return result;
  };
}

/** Event numbers that fit, ascending: the store is in time order. */
export function selectEvents(opened: OpenedCase, filter: Filter): Uint32Array {
  const { length } = opened.store;
  const result = new Uint32Array(length);
  const tests = testsOf(opened, filter);
  let found = 0;
  // What is asked for first, when a case opens, is everything.
  if (tests.length === 0) for (; found < length; found++) result[found] = found;
  else for (let event = 0; event < length; event++) if (fits(tests, event)) result[found++] = event;
  return result.slice(0, found);
}

function fits(tests: readonly ((event: number) => boolean)[], event: number): boolean {
  for (const test of tests) if (!test(event)) return false;
  return true;
}

function testsOf(opened: OpenedCase, filter: Filter): readonly ((event: number) => boolean)[] {
  const { store } = opened;
  const tests: ((event: number) => boolean)[] = [];
  const { sessions, repositories, lanes, kinds, tools, rules, minSeverity, attended, text, from, to } = filter;
  if (kinds) {
    const set = new Set<string>(kinds);
    tests.push((event) => set.has(store.kind(event)));
  }
  if (lanes) {
    const set = new Set<string>(lanes);
    tests.push((event) => set.has(store.lane(event)));
  }
  if (from !== undefined && from !== null) tests.push((event) => store.placedTime(event) >= from);
  if (to !== undefined && to !== null) tests.push((event) => store.placedTime(event) <= to);
  if (sessions && sessions.length > 0) {
    const set = new Set(sessions);
    const spans = opened.sessions.filter((session) => set.has(session.id) && session.start !== null && session.end !== null);
    tests.push((event) => {
      // What belongs to no session is shown where it happened beside one: reflog entries, shell commands, processes.
      const session = store.session(event);
      if (session !== null || !besideSessions.has(store.lane(event))) return set.has(session ?? '');
      const time = store.placedTime(event);
      return spans.some((span) => time >= (span.start ?? 0) - besideSessionMs && time <= (span.end ?? 0) + besideSessionMs);
    });
  }
  if (repositories && repositories.length > 0) {
    const set = new Set(repositories);
    tests.push((event) => store.kind(event) !== 'reflog' || set.has(opened.reflog(event)?.repository ?? ''));
  }
  if (tools && tools.length > 0) {
    const set = new Set(tools);
    tests.push((event) => set.has(store.tool(event) ?? ''));
  }
  if (attended) tests.push((event) => store.attended(event) === attended);
  if (rules && rules.length > 0) tests.push((event) => opened.findingsOf(event).some((finding) => rules.some((prefix) => finding.rule.startsWith(prefix))));
  if (minSeverity) {
    const least = severityRank(minSeverity);
    tests.push((event) => opened.findingsOf(event).some((finding) => severityRank(finding.severity) <= least));
  }
  if (text !== undefined && text !== '') {
    const needle = text.toLowerCase();
    tests.push((event) => hasText(opened, event, needle));
  }
  return tests;
}

/** True where the needle (lower case) stands in what a row shows: tool, argument, and the refs of a reflog entry. */
export function hasText(opened: OpenedCase, event: number, needle: string): boolean {
  const { store } = opened;
  if (store.argument(event).toLowerCase().includes(needle) || (store.tool(event)?.toLowerCase().includes(needle) ?? false)) return true;
  return opened.reflog(event)?.refs.some((ref) => ref.toLowerCase().includes(needle)) ?? false;
}
