/** The panels of the overview beside its chart. Each row opens what it counts; none of them knows how it was counted. */
import { useState } from 'react';
import { type CaseSummary, fileStates, type Overview, type Repository, type Session, type TopRow } from '../../shared/case.ts';
import { severities } from '../../shared/event.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import type { Filter } from '../../shared/query.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { bytesText, countOf, countText } from '../text/figures.ts';
import { elideArgument } from '../timeline/elide-argument.ts';
import { type CaseSpan, clockText, dayClockText, dayText, momentText } from '../text/time-text.ts';
import { AttendanceMark, attendanceWords } from '../ui/attendance-mark.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark, severityNames } from '../ui/severity-mark.tsx';
import { isOpenQuestion } from './mapping-words.ts';
import styles from './overview-panels.module.css';

function showRows(filter: Filter): void {
  viewStore.getState().setFilter(filter);
  viewStore.getState().setView('timeline');
}

/** A count at the end of a panel's head that opens its rows. */
function Total({ count, label, onOpen }: { readonly count: number; readonly label: string; readonly onOpen: () => void }) {
  return (
    <button type="button" className={styles.total} aria-label={`${countText(count)} ${label}, open in the timeline`} onClick={onOpen}>
      {countText(count)}
    </button>
  );
}

export interface TopRowsProps {
  readonly title: string;
  readonly sub: string;
  readonly rows: readonly TopRow[];
  readonly total: number;
  readonly filter: Filter;
  readonly none: string;
  /** The rows are hosts: they stay whole before the words beside them do. */
  readonly hosts?: boolean;
}

const rowsShown = 6;

