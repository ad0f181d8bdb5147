/** Which events and findings a scan prints: `--since`, `--until`, `--min-severity`. Pure. What has no time is kept. */
import type { Severity } from '../../../shared/event.ts';
import { type HashedFinding, severityRank } from '../case/finding-book.ts';
import type { OpenedCase } from '../case/opened-case.ts';

export interface ScanWindow {
  /** As it was asked for, in milliseconds UTC; null for no bound. */
  readonly since: number | null;
  readonly until: number | null;
  readonly minSeverity: Severity;
  /** Whether a place in time is printed; null where there is no bound. */
  readonly inside: ((time: number) => boolean) | null;
  /** One by one: a list of a large case's events would be as large as a column of them. */
  events(opened: OpenedCase): Iterable<number>;
  findings(opened: OpenedCase): readonly HashedFinding[];
}

/** `since` and `until` in milliseconds UTC, both included; null for no bound. */
export function scanWindow(since: number | null, until: number | null, minSeverity: Severity): ScanWindow {
  const inside = (time: number): boolean => Number.isNaN(time) || ((since === null || time >= since) && (until === null || time <= until));
  const least = severityRank(minSeverity);
  return {
    since,
    until,
    minSeverity,
    inside: since === null && until === null ? null : inside,
    *events({ store }) {
      for (let event = 0; event < store.length; event++) if (inside(store.placedTime(event))) yield event;
    },
    findings: (opened) => opened.findings.filter(({ finding }) => severityRank(finding.severity) <= least && inside(finding.time ?? Number.NaN)),
  };
}
