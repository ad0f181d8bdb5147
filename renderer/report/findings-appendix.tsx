/** The findings in full, grouped by severity and rule; each with four fields that stay apart and with its place in the evidence. */
import type { EvidenceRef } from '../../shared/event.ts';
import type { Finding } from '../../shared/finding.ts';
import type { ReportModel } from '../../shared/report.ts';
import { countOf, countText } from '../text/figures.ts';
import { severityNames, SeverityMark } from '../ui/severity-mark.tsx';
import { FindingEntry } from './finding-entry.tsx';
import { type FindingGroup, findingGroups, hashLookup } from './finding-groups.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';
import { lineText, utcText } from './report-words.ts';

/** So many findings are printed with each field; further ones stand in a table of one line each. */
export const detailedFindings = 150;

export function FindingsAppendix({ model }: { readonly model: ReportModel }) {
  if (model.findings.length === 0) return null;
  const detailed = model.findings.slice(0, detailedFindings);
  const further = model.findings.slice(detailedFindings);
  const recordSha256 = hashLookup(model.recordHashes);
  return (
    <section className={styles.newPage}>
      <h2>Appendix A: findings in full</h2>
      <p className={styles.quiet}>
        Severity: how bad, if true; set by the rule. Confidence: whether the match means what the rule means. Evidence: whether a second source agrees. Verdict: what a person
        concluded. No field changes another. Below each finding: the file, the line, the bytes and the SHA-256 of the record.
      </p>
      {findingGroups({ findings: detailed, rules: model.rules }).map((group) => (
        <Group key={group.key} group={group} further={further.filter((finding) => finding.rule === group.ruleId && finding.severity === group.severity).length} recordSha256={recordSha256} />
      ))}
      {further.length === 0 ? null : <FurtherFindings findings={further} recordSha256={recordSha256} />}
    </section>
  );
}

function Group({ group, further, recordSha256 }: { readonly group: FindingGroup; readonly further: number; readonly recordSha256: (ref: EvidenceRef) => string | null }) {
  const { rule } = group;
  const [first, ...others] = group.findings;
  return (
    <div className={styles.group}>
      <div className={styles.together}>
        <div className={styles.groupHead}>
          <SeverityMark severity={group.severity} decorative />
          <h3>
            {severityNames[group.severity]}: <ReportText text={group.title} prose />
          </h3>
        </div>
        <p className={styles.ruleLine}>
          Rule <ReportText text={group.ruleId} />
          {rule === null ? '' : `, version ${rule.version}`}
          {rule !== null && rule.attack.length > 0 ? `, ATT&CK ${rule.attack.join(', ')}` : ''}. {countOf(group.findings.length + further, 'finding')}
          {further === 0 ? '' : `, ${countText(further)} of them in the table below`}.
        </p>
        {rule === null || !group.printsRule ? null : (
          <dl className={styles.ruleTexts}>
            <dt>Why it matters</dt>
            <dd>{rule.why}</dd>
            <dt>What this does not show</dt>
            <dd>{rule.doesNotShow}</dd>
            <dt>Another explanation</dt>
            <dd>{rule.otherExplanation}</dd>
            <dt>How the rule can err</dt>
            <dd>{rule.canBeWrong}</dd>
          </dl>
        )}
        {rule !== null && !group.printsRule ? <p className={styles.quiet}>The rule’s text stands with its first group above.</p> : null}
        {first === undefined ? null : <FindingEntry finding={first} recordSha256={recordSha256} />}
      </div>
      {others.map((finding) => (
        <FindingEntry key={finding.id} finding={finding} recordSha256={recordSha256} />
      ))}
    </div>
  );
}

function FurtherFindings({ findings, recordSha256 }: { readonly findings: readonly Finding[]; readonly recordSha256: (ref: EvidenceRef) => string | null }) {
  return (
    <>
      <h3>Further findings, with the first record of each</h3>
      <p>{countOf(findings.length, 'finding')} beyond the first {countText(detailedFindings)}, which stand above with each field.</p>
      <ReportTable columns={[{ name: 'Sev.', width: '9mm' }, { name: 'Finding' }, { name: 'Time', width: '26mm' }, { name: 'File, line, bytes, SHA-256', width: '97mm' }]}>
        <tbody>
          {findings.map((finding) => {
            const ref = finding.evidence[0];
            return (
              <tr key={finding.id}>
                <td>
                  <SeverityMark severity={finding.severity} />
                </td>
                <td>
                  <ReportText text={finding.title} prose /> <ReportText text={finding.id} />
                </td>
                <td>{utcText(finding.time)}</td>
                <td>{ref === undefined ? 'no record' : <><ReportText text={ref.path} most={8192} /> {lineText(ref)}, {ref.byteStart}–{ref.byteEnd} <div className={styles.hash}>{recordSha256(ref) ?? 'not known'}</div></>}</td>
              </tr>
            );
          })}
        </tbody>
      </ReportTable>
    </>
  );
}
