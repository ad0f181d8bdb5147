/** The numbers that describe an open case: the same for the app, `scan --format json` and the PDF. Pure. */
import type { CaseSummary } from '../../../shared/case.ts';
import { eventKinds } from '../../../shared/event.ts';
import { productName, productVersion } from '../../../shared/version.ts';
import { type EventStore, eventsOf } from '../events/event-store.ts';
import type { OpenedCase } from './opened-case.ts';
import { noFindings } from './sessions-view.ts';

const namesKept = 5000;

/** Counts names as they come: a list of a million of them would only be counted. */
export interface Tally {
  add(name: string, times?: number): void;
  /** Most frequent first; names beyond the limit are added up under one, so that sums stay true. */
  counts(): Record<string, number>;
}

export function createTally(): Tally {
  const byName = new Map<string, number>();
  return {
    add: (name, times = 1) => void byName.set(name, (byName.get(name) ?? 0) + times),
    counts() {
      const counts = new Map<string, number>();
      for (const [name, count] of byName) {
        const key = counts.has(name) || counts.size < namesKept ? name.slice(0, 300) : '(more names)';
        counts.set(key, (counts.get(key) ?? 0) + count);
      }
      return Object.fromEntries([...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
    },
  };
}

export function countBy(names: Iterable<string>): Record<string, number> {
  const tally = createTally();
  for (const name of names) tally.add(name);
  return tally.counts();
}

/** What kinds of events there are, and calls of what tools. */
export interface EventCounts {
  readonly total: number;
  readonly byKind: Record<string, number>;
  readonly byTool: Record<string, number>;
}

const call = eventKinds.indexOf('tool-call');
const reflog = eventKinds.indexOf('reflog');

/** Counts the events whose place in time is `inside`. They are counted by number: names are looked up once each. */
export function countEvents(store: EventStore, inside: (time: number) => boolean = () => true): EventCounts {
  const [kinds, tools, placed] = [store.values('kind'), store.values('tool'), store.values('placed')];
  const ofKind = new Float64Array(eventKinds.length);
  const ofTool = new Float64Array(store.texts);
  /** In the order in which they come first: beyond a limit, the first ones keep their names. */
  const found: number[] = [];
  let total = 0;
  const { length } = kinds;
  for (let event = 0; event < length; event++) {
    if (!inside(placed[event] ?? 0)) continue;
    const kind = kinds[event] ?? 0;
    total += 1;
    ofKind[kind] = (ofKind[kind] ?? 0) + 1;
    if (kind !== call) continue;
    const tool = tools[event] ?? 0;
    const before = ofTool[tool] ?? 0;
    if (before === 0) found.push(tool);
    ofTool[tool] = before + 1;
  }
  const byKind = createTally();
  for (const [kind, name] of eventKinds.entries()) if ((ofKind[kind] ?? 0) > 0) byKind.add(name, ofKind[kind]);
  const byTool = createTally();
  for (const tool of found) byTool.add(store.text(tool) ?? '', ofTool[tool]);
  return { total, byKind: byKind.counts(), byTool: byTool.counts() };
}

/** The first and the last time of the events that are `inside`, without those of the reflogs where these are to be left out. */
export function spanOf(store: EventStore, withReflogs: boolean, inside: (time: number) => boolean = () => true): { readonly first: number | null; readonly last: number | null } {
  const [kinds, placed, untimed] = [store.values('kind'), store.values('placed'), store.values('untimed')];
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const { length } = kinds;
  for (let event = 0; event < length; event++) {
    if (untimed[event] === 1 || (kinds[event] === reflog && !withReflogs)) continue;
    const time = placed[event] ?? 0;
    if (!inside(time)) continue;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return first > last ? { first: null, last: null } : { first, last };
}

export function caseSummary(opened: OpenedCase): CaseSummary {
  const { store, order } = opened;
  const { total, byKind, byTool } = countEvents(store);
  // A reflog reaches back to the clone; the span of the case is that of its sessions, where there are any.
  const { first, last } = spanOf(store, opened.sessions.length === 0);
  let reflogEntries = 0;
  for (const event of eventsOf(store, 'reflog')) if (opened.reflog(event)?.shown) reflogEntries += 1;
  const bySeverity = noFindings();
  for (const { finding } of opened.findings) bySeverity[finding.severity] += 1;
  return {
    root: order.root,
    name: order.name,
    live: order.live,
    tool: { name: productName, version: productVersion, ruleSet: opened.ruleSet },
    hashedAt: opened.hashedAt,
    manifestSha256: opened.manifestSha256,
    bytes: opened.entries.reduce((sum, entry) => sum + entry.bytes, 0),
    filesByState: countBy(opened.entries.map((entry) => entry.state)),
    filesByKind: countBy(opened.entries.map((entry) => entry.kind)),
    ledger: opened.ledger,
    events: { total, byKind, byTool, first, last },
    sessions: opened.sessions.length,
    repositories: opened.repositories.length,
    reflogEntries,
    findings: opened.findings.length,
    findingsBySeverity: bySeverity,
    findingsByRule: countBy(opened.findings.map(({ finding }) => finding.rule)),
    rules: opened.rules.length,
    callsExamined: byKind['tool-call'] ?? 0,
  };
}
