/** The first view of a case: the verdict in one sentence, and numbers that each open the rows behind them. */
import type { CaseSummary, Overview } from '../../shared/case.ts';
import type { Filter } from '../../shared/query.ts';
import { spanText } from '../../shared/time.ts';
import { ask } from '../state/case-connection.ts';
import { useCase } from '../state/case-store.ts';
import { useKeys } from '../state/keyboard.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { Integrity, OpenNext, Repositories, Sessions, SeverityBars, SourcesMissing, TopRows } from './overview-panels.tsx';
import styles from './overview-view.module.css';
import { OverviewWindows } from './overview-windows.tsx';
import { DisclosurePanel, RunbookPanel } from './runbook-panel.tsx';
import { RollbackPanel } from './rollback-panel.tsx';

/** Shows the events that a filter leaves, in the timeline. */
function showRows(filter: Filter): void {
  viewStore.getState().setFilter(filter);
  viewStore.getState().setView('timeline');
}

function showFindings(severity: 'critical'): void {
  const view = viewStore.getState();
  view.setFilter({});
  view.setFacets({ severity, family: null });
  view.setView('findings');
}

interface Figure {
  readonly value: string;
  readonly name: string;
  readonly open: () => void;
}

function figuresOf(overview: Overview, summary: CaseSummary): readonly Figure[] {
  return [
    { value: overview.unattendedMs === 0 ? '0 min' : spanText(overview.unattendedMs), name: 'without a human', open: () => showRows({ attended: 'unattended' }) },
    { value: countText(summary.findingsBySeverity.critical), name: 'critical findings', open: () => showFindings('critical') },
    { value: countText(overview.writesOutsideRoot), name: 'writes outside root', open: () => showRows({ rules: ['write.outside-root'] }) },
    { value: countText(overview.credentialTouches), name: 'credential touches', open: () => showRows({ rules: ['credential.'] }) },
    { value: countText(overview.networkCommands), name: 'network commands', open: () => showRows({ rules: ['network.command'] }) },
    { value: countText(overview.reflogUnattended), name: 'git writes unattended', open: () => showRows({ lanes: ['git'], attended: 'unattended' }) },
  ];
}

function Verdict({ overview, summary }: { readonly overview: Overview; readonly summary: CaseSummary }) {
  return (
    <section className={styles.verdict} aria-label="Verdict">
      {overview.worst === null ? null : <SeverityMark severity={overview.worst} large />}
      <div className={styles.sentence}>
        <h1>
          <EvidenceText text={overview.headline} inline prose />
        </h1>
        <p>
          <EvidenceText text={overview.subline} inline prose />
        </p>
      </div>
      {summary.events.total === 0 ? <Button onClick={() => ask('open.dialog', {})}>Choose another folder</Button> : null}
      <ul className={styles.figures}>
        {figuresOf(overview, summary).map((figure) => (
          <li key={figure.name}>
            <button type="button" onClick={figure.open}>
              <b>{figure.value}</b>
              <span>{figure.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Columns({ overview, summary }: { readonly overview: Overview; readonly summary: CaseSummary }) {
  const { value: posture, problem } = useQuery('posture.read', {});
  return (
    <div className={styles.columns}>
      <div>
        {problem ? <ProblemNote problem={problem} /> : null}
        {posture ? <RunbookPanel runbook={posture.runbook} /> : null}
        <Sessions byAttendance={overview.sessionsByAttendance} />
        <Integrity summary={summary} />
      </div>
      <div>
        <OverviewWindows windows={overview.windows} leftOut={overview.windowsLeftOut} />
        <div className={styles.quadrants}>
          <TopRows
            title="Paths outside root"
            sub="writes"
            rows={overview.outsideRoot}
            total={overview.writesOutsideRoot}
            filter={{ rules: ['write.outside-root'] }}
            none="No write outside a project root is recorded."
          />
          <TopRows
            title="Network commands"
            sub="programs that reach out"
            rows={overview.network}
            total={overview.networkCommands}
            filter={{ rules: ['network.command'] }}
            none="No network command is recorded."
            hosts
          />
          <TopRows
            title="Credential stores"
            sub="touched"
            rows={overview.credentials}
            total={overview.credentialTouches}
            filter={{ rules: ['credential.'] }}
            none="No credential path is recorded."
          />
          <Repositories repositories={overview.repositories} total={summary.repositories} entries={summary.reflogEntries} />
        </div>
      </div>
      <div>
        {posture ? <DisclosurePanel decision={posture.decision} /> : null}
        <SeverityBars summary={summary} />
        <OpenNext findings={overview.openNext} span={summary.events} />
        <RollbackPanel />
        <SourcesMissing sources={overview.sourcesMissing} />
      </div>
    </div>
  );
}

export function OverviewView() {
  const summary = useCase((state) => state.summary);
  const { value, problem, loading } = useQuery('case.overview', {});
  const next = value?.openNext[0];
  useKeys('overview', { n: () => (next ? viewStore.getState().openFinding(next.id) : undefined) });
  if (summary === null) return null;
  return (
    <main className={styles.page}>
      {problem ? <ProblemNote problem={problem} /> : null}
      {value ? (
        <>
          <Verdict overview={value} summary={summary} />
          <Columns overview={value} summary={summary} />
        </>
      ) : loading ? (
        <p className={styles.waiting} role="status">
          Counting…
        </p>
      ) : null}
    </main>
  );
}
