/** The timeline view: rail, histogram, query, saved views, lanes, inspector. Joins the parts; the parts know their work. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Result } from '../../shared/contract.ts';
import { canonicalFilter, type Filter } from '../../shared/query.ts';
import { SearchPanel } from '../search/search-panel.tsx';
import { stepHit, useSearch } from '../search/search-store.ts';
import { useCase } from '../state/case-store.ts';
import type { KeysOf } from '../state/key-list.ts';
import { useKeys } from '../state/keyboard.ts';
import { type Query, useQuery } from '../state/use-query.ts';
import { useView, viewStore } from '../state/view-store.ts';
import { countOf, countText } from '../text/figures.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { LaneHead } from '../timeline/lane-head.tsx';
import { LanesCanvas } from '../timeline/lanes-canvas.tsx';
import { QueryBar } from '../timeline/query-bar.tsx';
import { filterChips, isEmptyFilter, mergeFilters, withoutKey } from '../timeline/query-text.ts';
import { withoutViewKeys } from '../timeline/saved-views.ts';
import { SavedViewsBar } from '../timeline/saved-views-bar.tsx';
import type { SlotView } from '../timeline/slot-source.ts';
import { utc, zoneLabel, zoneOf } from '../timeline/time-axis.ts';
import { TimelineRail } from '../timeline/timeline-rail.tsx';
import { TimelineRows } from '../timeline/timeline-rows.tsx';
import { type QueryMode, timelineStore, useTimeline } from '../timeline/timeline-store.ts';
import { useTimelineMoves } from '../timeline/use-timeline-moves.ts';
import { InspectorView } from './inspector-view.tsx';
import styles from './timeline-view.module.css';

const gitOnly: Filter = { lanes: ['git'] };
const setFilter = (filter: Filter) => viewStore.getState().setFilter(filter);
const setHighlight = (filter: Filter) => timelineStore.getState().setHighlight(filter);

/** Switching the mode takes the question along; what narrows the case (sessions, repositories, time) stays a filter. */
function switchMode(mode: QueryMode): void {
  const { highlight, setMode } = timelineStore.getState();
  const { filter } = viewStore.getState();
  if (mode === 'highlight') {
    const { sessions, repositories, from, to, ...question } = filter;
    setHighlight(question);
    setFilter({ ...(sessions && { sessions }), ...(repositories && { repositories }), ...(from != null && { from }), ...(to != null && { to }) });
  } else {
    setFilter(mergeFilters(filter, highlight));
    setHighlight({});
  }
  setMode(mode);
}

function isWide(): boolean {
  return window.innerWidth >= 1280;
}

function toggleInspector(): void {
  const { inspector, setInspector } = timelineStore.getState();
  const shown = inspector === 'open' || (inspector === 'auto' && isWide());
  setInspector(shown ? 'closed' : 'open');
}

function EmptyRows({ filter }: { readonly filter: Filter }) {
  const last = filterChips(filter).at(-1);
  if (!last) return <p>No call, prompt or reflog entry was found in this copy. The status bar lists what was read.</p>;
  return (
    <>
      <p>0 matches</p>
      <Button onClick={() => setFilter(last.without)}>Drop the last part of the filter ({last.key})</Button>
      <Button look="ghost" onClick={() => setFilter({})}>
        Clear the filter
      </Button>
    </>
  );
}

/** The row numbers in the status bar while the view shows. Told from outside React: scrolling must not draw the view anew. */
function useStatusNote(): void {
  useEffect(() => {
    const tell = () => {
      const { visible, zone } = timelineStore.getState();
      const { first, end, total } = visible;
      const rows = total === 0 ? '' : `rows ${countText(first + 1)}–${countText(end)} of ${countText(total)}, `;
      viewStore.getState().setStatusNote(`${rows}times in ${zoneLabel(zone)}`);
    };
    tell();
    const stop = timelineStore.subscribe(tell);
    return () => {
      stop();
      viewStore.getState().setStatusNote(null);
    };
  }, []);
}

/** The counts of a filter; where it is the same as one that is asked for already, those. */
function useCounts(filter: Filter, known: { readonly filter: Filter; readonly query: Query<Result<'facets.read'>> }): Query<Result<'facets.read'>> {
  const same = canonicalFilter(filter) === canonicalFilter(known.filter);
  const own = useQuery('facets.read', same ? null : { filter });
  return same ? known.query : own;
}

