/** One finding on paper: what the record says, the four fields, and where the record stands so that anybody can check it. */
import type { EvidenceRef } from '../../shared/event.ts';
import type { Finding } from '../../shared/finding.ts';
import { severityNames } from '../ui/severity-mark.tsx';
import styles from './report.module.css';
import { ReportText } from './report-text.tsx';
import { lineText, stateLabels, utcText } from './report-words.ts';

export interface FindingEntryProps {
  readonly finding: Finding;
  readonly recordSha256: (ref: EvidenceRef) => string | null;
}

export function FindingEntry({ finding, recordSha256 }: FindingEntryProps) {
  return (
    <article className={styles.finding}>
      <p className={styles.findingHead}>
        <span className={styles.findingId}>{finding.id}</span>
        <span>{utcText(finding.time)}</span>
        {finding.sessionId === null ? null : <span>session <ReportText text={finding.sessionId} /></span>}
        {finding.toolUseId === null ? null : <span>call <ReportText text={finding.toolUseId} /></span>}
        {finding.repository === null ? null : <span><ReportText text={finding.repository} />{finding.ref === null ? null : <> <ReportText text={finding.ref} /></>}</span>}
      </p>
      <p className={styles.sentence}>
        <ReportText text={finding.sentence} prose />
      </p>
      {finding.excerpt === '' ? null : (
        <div className={styles.excerpt}>
          <ReportText text={finding.excerpt} />
        </div>
      )}
      <dl className={styles.fields}>
        <div>
          <dt>Severity</dt>
          <dd>{severityNames[finding.severity]}</dd>
        </div>
        <div>
          <dt>Confidence</dt>
          <dd>
            {finding.confidence}
            {finding.confidenceReason === '' ? null : <span className={styles.quiet}>. {finding.confidenceReason}</span>}
          </dd>
        </div>
        <div>
          <dt>Evidence</dt>
          <dd>
            {stateLabels[finding.state]}
            {finding.detail['mayHaveRun'] === true ? ': the record does not say whether before the call ran' : ''}
          </dd>
        </div>
        <div>
          <dt>Verdict</dt>
          <dd>Unreviewed</dd>
        </div>
      </dl>
      <SetAside detail={finding.detail} />
      {finding.evidence.map((ref) => (
        <p key={`${ref.path} ${ref.byteStart}`} className={styles.provenance}>
          <ReportText text={ref.path} most={8192} />
          <br />
          {lineText(ref)}, bytes {ref.byteStart}–{ref.byteEnd}, SHA-256 {recordSha256(ref) ?? 'not known'}
        </p>
      ))}
    </article>
  );
}

/** Why a finding weighs nothing: the entry of the policy or the choice, its reason, and the weight before. */
function SetAside({ detail }: { readonly detail: Finding['detail'] }) {
  const { ignored, setAsideBy, severityWithoutPolicy } = detail;
  if (typeof ignored !== 'string') return null;
  return (
    <p>
      <b>Set aside: </b>
      <ReportText text={`${ignored}. By ${String(setAsideBy ?? 'the policy')}; ${String(severityWithoutPolicy ?? 'more')} before.`} prose most={2000} />
    </p>
  );
}
