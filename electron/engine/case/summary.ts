/** The numbers that describe an open case: the same for the app, `scan --format json` and the PDF. Pure. */
import type { CaseSummary } from '../../../shared/case.ts';
import { productName, productVersion } from '../../../shared/version.ts';
import type { OpenedCase } from './opened-case.ts';
import { noFindings } from './sessions-view.ts';

const namesKept = 5000;

/** Counts names as they come: a list of a million of them would only be counted. */
export interface Tally {
  add(name: string): void;
  /** Most frequent first; names beyond the limit are added up under one, so that sums stay true. */
  counts(): Record<string, number>;
}

export function createTally(): Tally {
  const byName = new Map<string, number>();
  return {
    add: (name) => void byName.set(name, (byName.get(name) ?? 0) + 1),
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

export function caseSummary(opened: OpenedCase): CaseSummary {
  const { store, order } = opened;
  const kinds = createTally();
  const tools = createTally();
  let calls = 0;
  let first: number | null = null;
  let last: number | null = null;
  let reflogEntries = 0;
  for (let event = 0; event < store.length; event++) {
    const kind = store.kind(event);
    kinds.add(kind);
    if (kind === 'tool-call') {
      tools.add(store.tool(event) ?? '');
      calls += 1;
    }
    if (kind === 'reflog' && opened.reflog(event)?.shown) reflogEntries += 1;
    const time = store.time(event);
    // A reflog reaches back to the clone; the span of the case is that of its sessions, where there are any.
    if (time === null || (kind === 'reflog' && opened.sessions.length > 0)) continue;
    if (first === null || time < first) first = time;
    if (last === null || time > last) last = time;
  }
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
    events: { total: store.length, byKind: kinds.counts(), byTool: tools.counts(), first, last },
    sessions: opened.sessions.length,
    repositories: opened.repositories.length,
    reflogEntries,
    findings: opened.findings.length,
    findingsBySeverity: bySeverity,
    findingsByRule: countBy(opened.findings.map(({ finding }) => finding.rule)),
    rules: opened.rules.length,
    callsExamined: calls,
  };
}
