/** The story in two lanes: what the sessions did and what git recorded, with the sessions drawn in time above. */
import type { EventRow } from '../../shared/event.ts';
import type { ReportModel } from '../../shared/report.ts';
import { countOf, countText } from '../text/figures.ts';
import { outcomeSign } from '../timeline/row-words.ts';
import { clockText, dayText } from '../text/time-text.ts';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { keyEventDays, type KeyEventLine } from './key-event-lines.ts';
import { keyed } from './keyed.ts';
import { chartRows, LaneChart } from './lane-chart.tsx';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';
import { shortId, shortOid } from './report-words.ts';

export function KeyEventsSection({ model }: { readonly model: ReportModel }) {
  const days = keyEventDays(model.keyEvents);
  const windows = model.overview.windows;
  const undrawn = windows.length - chartRows(windows).length + model.overview.windowsLeftOut;
  return (
    <section>
      <h2>4 Key events</h2>
      <LaneChart windows={windows} />
      <p className={styles.legend}>
        Hatched: unattended. Dashed: not recorded whether anyone was there. Upright line: a prompt. Tick below: a reflog entry. Diamond: critical finding, filled square: high, small outline: medium.
        Slanted strokes cut a silence out. Times are UTC.
        {undrawn > 0 ? ` ${countOf(undrawn, 'session')} not drawn.` : ''}
      </p>
      <p>
        {countText(model.keyEvents.length)} of {countOf(model.keyEvents.length + model.eventsNotPrinted, 'event')}: those that a printed finding cites, prompts that begin
        sessions and unattended spans, and reflog entries inside a session’s time. {countOf(model.eventsNotPrinted, 'event')} not printed here.
      </p>
      {days.length === 0 ? null : (
        <ReportTable columns={[{ name: 'UTC', width: '18mm' }, { name: 'Sev.', width: '9mm' }, { name: 'Session lane' }, { name: 'Git lane', width: '60mm' }]}>
          {keyed(days).map(({ key, item: day }) => (
            <tbody key={key}>
              <tr className={styles.dayRow}>
                <th scope="rowgroup" colSpan={4}>
                  {day.day === null ? 'Without a time' : `${dayText(day.day)} ${new Date(day.day).getUTCFullYear()}`}
                </th>
              </tr>
              {day.lines.map((line, at) => (
                <LineRow key={line.key} line={line} before={day.lines[at - 1] ?? null} />
              ))}
            </tbody>
          ))}
        </ReportTable>
      )}
    </section>
  );
}

function LineRow({ line, before }: { readonly line: KeyEventLine; readonly before: KeyEventLine | null }) {
  const unexplained = line.session === null && line.git.some((entry) => entry.reflog?.state === 'unexplained');
  return (
    <tr className={line.session?.attended === 'unattended' ? styles.unattendedRow : undefined}>
      <td className={styles.mono}>{line.time === null ? '–' : clockText(line.time)}</td>
      <td>{line.severity === null ? null : <SeverityMark severity={line.severity} />}</td>
      <td>
        {line.titles.slice(0, 3).map((title) => (
          <div key={title} className={styles.strong}>
            <ReportText text={title} prose />
          </div>
        ))}
        {line.titles.length > 3 ? <div className={styles.quiet}>and {countOf(line.titles.length - 3, 'finding')} more</div> : null}
        {line.session === null ? <span className={unexplained ? styles.unexplained : styles.quiet}>{unexplained ? 'no call accounts for the entry' : '–'}</span> : <SessionCell row={line.session} named={before?.session?.sessionId === line.session.sessionId} />}
      </td>
      <td>
        {line.git.map((entry) => (
          <GitCell key={entry.id} entry={entry} shared={line.session !== null} />
        ))}
      </td>
    </tr>
  );
}

/** `named`: the line before says which session it is. */
function SessionCell({ row, named }: { readonly row: EventRow; readonly named: boolean }) {
  const failed = row.outcome !== null && row.outcome !== 'ok';
  const notes = [
    ...(row.sessionId === null ? ['no session recorded'] : named ? [] : [`session ${shortId(row.sessionId)}`]),
    ...(row.agentId === null ? [] : [`sub-agent ${shortId(row.agentId)}`]),
    ...(failed ? [outcomeSign(row.outcome).word] : []),
  ];
  return (
    <>
      <div>
        {row.kind === 'prompt' ? <span className={styles.quiet}>prompt </span> : row.tool === null ? null : <><ReportText text={row.tool} />{' '}</>}
        <ReportText text={row.argument} prose={row.kind === 'prompt'} most={420} />
      </div>
      {notes.length === 0 ? null : (
        <div className={styles.quiet}>
          <ReportText text={notes.join(', ')} prose />
        </div>
      )}
    </>
  );
}

/** `shared`: the line's time is the call's, so the entry says its own. */
function GitCell({ entry, shared }: { readonly entry: EventRow; readonly shared: boolean }) {
  const { reflog } = entry;
  if (reflog === null) return null;
  return (
    <div className={styles.gitCell}>
      <div>
        <span className={styles.mono}>
          {shortOid(reflog.old)} → {shortOid(reflog.new)}
        </span>{' '}
        <ReportText text={reflog.refs[0] ?? ''} />
        {reflog.refs.length > 1 ? <span className={styles.quiet}> +{reflog.refs.length - 1}</span> : null}
      </div>
      <ReportText text={reflog.message === '' ? reflog.action : reflog.message} most={200} />
      <div className={styles.quiet}>
        <ReportText text={reflog.repository} />
        {shared ? ` ${clockText(entry.time)}` : ''}
      </div>
    </div>
  );
}