/** The most telling paths, hosts or stores, worst first. */
export function TopRows({ title, sub, rows, total, filter, none, hosts = false }: TopRowsProps) {
  const shown = rows.slice(0, rowsShown);
  const counted = shown.reduce((sum, row) => sum + row.count, 0);
  return (
    <section aria-label={title}>
      <PanelHead title={title} sub={sub} end={<Total count={total} label={`${title}, ${sub}`} onOpen={() => showRows(filter)} />} />
      {rows.length === 0 ? <p className={styles.none}>{none}</p> : null}
      <ul>
        {shown.map((row) => (
          <li key={`${row.label}\n${row.note}\n${row.findingId}`}>
            <button
              type="button"
              className={styles.row}
              onClick={() => (row.findingId === null ? showRows(filter) : viewStore.getState().openFinding(row.findingId))}
            >
              <span className={styles.markPlace}>{row.severity === null ? null : <SeverityMark severity={row.severity} />}</span>
              <span className={hosts ? `${styles.grow} ${styles.host}` : styles.grow}>
                {/\s/.test(row.label) ? <EvidenceText text={elideArgument(row.label, 36)} inline className="elide" /> : <ElidedEvidence text={row.label} />}
              </span>
              <span className={hosts ? `${styles.note} ${styles.besideHost}` : styles.note}>
                <EvidenceText text={row.note} inline prose />
              </span>
              <span className={styles.count}>{countText(row.count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {total > counted && rows.length > 0 ? (
        <button type="button" className={`${styles.row} ${styles.more}`} onClick={() => showRows(filter)}>
          {countText(total - counted)} more
        </button>
      ) : null}
    </section>
  );
}

/** What reflogs the copy holds. Without any, the panel says what that means. */
export function Repositories({ repositories, total, entries }: { readonly repositories: readonly Repository[]; readonly total: number; readonly entries: number }) {
  return (
    <section aria-label="Repositories">
      <PanelHead
        title="Repositories"
        sub="reflog entries"
        end={<Total count={entries} label="reflog entries" onOpen={() => showRows({ lanes: ['git'] })} />}
      />
      {repositories.length === 0 ? <p className={styles.none}>No .git folders in this copy: reflogs cannot be compared.</p> : null}
      <ul>
        {repositories.slice(0, rowsShown).map((repository) => (
          <li key={repository.path}>
            <button type="button" className={styles.row} onClick={() => showRows({ repositories: [repository.path] })}>
              <span className={styles.markPlace}>
                <Icon name={repository.problems.length > 0 ? 'warning' : 'git'} />
              </span>
              <span className={styles.grow}>
                <ElidedEvidence text={repository.path} />
              </span>
              <span className={`elide ${styles.note}`}>
                {repository.problems.length > 0 ? (
                  countOf(repository.problems.length, 'problem')
                ) : (
                  <EvidenceText text={`${repository.branch?.replace(/^refs\/heads\//, '') ?? 'no branch'}${repository.lost && repository.lost.commits > 0 ? `, ${countOf(repository.lost.commits, 'lost commit')}` : ''}`} inline prose />
                )}
              </span>
              <span className={styles.count}>
                {countText(repository.reflogEntries)} <span className="quiet">lines</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {total > Math.min(rowsShown, repositories.length) && repositories.length > 0 ? (
        <button type="button" className={`${styles.row} ${styles.more}`} onClick={() => showRows({ lanes: ['git'] })}>
          {countText(total - Math.min(rowsShown, repositories.length))} more
        </button>
      ) : null}
      {repositories.length === 0 ? null : (
        <button type="button" className={`${styles.row} ${styles.more}`} onClick={() => viewStore.getState().setDialog('repositories')}>
          <span className={styles.grow}>What they hold</span>
          <Kbd>R</Kbd>
        </button>
      )}
      {repositories.length === 0 ? null : <FoldersRow />}
    </section>
  );
}

/** Leads to the map from folders to repositories, and says where it needs eyes. */
function FoldersRow() {
  const { value } = useQuery('repositories.mapping', { offset: 0, limit: 500 });
  const open = value?.rows.filter(isOpenQuestion).length ?? 0;
  return (
    <button type="button" className={`${styles.row} ${styles.more}`} onClick={() => viewStore.getState().setDialog('mapping')}>
      {open > 0 ? <Icon name="warning" /> : null}
      <span className={styles.grow}>{value === null ? 'Folders and their repositories' : `Map of ${countOf(value.total, 'folder')}${open > 0 ? `, ${countText(open)} to look at` : ''}`}</span>
      <Kbd>M</Kbd>
    </button>
  );
}

const sessionPage = 8;

function SessionRow({ session }: { readonly session: Session }) {
  const left = session.lineage?.callsOnLeftBranches ?? 0;
  const worst = severities.find((severity) => session.findings[severity] > 0);
  return (
    <li>
      <button type="button" className={styles.session} onClick={() => showRows({ sessions: [session.id] })}>
        <AttendanceMark attended={session.attended} beside />
        <span className={styles.sessionText}>
          <span className="elide">{session.title === null ? <EvidenceText text={session.id} inline /> : <EvidenceText text={session.title} inline prose />}</span>
          <span className={`elide ${styles.sub}`}>
            <EvidenceText text={session.id.slice(0, 8)} inline /> {dayText(session.start)} {session.start === null ? '' : clockText(session.start).slice(0, 5)},{' '}
            {attendanceWords[session.attended]}
          </span>
          {left === 0 ? null : <span className={`elide ${styles.sub}`}>{countOf(left, 'call')} left by a rewind</span>}
        </span>
        {worst === undefined ? null : (
          <span className={styles.worst}>
            <SeverityMark severity={worst} />
            {countText(session.findings[worst])}
          </span>
        )}
        <span className={styles.count}>{countText(session.toolCalls)}</span>
      </button>
    </li>
  );
}

/** The sessions of the case with their calls, worst finding, and whether anyone was there. */
export function Sessions({ byAttendance }: { readonly byAttendance: Overview['sessionsByAttendance'] }) {
  const [limit, setLimit] = useState(sessionPage);
  const { value, problem, loading } = useQuery('sessions.page', { offset: 0, limit: Math.min(500, limit) });
  const alone = byAttendance.unattended + byAttendance.mixed;
  return (
    <section className={styles.sessions} aria-label="Sessions">
      <PanelHead title="Sessions" sub={`${countText(alone)} of ${countText(value?.total ?? 0)} ran unattended`} end="calls" />
      {problem ? <ProblemNote problem={problem} /> : null}
      {loading && !value ? <p className={styles.none}>Counting…</p> : null}
      {value && value.total === 0 ? <p className={styles.none}>No session transcripts in this copy.</p> : null}
      <ul>
        {value?.rows.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </ul>
      {value && value.rows.length < value.total && limit < 500 ? (
        <button type="button" className={`${styles.row} ${styles.more}`} onClick={() => setLimit(limit + sessionPage)}>
          {countText(value.total - value.rows.length)} more
        </button>
      ) : null}
    </section>
  );
}

function shortHash(hash: string): string {
  return hash.length > 24 ? `${hash.slice(0, 16)}…${hash.slice(-8)}` : hash;
}

/** What was read and hashed, and what was not: the ledger's counts, each with its list behind it. */
export function Integrity({ summary }: { readonly summary: CaseSummary }) {
  const { ledger } = summary;
  const unknown = Object.values(ledger.unknownKinds).reduce((sum, count) => sum + count, 0);
  const open = viewStore.getState().setDialog;
  const states = fileStates
    .filter((state) => state !== 'read' && (summary.filesByState[state] ?? 0) > 0)
    .map((state) => `${countText(summary.filesByState[state] ?? 0)} ${state}`);
  return (
    <section className={styles.integrity} aria-label="Evidence integrity">
      <PanelHead title="Evidence integrity" ruled />
      <dl>
        <dt>Files</dt>
        <dd>
          <button type="button" onClick={() => open('files')}>
            {countText(ledger.files)} in {bytesText(summary.bytes)}
          </button>
          {states.length === 0 ? null : <span className="quiet elide">{states.join(', ')}</span>}
        </dd>
        <dt>Records</dt>
        <dd>{countText(ledger.records)}</dd>
        <dt>Skipped</dt>
        <dd>
          <button type="button" onClick={() => open('problems')}>
            {countOf(ledger.malformed, 'malformed line')}
          </button>
        </dd>
        <dt>Problems</dt>
        <dd>
          <button type="button" onClick={() => open('problems')}>
            {countText(ledger.problems)} in the ledger
          </button>
        </dd>
        <dt>Kept apart</dt>
        <dd className={styles.wrapped}>
          {countOf(ledger.duplicates, 'duplicate')}, {countText(ledger.untimed)} without a time, {countText(unknown)} of a kind not known
        </dd>
        <dt>Manifest</dt>
        <dd>
          <span className="mono elide">{shortHash(summary.manifestSha256)}</span>
          <IconButton label="Copy the manifest’s SHA-256" onClick={() => void navigator.clipboard.writeText(summary.manifestSha256)}>
            <Icon name="copy" size={13} />
          </IconButton>
        </dd>
        <dt>Hashed</dt>
        <dd className={styles.wrapped}>{dayClockText(summary.hashedAt)} UTC, SHA-256</dd>
        <dt>Rules</dt>
        <dd>
          {countText(summary.rules)} over {countOf(summary.callsExamined, 'call')}
        </dd>
      </dl>
    </section>
  );
}

/** How many findings of each severity there are; a bar's length is its share of the most frequent. */
export function SeverityBars({ summary }: { readonly summary: CaseSummary }) {
  const most = Math.max(1, ...severities.map((severity) => summary.findingsBySeverity[severity]));
  return (
    <section aria-label="Findings by severity">
      <PanelHead title="Findings by severity" end={countText(summary.findings)} />
      <ul>
        {severities.map((severity) => {
          const count = summary.findingsBySeverity[severity];
          return (
            <li key={severity}>
              <button
                type="button"
                className={styles.severity}
                onClick={() => {
                  const view = viewStore.getState();
                  view.setFilter({});
                  view.setFacets({ severity, family: null });
                  view.setView('findings');
                }}
              >
                <SeverityMark severity={severity} decorative />
                <span>{severityNames[severity]}</span>
                <span className={styles.bar} aria-hidden="true">
                  <i className={styles[severity]} style={{ width: `${(count / most) * 100}%` }} hidden={count === 0} />
                </span>
                <b>{countText(count)}</b>
              </button>
            </li>
          );
        })}
      </ul>
      {summary.findings === 0 ? (
        <p className={styles.none}>
          {countOf(summary.rules, 'rule')} ran over {countOf(summary.callsExamined, 'call')}. None matched.
        </p>
      ) : null}
    </section>
  );
}

/** The findings to read first. */
export function OpenNext({ findings, span }: { readonly findings: Overview['openNext']; readonly span: CaseSpan }) {
  if (findings.length === 0) return null;
  return (
    <section aria-label="Open next">
      <PanelHead title="Open next" ruled end={<Kbd>N</Kbd>} />
      <ul>
        {findings.map((finding) => (
          <li key={finding.id}>
            <button type="button" className={styles.row} aria-label={`${severityNames[finding.severity]}: ${plainLabel(finding.title, 120)}`} onClick={() => viewStore.getState().openFinding(finding.id)}>
              <SeverityMark severity={finding.severity} decorative />
              <span className={styles.grow}>
                <EvidenceText text={finding.title} inline prose className="elide" />
              </span>
              <span className={`mono quiet ${styles.moment}`}>{momentText(finding.time, span)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What this copy does not hold, so that its absence is not read as an all-clear. */
export function SourcesMissing({ sources }: { readonly sources: readonly string[] }) {
  if (sources.length === 0) return null;
  return (
    <section aria-label="Not in this copy">
      <PanelHead title="Not in this copy" ruled />
      <ul className={styles.missing}>
        {sources.map((source) => (
          <li key={source}>
            <Icon name="minus" size={12} />
            <EvidenceText text={source} inline prose />
          </li>
        ))}
      </ul>
    </section>
  );
}
