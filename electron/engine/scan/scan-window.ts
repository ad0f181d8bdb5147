/** Which events and findings a scan prints: `--since`, `--until`, `--min-severity`. Pure. What has no time is kept. */
import type { Severity } from '../../../shared/event.ts';
import { type HashedFinding, severityRank } from '../case/finding-book.ts';
import type { OpenedCase } from '../case/opened-case.ts';

export interface ScanWindow {
  events(opened: OpenedCase): readonly number[];
  findings(opened: OpenedCase): readonly HashedFinding[];
}

/** `since` and `until` in milliseconds UTC, both included; null for no bound. */
export function scanWindow(since: number | null, until: number | null, minSeverity: Severity): ScanWindow {
  const inside = (time: number): boolean => Number.isNaN(time) || ((since === null || time >= since) && (until === null || time <= until));
  const least = severityRank(minSeverity);
  return {
    events(opened) {
      const result: number[] = [];
      for (let event = 0; event < opened.store.length; event++) if (inside(opened.store.placedTime(event))) result.push(event);
      return result;
    },
    findings: (opened) => opened.findings.filter(({ finding }) => severityRank(finding.severity) <= least && inside(finding.time ?? Number.NaN)),
  };
}
