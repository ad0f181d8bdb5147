/** Findings by severity and rule, the rule in words, and its hits with their place in the evidence. */
import { useEffect, useRef, useState } from 'react';
import type { FindingGroup } from '../../shared/contract.ts';
import type { Severity } from '../../shared/event.ts';
import { useCase } from '../state/case-store.ts';
import { useKeys } from '../state/keyboard.ts';
import { useQuery } from '../state/use-query.ts';
import { useView, viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { GroupTable } from '../tables/group-table.tsx';
import { filterChips, isEmptyFilter } from '../timeline/query-text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { FindingDetail } from './finding-detail.tsx';
import { groupName, listRows, rowName, sectionsOf, withinFacets } from './finding-sections.ts';
import { FindingsRail } from './findings-rail.tsx';
import styles from './findings-view.module.css';

const noGroups: readonly FindingGroup[] = [];

/** Literal words over the rows behind the findings; Enter applies them. The other parts of the filter stand as chips. */
function QueryField() {
  const filter = useView((state) => state.filter);
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useKeys('words', { '/': () => field.current?.focus() });
  const set = viewStore.getState().setFilter;
  return (
    <form
      className={styles.query}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() === '') return;
        set({ ...filter, text: typed.trim() });
        setTyped('');
      }}
    >
      <Icon name="search" />
      {filterChips(filter).map((chip) => (
        <button key={`${chip.key}:${chip.value}`} type="button" className={styles.chip} aria-label={`Drop ${chip.key}`} onClick={() => set(chip.without)}>
          <span className="quiet">{chip.key}:</span>
          <EvidenceText text={chip.value} inline />
          <Icon name="cross" size={10} />
        </button>
      ))}
      <input
        ref={field}
        type="text"
        aria-label="Words in the call, its argument or its ref"
        placeholder={isEmptyFilter(filter) ? 'Words in the call or its argument' : ''}
        maxLength={1000}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') field.current?.blur();
        }}
      />
    </form>
  );
}

function NothingFound({ filtered }: { readonly filtered: boolean }) {
  const summary = useCase((state) => state.summary);
  if (summary === null) return null;
  if (filtered || summary.findings > 0) {
    return (
      <div className={styles.empty}>
        <p>0 findings match. {countOf(summary.findings, 'finding')} in the case.</p>
        <Button
          small
          onClick={() => {
            viewStore.getState().setFilter({});
            viewStore.getState().setFacets({ severity: null, family: null });
          }}
        >
          Show all findings
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <p>
        {countOf(summary.rules, 'rule')} ran over {countOf(summary.callsExamined, 'call')}. None matched.
      </p>
      <p className="quiet">This says what the rules looked for, not that nothing happened. The timeline holds every event.</p>
    </div>
  );
}

export function FindingsView() {
  const summary = useCase((state) => state.summary);
  const filter = useView((state) => state.filter);
  const facets = useView((state) => state.facets);
  const selectedFinding = useView((state) => state.selectedFinding);
  const [opened, setOpened] = useState<ReadonlyMap<Severity, boolean>>(new Map());
  const [head, setHead] = useState<Severity | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const awaited = useRef<string | null>(null);
  const { value, problem, loading } = useQuery('findings.groups', { filter });

  const groups = value?.groups ?? noGroups;
  const left = withinFacets(groups, facets);
  const holder = left.find((group) => selectedFinding !== null && group.findingIds.includes(selectedFinding));
  // A finding that was opened from elsewhere shows its rule, even in a section that would start closed.
  const shownOpen = holder && !opened.has(holder.severity) ? new Map([...opened, [holder.severity, true] as const]) : opened;
  const sections = sectionsOf(left, shownOpen);
  const rows = listRows(sections);
  const chosen = holder ?? rows.find((row) => row.kind === 'rule')?.group ?? null;
  const findingId = holder ? selectedFinding : (chosen?.findingIds[0] ?? null);
  const selected = head !== null ? `head:${head}` : chosen === null ? null : groupName(chosen);
  const detail = useQuery('findings.read', findingId === null ? null : { id: findingId });
  const eventId = detail.value?.finding.id === findingId ? (detail.value?.finding.eventId ?? null) : null;

  const open = () => {
    if (head !== null) toggle(head);
    else if (eventId !== null) viewStore.getState().openEvent(eventId);
    else awaited.current = findingId;
  };
  // Enter that came before the finding was read is obeyed when it is, unless another one was chosen since.
  useEffect(() => {
    if (detail.value?.finding.id !== findingId) return;
    if (awaited.current === findingId && eventId !== null) viewStore.getState().openEvent(eventId);
    awaited.current = null;
  }, [detail.value, findingId, eventId]);
  const toggle = (severity: Severity, to?: boolean) => {
    const now = sections.find((section) => section.severity === severity)?.open ?? false;
    setOpened(new Map([...shownOpen, [severity, to ?? !now]]));
  };
  const selectRule = (group: FindingGroup) => {
    setHead(null);
    viewStore.getState().selectFinding(group.findingIds[0] ?? null);
  };
  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => rowName(row) === selected);
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + by))];
    if (!next) return;
    if (next.kind === 'head') setHead(next.severity);
    else selectRule(next.group);
    list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(rowName(next))}"]`)?.focus();
  };
  const stepHit = (by: 1 | -1) => {
    if (chosen === null) return;
    const at = chosen.findingIds.indexOf(findingId ?? '');
    const next = chosen.findingIds[at + by];
    if (next !== undefined) viewStore.getState().selectFinding(next);
  };
  const section = head ?? chosen?.severity ?? null;
  useKeys('findings', {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    n: () => stepHit(1),
    p: () => stepHit(-1),
    Enter: open,
    ArrowLeft: () => {
      if (section === null) return;
      setHead(section);
      toggle(section, false);
    },
    ArrowRight: () => {
      if (section !== null) toggle(section, true);
    },
  });
  // The selected row comes into sight, also when it was opened from another view.
  useEffect(() => {
    if (selected !== null) list.current?.querySelector(`[data-row="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);

  if (summary === null) return null;
  const listed = groups.reduce((sum, group) => sum + group.hits, 0);
  const hits = left.reduce((sum, group) => sum + group.hits, 0);
  return (
    <main className={styles.page}>
      <FindingsRail groups={groups} />
      <div className={styles.middle}>
        <div className={styles.bar}>
          <h1>Findings</h1>
          <span className="quiet" role="status">
            {countText(hits)} from {countOf(left.length, 'rule')}
            {value && value.total > listed ? `, ${countText(value.total - listed)} more in rules that are not listed` : ''}
          </span>
          <QueryField />
        </div>
        <div ref={list} className={styles.list}>
          {problem ? <ProblemNote problem={problem} /> : null}
          {loading && !value ? <p className={styles.empty}>Grouping…</p> : null}
          {value && left.length === 0 ? <NothingFound filtered={!isEmptyFilter(filter) || facets.severity !== null || facets.family !== null} /> : null}
          {left.length > 0 ? (
            <GroupTable
              sections={sections}
              span={summary.events}
              selected={selected}
              onSelectRule={selectRule}
              onSelectHead={setHead}
              onToggle={toggle}
              onOpen={open}
            />
          ) : null}
        </div>
        {chosen === null ? null : <FindingDetail group={chosen} findingId={findingId} detail={detail} filter={filter} span={summary.events} />}
      </div>
    </main>
  );
}
