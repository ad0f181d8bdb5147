/** One page for the person who decides: the analyst's own sentences, five numbers, the findings to open first. */
import { severities } from '../../shared/event.ts';
import type { ReportModel } from '../../shared/report.ts';
import { spanText } from '../../shared/time.ts';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { severityNames, SeverityMark } from '../ui/severity-mark.tsx';
import { keyed } from './keyed.ts';
import styles from './report.module.css';
import own from './summary-section.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';
import { lengthText, paragraphs, stateLabels } from './report-words.ts';

export function SummarySection({ model }: { readonly model: ReportModel }) {
  const { summary, overview } = model;
  const sentences = paragraphs(model.options.summary);
  const toolCalls = Object.values(summary.events.byTool).reduce((sum, count) => sum + count, 0);
  const attendance = overview.sessionsByAttendance;
  const figures = [
    { value: countText(summary.sessions), label: `${summary.sessions === 1 ? 'session' : 'sessions'}, ${countText(attendance.unattended + attendance.mixed)} with unattended spans` },
    { value: countText(toolCalls), label: `${toolCalls === 1 ? 'tool call' : 'tool calls'} recorded` },
    { value: countText(summary.findings), label: summary.findings === 1 ? 'finding' : 'findings' },
    { value: countText(summary.repositories), label: `${summary.repositories === 1 ? 'repository' : 'repositories'}, ${countOf(summary.reflogEntries, 'reflog entry', 'reflog entries')}` },
    { value: lengthText(summary.events.first, summary.events.last), label: 'from the first to the last event' },
  ];
  return (
    <section>
      <h2>1 Summary</h2>
      {sentences.length > 0 ? (
        keyed(sentences).map(({ key, item }) => (
          <p key={key}>
            <ReportText text={item} prose most={4000} />
          </p>
        ))
      ) : (
        <p className={styles.quiet}>The analyst has written no summary.</p>
      )}
      <div className={own.figures}>
        {figures.map((figure) => (
          <div key={figure.label}>
            <b>{figure.value}</b>
            <span>{figure.label}</span>
          </div>
        ))}
      </div>
      <ReportTable
        columns={[
          ...severities.map((severity) => ({ name: severityNames[severity], numeric: true })),
          { name: 'Writes outside root', numeric: true },
          { name: 'Credential paths', numeric: true },
          { name: 'Network commands', numeric: true },
          { name: 'Unattended time', numeric: true },
        ]}
      >
        <tbody>
          <tr>
            {severities.map((severity) => (
              <td key={severity} className={styles.number}>
                {countText(summary.findingsBySeverity[severity])}
              </td>
            ))}
            <td className={styles.number}>{countText(overview.writesOutsideRoot)}</td>
            <td className={styles.number}>{countText(overview.credentialTouches)}</td>
            <td className={styles.number}>{countText(overview.networkCommands)}</td>
            <td className={styles.number}>{overview.unattendedMs === 0 ? '0' : spanText(overview.unattendedMs)}</td>
          </tr>
        </tbody>
      </ReportTable>
      <KeyFindings model={model} />
    </section>
  );
}

function KeyFindings({ model }: { readonly model: ReportModel }) {
  const worst = model.findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'high').slice(0, 8);
  if (worst.length === 0) return <p>{noneText(model)}</p>;
  return (
    <>
      <h3>Findings to read first</h3>
      <ReportTable columns={[{ name: 'Severity', width: '19mm' }, { name: 'Finding' }, { name: 'Time, UTC', width: '30mm' }, { name: 'Evidence', width: '30mm' }, { name: 'Verdict', width: '22mm' }]}>
        <tbody>
          {worst.map((finding) => (
            <tr key={finding.id}>
              <td>
                <SeverityMark severity={finding.severity} decorative /> <span className={styles.severityWord}>{severityNames[finding.severity]}</span>
              </td>
              <td>
                <ReportText text={finding.title} prose />
                <div className={styles.quiet}>
                  <ReportText text={finding.sentence} prose most={300} />
                </div>
              </td>
              <td>{dayClockText(finding.time)}</td>
              <td>{stateLabels[finding.state]}</td>
              <td>Unreviewed</td>
            </tr>
          ))}
        </tbody>
      </ReportTable>
    </>
  );
}

/** Zero matches print what ran, never an all-clear. */
export function noneText(model: ReportModel): string {
  const { summary } = model;
  const ran = `${countOf(summary.rules, 'rule')} ran over ${countOf(summary.callsExamined, 'call')}.`;
  if (summary.findings === 0) return `${ran} None matched.`;
  if (model.findings.length === 0) return `${ran} ${countOf(summary.findings, 'finding')} of lower severity ${summary.findings === 1 ? 'is' : 'are'} not printed.`;
  return `${ran} No finding is critical or high.`;
}
