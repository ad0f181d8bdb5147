/** The rail: sessions by project, repositories, tools in view. Each is a switch of the filter. */
import { memo, useState } from 'react';
import type { Repository, Session } from '../../shared/case.ts';
import type { Result } from '../../shared/contract.ts';
import { lanes } from '../../shared/event.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import type { Filter } from '../../shared/query.ts';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { AttendanceMark } from '../ui/attendance-mark.tsx';
import { Button } from '../ui/button.tsx';
import { Icon, toolIcon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { toggleValue, withoutKey } from './query-text.ts';
import { groupSessions, projectLabel, type SessionGroup, startText, toolLines, worstCounts } from './rail-groups.ts';
import type { DisplayZone } from './time-axis.ts';
import styles from './timeline-rail.module.css';

export interface TimelineRailProps {
  readonly filter: Filter;
  readonly zone: DisplayZone;
  readonly tools: Result<'facets.read'>['tools'] | null;
  readonly onFilter: (filter: Filter) => void;
}

function SessionItem({ session, pressed, lastTime, zone, onToggle }: { readonly session: Session; readonly pressed: boolean; readonly lastTime: number | null; readonly zone: DisplayZone; readonly onToggle: () => void }) {
  return (
    <button type="button" className={styles.session} aria-pressed={pressed} onClick={onToggle} title={plainLabel(session.title ?? session.id)}>
      <span className={styles.title}>
        <AttendanceMark attended={session.attended} />
        <span className="elide">
          <EvidenceText inline prose text={session.title ?? session.id} />
        </span>
      </span>
      <span className={styles.meta}>
        <EvidenceText inline text={session.id.slice(0, 8)} className={styles.id} />
        <span>{startText(session, lastTime, zone)}</span>
        <span className={styles.end}>
          {worstCounts(session).map(({ severity, count }) => (
            <span key={severity} className={`${styles.severity} ${styles[severity]}`}>
              <SeverityMark severity={severity} />
              {countText(count)}
            </span>
          ))}
          <span title="tool calls">{countText(session.toolCalls)}</span>
        </span>
      </span>
    </button>
  );
}

function Group({ group, filter, lastTime, zone, onFilter }: { readonly group: SessionGroup; readonly filter: Filter; readonly lastTime: number | null; readonly zone: DisplayZone; readonly onFilter: (filter: Filter) => void }) {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button type="button" className={styles.group} aria-expanded={open} onClick={() => setOpen(!open)} title={plainLabel(group.project)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} size={12} />
        <span className="elide">
          <EvidenceText inline prose text={group.label} />
        </span>
        <span className={styles.count}>{countText(group.calls)}</span>
      </button>
      {open
        ? group.sessions.map((session) => (
            <SessionItem
              key={session.id}
              session={session}
              pressed={filter.sessions?.includes(session.id) ?? false}
              lastTime={lastTime}
              zone={zone}
              onToggle={() => onFilter(toggleValue(filter, 'sessions', session.id))}
            />
          ))
        : null}
    </>
  );
}

function Sessions({ filter, zone, onFilter }: Omit<TimelineRailProps, 'tools'>) {
  const [limit, setLimit] = useState(200);
  const { value, problem } = useQuery('sessions.page', { offset: 0, limit: Math.min(500, limit) });
  const lastTime = useCase((state) => state.summary?.events.last ?? null);
  const left = value === null ? 0 : value.total - value.rows.length;
  return (
    <section aria-label="Sessions">
      <h2 className={styles.head}>
        Sessions
        <span className={styles.headEnd}>
          <AttendanceMark attended="unattended" beside />
          unattended
        </span>
      </h2>
      {problem ? <ProblemNote problem={problem} /> : null}
      {value?.total === 0 ? <p className={styles.none}>No session in this copy.</p> : null}
      {groupSessions(value?.rows ?? []).map((group) => (
        <Group key={group.project} group={group} filter={filter} lastTime={lastTime} zone={zone} onFilter={onFilter} />
      ))}
      {left > 0 ? (
        <p className={styles.none}>
          {countText(left)} more.{' '}
          {limit < 500 ? (
            <Button small look="ghost" onClick={() => setLimit(500)}>
              Show up to 500
            </Button>
          ) : (
            'Use session: in the query for those.'
          )}
        </p>
      ) : null}
    </section>
  );
}

function repositoryName(repository: Repository): string {
  const place = repository.workTree ?? repository.path;
  return projectLabel(place.replace(/[\\/]\.git[\\/]?$/, '')).split('/').at(-1) ?? place;
}

