/** Gives the report what it asks of an open case, and hashes the evidence again so that a change since reading shows. */
import crypto from 'node:crypto';
import type { CancelSignal } from '../../../shared/cancel.ts';
import type { CaseSummary, Overview } from '../../../shared/case.ts';
import { hashFile } from '../intake/manifest.ts';
import { createPace } from '../intake/pace.ts';
import type { ReportSource } from '../report/report-source.ts';
import { transcriptSums } from './file-ledger.ts';
import type { OpenedCase } from './opened-case.ts';
import { postureView } from './posture-view.ts';
import { eventRow } from './rows.ts';
import { findingsText, recordHashes } from './side-files.ts';

const nothingRead = (): void => {};

/** Paths whose bytes no longer have the hash that was read, or that can't be read any more. */
export async function changedFiles(opened: OpenedCase, signal?: CancelSignal): Promise<readonly string[]> {
  const pace = createPace(signal);
  const changed: string[] = [];
  for (const entry of opened.entries) {
    if (entry.sha256 === null) continue;
    const again = await hashFile(opened.files, entry.path, pace, nothingRead);
    if (!again.ok || again.value.sha256 !== entry.sha256) changed.push(entry.path);
  }
  return changed;
}

export async function reportSource(opened: OpenedCase, summary: CaseSummary, overview: Overview, sandboxOff: boolean, signal?: CancelSignal): Promise<ReportSource> {
  const { store } = opened;
  return {
    summary,
    overview,
    sessions: opened.sessions,
    repositories: opened.repositories,
    rollback: opened.rollback,
    posture: postureView(opened),
    history: opened.history,
    findings: opened.findings.map(({ finding }) => finding),
    rules: opened.rules,
    problems: opened.problems,
    files: opened.entries,
    fileLedger: opened.fileLedger,
    ledgerSums: transcriptSums(opened.fileLedger),
    changedFiles: await changedFiles(opened, signal),
    sandboxOff,
    eventRow: (id) => (id < store.length ? eventRow(opened, id) : null),
    *eventIds(kinds, from, to) {
      const wanted = new Set<string>(kinds);
      for (let event = 0; event < store.length; event++) {
        const time = store.placedTime(event);
        if (time >= from && time <= to && wanted.has(store.kind(event)) && opened.reflog(event)?.shown !== false) yield event;
      }
    },
    findingsSha256: crypto.createHash('sha256').update(findingsText(opened.findings)).digest('hex'),
    recordSha256: recordHashes(opened.findings),
  };
}
