/** The findings at a glance: how many of each severity, and one line for each rule that matched. Appendix A has them in full. */
import { severities, type Severity } from '../../shared/event.ts';
import type { Finding } from '../../shared/finding.ts';
import type { ReportModel } from '../../shared/report.ts';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { severityNames, SeverityMark } from '../ui/severity-mark.tsx';
import { findingGroups, printedBySeverity } from './finding-groups.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';
import { stateLabels } from './report-words.ts';
import { noneText } from './summary-section.tsx';

export function FindingsSection({ model }: { readonly model: ReportModel }) {
  const { summary } = model;
  const printed = printedBySeverity(model.findings);
  const counts = [
    { name: 'Found', of: (severity: Severity) => summary.findingsBySeverity[severity] },
    { name: 'Printed', of: (severity: Severity) => printed[severity] },
    { name: 'Not printed', of: (severity: Severity) => Math.max(0, summary.findingsBySeverity[severity] - printed[severity]) },
  ];
  return (
    <section>
      <h2>5 Findings</h2>
      <p>
        {countOf(summary.rules, 'rule')} ran over {countOf(summary.callsExamined, 'call')} and gave {countOf(summary.findings, 'finding')}.{' '}
        {countText(model.findings.length)} {model.findings.length === 1 ? 'is' : 'are'} printed, {severityNames[model.options.minSeverity].toLowerCase()} and worse; {countText(model.findingsLeftOut)} not.
        The file that ends in findings.tsv beside this PDF lists {countText(summary.findings)}.
      </p>
      {model.findings.length === 0 ? <p>{noneText(model)}</p> : null}
      <ReportTable columns={[{ name: 'Severity' }, ...severities.map((severity) => ({ name: severityNames[severity], numeric: true, width: '24mm' }))]}>
        <tbody>
          {counts.map(({ name, of }) => (
            <tr key={name}>
              <td>{name}</td>
              {severities.map((severity) => (
                <td key={severity} className={styles.number}>
                  {countText(of(severity))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </ReportTable>
      {model.findings.length === 0 ? null : <RuleTable model={model} />}
    </section>
  );
}

function RuleTable({ model }: { readonly model: ReportModel }) {
  return (
    <>
      <p>By severity and rule. Appendix A gives each finding with its record, and what it does not show.</p>
      <ReportTable
        columns={[{ name: 'Sev.', width: '9mm' }, { name: 'Finding and rule' }, { name: 'ATT&CK', width: '25mm' }, { name: 'Hits', numeric: true, width: '11mm' }, { name: 'First, UTC', width: '30mm' }, { name: 'Evidence', width: '30mm' }, { name: 'Verdict', width: '20mm' }]}
      >
        <tbody>
          {findingGroups(model).map((group) => (
            <tr key={group.key}>
              <td>
                <SeverityMark severity={group.severity} />
              </td>
              <td>
                <ReportText text={group.title} prose />
                <div className={styles.quiet}>
                  <ReportText text={group.ruleId} />
                </div>
              </td>
              <td>{group.findings[0]?.attack.join(', ')}</td>
              <td className={styles.number}>{countText(group.findings.length)}</td>
              <td>{dayClockText(firstTime(group.findings))}</td>
              <td>{statesText(group.findings)}</td>
              <td>Unreviewed</td>
            </tr>
          ))}
        </tbody>
      </ReportTable>
    </>
  );
}

function firstTime(findings: readonly Finding[]): number | null {
  return findings.reduce<number | null>((first, { time }) => (time === null ? first : Math.min(first ?? time, time)), null);
}

/** `RECORDED 4, DENIED 1`. */
function statesText(findings: readonly Finding[]): string {
  const counts = new Map<Finding['state'], number>();
  for (const { state } of findings) counts.set(state, (counts.get(state) ?? 0) + 1);
  if (counts.size === 1) return findings[0] === undefined ? '' : stateLabels[findings[0].state];
  return [...counts].map(([state, count]) => `${stateLabels[state]} ${countText(count)}`).join(', ');
}