function Repositories({ filter, onFilter }: Pick<TimelineRailProps, 'filter' | 'onFilter'>) {
  const { value, problem } = useQuery('repositories.page', { offset: 0, limit: 500 });
  return (
    <section aria-label="Repositories">
      <h2 className={styles.head}>
        Repos<span className={styles.headEnd}>reflog entries</span>
      </h2>
      {problem ? <ProblemNote problem={problem} /> : null}
      {value?.total === 0 ? <p className={styles.none}>No .git folder in this copy.</p> : null}
      {value?.rows.map((repository) => (
        <button
          key={repository.path}
          type="button"
          className={styles.item}
          aria-pressed={filter.repositories?.includes(repository.path) ?? false}
          onClick={() => onFilter(toggleValue(filter, 'repositories', repository.path))}
          title={plainLabel(repository.path)}
        >
          <Icon name="git" size={13} />
          <span className="elide">
            <EvidenceText inline prose text={repositoryName(repository)} />
          </span>
          <span className={`${styles.branch} elide`}>{repository.branch === null ? null : <EvidenceText inline prose text={repository.branch.replace(/^refs\/heads\//, '')} />}</span>
          {repository.problems.length > 0 ? <span title={plainLabel(repository.problems[0] ?? '')}>!</span> : null}
          <span className={styles.count}>{countText(repository.reflogEntries)}</span>
        </button>
      ))}
      {value && value.total > value.rows.length ? <p className={styles.none}>{countText(value.total - value.rows.length)} more. Use repo: in the query for those.</p> : null}
    </section>
  );
}

function Tools({ filter, tools, onFilter }: Pick<TimelineRailProps, 'filter' | 'tools' | 'onFilter'>) {
  return (
    <section aria-label="Tools in view">
      <h2 className={styles.head}>Tools in view</h2>
      {tools?.length === 0 ? <p className={styles.none}>No tool call in view.</p> : null}
      {toolLines(tools ?? []).map((line) => {
        const pressed = line.tools.every((tool) => filter.tools?.includes(tool) ?? false);
        const others = (filter.tools ?? []).filter((tool) => !line.tools.includes(tool));
        const next = pressed ? others : [...others, ...line.tools];
        return (
          <button
            key={line.label}
            type="button"
            className={styles.item}
            aria-pressed={pressed}
            onClick={() => onFilter(next.length === 0 ? withoutKey(filter, 'tools') : { ...filter, tools: next.slice(0, 200) })}
            title={plainLabel(line.tools.join(', '))}
          >
            <Icon name={toolIcon(line.icon)} size={13} />
            <span className="elide">
              <EvidenceText inline prose text={line.label} />
            </span>
            <span className={styles.count}>{countText(line.count)}</span>
          </button>
        );
      })}
    </section>
  );
}

const secondLanes = [
  { lane: 'shell', kinds: ['shell-history'], name: 'Shell history' },
  { lane: 'endpoint', kinds: ['process-events'], name: 'Processes' },
  { lane: 'provider', kinds: ['provider-records', 'hook-log'], name: 'Provider' },
] as const;

/** Lanes of records that others kept. Each can be switched off; where the copy has none, there is no switch. */
function SecondSources({ filter, onFilter }: Pick<TimelineRailProps, 'filter' | 'onFilter'>) {
  const { value, problem } = useQuery('posture.read', {});
  const there = secondLanes.flatMap((each) => {
    const records = value?.secondSources.filter((source) => (each.kinds as readonly string[]).includes(source.kind)).reduce((sum, source) => sum + source.records, 0) ?? 0;
    return records === 0 ? [] : [{ ...each, records }];
  });
  if (problem) return <ProblemNote problem={problem} />;
  if (there.length === 0) return null;
  const shown = filter.lanes ?? lanes;
  return (
    <section aria-label="Second sources">
      <h2 className={styles.head}>
        Second sources<span className={styles.headEnd}>records</span>
      </h2>
      {there.map(({ lane, name, records }) => {
        const on = shown.includes(lane);
        const next = on ? shown.filter((each) => each !== lane) : [...shown, lane];
        return (
          <button
            key={lane}
            type="button"
            className={styles.item}
            aria-pressed={on}
            onClick={() => onFilter(lanes.every((each) => next.includes(each)) ? withoutKey(filter, 'lanes') : { ...filter, lanes: [...next] })}
          >
            <Icon name={on ? 'check' : 'minus'} size={13} />
            <span className="elide">{name}</span>
            <span className={styles.count}>{countText(records)}</span>
          </button>
        );
      })}
    </section>
  );
}

export const TimelineRail = memo(function TimelineRail({ filter, zone, tools, onFilter }: TimelineRailProps) {
  return (
    <div className={styles.rail}>
      <Sessions filter={filter} zone={zone} onFilter={onFilter} />
      <Repositories filter={filter} onFilter={onFilter} />
      <SecondSources filter={filter} onFilter={onFilter} />
      <Tools filter={filter} tools={tools} onFilter={onFilter} />
    </div>
  );
});
