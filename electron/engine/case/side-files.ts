/** The texts that lie beside a report: what `sha256sum -c` and `cut` read. */
import type { EngineReport } from '../../../shared/engine-control.ts';
import type { EvidenceRef } from '../../../shared/event.ts';
import { findingsTable } from '../export/findings-tsv.ts';
import type { HashedFinding } from './finding-book.ts';
import type { OpenedCase } from './opened-case.ts';

type Texts = Extract<EngineReport, { type: 'texts' }>['files'];

export function sideFiles(opened: OpenedCase): Texts {
  return [
    { name: 'manifest.sha256', text: new Uint8Array(opened.manifest) },
    { name: 'findings.tsv', text: findingsText(opened.findings) },
  ];
}

/** Each finding of the case as a line. */
export function findingsText(findings: readonly HashedFinding[]): string {
  return [...findingsTable(findings.map(({ finding }) => finding), recordHashes(findings))].join('');
}

/** The SHA-256 of a record that a finding cites. A file's first line and the whole file begin at the same byte: the end counts too. */
export function recordHashes(findings: readonly HashedFinding[]): (ref: EvidenceRef) => string | null {
  const key = (ref: EvidenceRef): string => `${ref.byteStart} ${ref.byteEnd} ${ref.path}`;
  const hashes = new Map<string, string>();
  for (const { finding, recordSha256 } of findings) {
    finding.evidence.forEach((ref, at) => {
      const hash = recordSha256[at];
      if (typeof hash === 'string') hashes.set(key(ref), hash);
    });
  }
  return (ref) => hashes.get(key(ref)) ?? null;
}
