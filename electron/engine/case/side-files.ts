/** The texts that lie beside a report: what `sha256sum -c` and `cut` read. */
import type { EngineReport } from '../../../shared/engine-control.ts';
import { findingsTable } from '../export/findings-tsv.ts';
import type { OpenedCase } from './opened-case.ts';

type Texts = Extract<EngineReport, { type: 'texts' }>['files'];

export function sideFiles(opened: OpenedCase): Texts {
  const hashes = new Map(opened.findings.flatMap(({ finding, recordSha256 }) => finding.evidence.map((ref, at) => [`${ref.byteStart} ${ref.path}`, recordSha256[at] ?? null] as const)));
  const findings = opened.findings.map(({ finding }) => finding);
  return [
    { name: 'manifest.sha256', text: new Uint8Array(opened.manifest) },
    { name: 'findings.tsv', text: [...findingsTable(findings, (ref) => hashes.get(`${ref.byteStart} ${ref.path}`) ?? null)].join('') },
  ];
}