export function TimelineView() {
  const caseKey = useCase((state) => state.desktop?.open?.path ?? '');
  timelineStore.getState().enter(caseKey);
  const filter = useView((state) => state.filter);
  const selected = useView((state) => state.selectedEvent);
  const mode = useTimeline((state) => state.mode);
  const highlight = useTimeline((state) => state.highlight);
  const zone = useTimeline((state) => state.zone);
  const active = useTimeline((state) => state.active);
  const place = useTimeline((state) => state.place);
  const inspector = useTimeline((state) => state.inspector);
  const railOpen = useTimeline((state) => state.railOpen);
  const searching = useSearch((state) => state.open);
  const queryInput = useRef<HTMLInputElement>(null);
  const moves = useTimelineMoves(filter, highlight);
  useStatusNote();

  const counts = useQuery('facets.read', { filter });
  const viewCounts = useCounts(withoutViewKeys(filter), { filter, query: counts });
  const toolCounts = useCounts(withoutKey(filter, 'tools'), { filter, query: counts });
  const marking = mode === 'highlight' && !isEmptyFilter(highlight);
  const matches = useQuery('facets.read', marking ? { filter: mergeFilters(filter, highlight) } : null);
  const firstGit = useQuery('events.page', { filter: gitOnly, offset: 0, limit: 1 });
  const evidenceZone = zoneOf(firstGit.value?.rows[0]?.reflog?.zone ?? '');
  const otherZone = zone.offsetMinutes !== 0 ? utc : evidenceZone !== null && evidenceZone.offsetMinutes !== 0 ? evidenceZone : null;

  const { match } = moves;
  const matchCount = matches.value?.events ?? null;
  const count = !marking
    ? counts.value === null ? null : countOf(counts.value.events, 'event')
    : matchCount === null ? null : match !== null && match.total === matchCount ? `${countText(match.ordinal)} of ${countText(matchCount)}` : countOf(matchCount, 'match', 'matches');

  const focusRows = useCallback(() => {
    const rows = document.querySelector<HTMLElement>('#timeline-rows [role="row"][tabindex="0"]') ?? document.getElementById('timeline-rows');
    rows?.focus({ preventScroll: true });
  }, []);
  const leave = () => {
    if (document.activeElement === queryInput.current) focusRows();
    else if (timelineStore.getState().railOpen) timelineStore.getState().setRailOpen(false);
    else if (inspector === 'open' && !isWide()) timelineStore.getState().setInspector('closed');
    else {
      timelineStore.getState().setActive(null);
      viewStore.getState().select(null);
    }
  };
  useKeys('timeline', {
    j: () => moves.move(1),
    k: () => moves.move(-1),
    ']': () => moves.step('next', 'prompt'),
    '[': () => moves.step('previous', 'prompt'),
    n: () => moves.step('next', 'finding'),
    p: () => moves.step('previous', 'finding'),
    u: () => moves.step('next', 'unexplained'),
    'Shift+u': () => moves.step('previous', 'unexplained'),
    g: () => moves.follow(),
    h: () => switchMode(timelineStore.getState().mode === 'filter' ? 'highlight' : 'filter'),
    i: toggleInspector,
    '/': () => queryInput.current?.focus(),
    F3: () => {
      if (!stepHit('next')) moves.stepMatch('next');
    },
    'Shift+F3': () => {
      if (!stepHit('previous')) moves.stepMatch('previous');
    },
    Escape: leave,
  });
  const onKey = useCallback(
    (key: string, _view: SlotView, page: number): boolean => {
      const intoInspector = () => {
        timelineStore.getState().setInspector('open');
        requestAnimationFrame(() => document.getElementById('inspector')?.focus());
      };
      const keys: Readonly<Record<KeysOf<'rows'>, () => void>> = {
        ArrowDown: () => moves.move(1),
        ArrowUp: () => moves.move(-1),
        PageDown: () => moves.move(page),
        PageUp: () => moves.move(-page),
        Home: () => moves.toEnd('first'),
        End: () => moves.toEnd('last'),
        ArrowLeft: () => moves.cell('session'),
        ArrowRight: () => moves.cell('git'),
        Enter: intoInspector,
        ' ': intoInspector,
      };
      const does = new Map<string, () => void>(Object.entries(keys)).get(key);
      does?.();
      return does !== undefined;
    },
    [moves.move, moves.toEnd, moves.cell],
  );

  const empty = useMemo(() => <EmptyRows filter={filter} />, [filter]);
  return (
    <main className={styles.main} data-inspector={inspector} data-rail={railOpen ? 'open' : 'auto'}>
      <h1 className="only-spoken">Timeline</h1>
      <div className={styles.railStrip}>
        <IconButton label={railOpen ? 'Close sessions, repositories and tools' : 'Sessions, repositories and tools'} aria-expanded={railOpen} onClick={() => timelineStore.getState().setRailOpen(!railOpen)}>
          <Icon name={railOpen ? 'chevron-left' : 'chevron-right'} />
        </IconButton>
      </div>
      <aside className={styles.rail} aria-label="Filter by session, repository and tool">
        <TimelineRail filter={filter} zone={zone} tools={toolCounts.value?.tools ?? null} onFilter={setFilter} />
      </aside>
      <div className={styles.middle}>
        <LanesCanvas
          filter={filter}
          zone={zone}
          otherZone={otherZone}
          onZone={() => timelineStore.getState().setZone(otherZone ?? utc)}
          onRange={(from, to) => setFilter({ ...filter, from, to })}
          onClearRange={() => setFilter(withoutKey(withoutKey(filter, 'from'), 'to'))}
          onTime={moves.goToTime}
          onEvent={(eventId) => viewStore.getState().openEvent(eventId)}
        />
        <QueryBar
          input={queryInput}
          mode={mode}
          filter={filter}
          highlight={highlight}
          count={count}
          onFilter={setFilter}
          onHighlight={setHighlight}
          onMode={switchMode}
          onStep={(direction) => (mode === 'highlight' ? moves.stepMatch(direction) : focusRows())}
          onLeave={focusRows}
        />
        <SavedViewsBar filter={filter} counts={viewCounts.value?.views ?? null} onFilter={setFilter} />
        <LaneHead filter={filter} />
        <TimelineRows
          filter={filter}
          highlight={marking ? highlight : null}
          zone={zone}
          active={active}
          selected={selected}
          place={place}
          empty={empty}
          onChoose={moves.choose}
          onView={moves.setView}
          onKey={onKey}
          key={caseKey}
        />
        {searching ? <SearchPanel filter={filter} onLeave={focusRows} /> : null}
        <p className="only-spoken" role="status">
          {moves.message}
        </p>
        {moves.message.trim() === '' ? null : (
          <p key={moves.message} className={styles.message} aria-hidden="true">
            {moves.message}
          </p>
        )}
      </div>
      <InspectorView
        eventId={selected}
        zone={zone}
        onMove={(direction) => moves.move(direction === 'next' ? 1 : -1)}
        onClose={() => {
          timelineStore.getState().setInspector('closed');
          focusRows();
        }}
      />
    </main>
  );
}
