/** The sessions of the case: when, where, under which permission mode, and whether a person was there. */
import type { Session } from '../../shared/case.ts';
import type { ReportModel } from '../../shared/report.ts';
import { severities } from '../../shared/event.ts';
import { countOf, countText } from '../text/figures.ts';
import { clockText, dayClockText, dayText } from '../text/time-text.ts';
import { severityNames } from '../ui/severity-mark.tsx';
import { keyed } from './keyed.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';
import { attendanceLabels, lengthText } from './report-words.ts';

const mostModes = 6;

export function SessionsSection({ model }: { readonly model: ReportModel }) {
  return (
    <section>
      <h2>2 Sessions</h2>
      <p>
        {countOf(model.summary.sessions, 'session')}. Unattended means that calls ran which nobody approved, with no prompt from a person between them.
        {model.sessionsLeftOut > 0 ? ` ${countOf(model.sessionsLeftOut, 'session')} beyond the first ${countText(model.sessions.length)} ${model.sessionsLeftOut === 1 ? 'is' : 'are'} not printed.` : ''}
      </p>
      {model.sessions.length === 0 ? null : (
        <ReportTable
          columns={[{ name: 'Session' }, { name: 'Time, UTC', width: '43mm' }, { name: 'Attendance, permission mode', width: '42mm' }, { name: 'Calls', numeric: true, width: '12mm' }, { name: 'Findings', width: '20mm' }]}
        >
          <tbody>
            {model.sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </tbody>
        </ReportTable>
      )}
    </section>
  );
}

/** The day is said once where both ends lie on it. */
function endText({ start, end }: Session): string {
  if (end === null) return 'end unknown';
  return dayText(start) === dayText(end) ? `to ${clockText(end)}` : `to ${dayClockText(end)}`;
}

function SessionRow({ session }: { readonly session: Session }) {
  const place = session.cwd ?? session.project;
  const worst = severities.filter((severity) => session.findings[severity] > 0);
  return (
    <tr>
      <td>
        {session.title === null ? null : (
          <div className={styles.strong}>
            <ReportText text={session.title} prose />
          </div>
        )}
        <div>
          <ReportText text={session.id} />
        </div>
        <div className={styles.quiet}>{place === null ? 'The working folder is not recorded.' : <ReportText text={place} />}</div>
        <div className={styles.quiet}>
          {countOf(session.prompts, 'prompt')}
          {session.agents > 0 ? `, ${countOf(session.agents, 'sub-agent')}` : ''}
          {session.versions.length === 0 ? null : <>, version <ReportText text={session.versions.slice(0, 4).join(', ')} /></>}
        </div>
      </td>
      <td>
        {dayClockText(session.start)}
        <br />
        {endText(session)}
        <div className={styles.quiet}>{lengthText(session.start, session.end)}</div>
      </td>
      <td>
        <span className={session.attended === 'unattended' || session.attended === 'mixed' ? styles.hatched : styles.outlined}>{attendanceLabels[session.attended]}</span>
        {session.permissionModes.length === 0 ? <div className={styles.quiet}>no permission mode recorded</div> : null}
        {keyed(session.permissionModes.slice(0, mostModes)).map(({ key, item: span }) => (
          <div key={key}>
            <ReportText text={span.mode} /> <span className={styles.quiet}>{span.from === null ? '' : `from ${clockText(span.from)}`}</span>
          </div>
        ))}
        {session.permissionModes.length > mostModes ? <div className={styles.quiet}>and {countOf(session.permissionModes.length - mostModes, 'change')} more</div> : null}
      </td>
      <td className={styles.number}>{countText(session.toolCalls)}</td>
      <td>
        {worst.length === 0 ? <span className={styles.quiet}>none</span> : null}
        {worst.map((severity) => (
          <div key={severity}>
            {countText(session.findings[severity])} {severityNames[severity].toLowerCase()}
          </div>
        ))}
      </td>
    </tr>
  );
}
