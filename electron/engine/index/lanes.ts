/** Counts per bin of the time axis, for the overview above the timeline and the report's chart. Pure. */
import type { Result } from '../../../shared/contract.ts';
import { severityRank } from '../case/finding-book.ts';
import type { OpenedCase } from '../case/opened-case.ts';

const markLimit = 500;
type Bins = Result<'lanes.bins'>;

/** Bins `[from, to]` evenly. A bin is unattended where any session's unattended span touches it. */
export function binLanes(opened: OpenedCase, selected: Uint32Array, from: number, to: number, bins: number): Bins {
  const { store } = opened;
  const width = Math.max(1, (to - from) / bins);
  const counts = Array.from({ length: bins }, () => ({ session: 0, agent: 0, git: 0, unattended: false }));
  const marks: Bins['marks'] = [];
  for (const event of selected) {
    const time = store.placedTime(event);
    if (!(time >= from && time <= to)) continue;
    const bin = counts[Math.min(bins - 1, Math.floor((time - from) / width))];
    if (!bin) continue;
    const lane = store.lane(event);
    if (lane === 'git') bin.git += opened.reflog(event)?.shown === false ? 0 : 1;
    else if (lane === 'agent') bin.agent += 1;
    // Second sources have no bar of their own: they say what was done elsewhere, not what the session did.
    else if (lane === 'session') bin.session += 1;
    const worst = opened.findingsOf(event).reduce<(typeof marks)[number]['severity'] | null>((found, finding) => (found === null || severityRank(finding.severity) < severityRank(found) ? finding.severity : found), null);
    if (worst !== null && worst !== 'info') marks.push({ time, severity: worst, eventId: event });
  }
  for (const spans of opened.spans.values()) {
    for (const span of spans) {
      if (span.to < from || span.from > to) continue;
      const first = Math.max(0, Math.floor((span.from - from) / width));
      const last = Math.min(bins - 1, Math.floor((span.to - from) / width));
      for (let at = first; at <= last; at++) {
        const bin = counts[at];
        if (bin) bin.unattended = true;
      }
    }
  }
  marks.sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || a.time - b.time);
  return { from, to, bins: counts, marks: marks.slice(0, markLimit).sort((a, b) => a.time - b.time) };
}
