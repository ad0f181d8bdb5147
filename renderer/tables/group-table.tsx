/** The findings by rule in one tree grid: a head a severity, a row a rule. Columns by TanStack Table; rows come in order. */
import { columnSizingFeature, columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, useSyncExternalStore } from 'react';
import type { FindingGroup } from '../../shared/contract.ts';
import type { Severity } from '../../shared/event.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { type CaseSpan, dayText, minuteText, momentText, spansDays } from '../text/time-text.ts';
import { Icon } from '../ui/icon.tsx';
import { SeverityMark, severityNames } from '../ui/severity-mark.tsx';
import { groupName, type Section } from '../views/finding-sections.ts';
import styles from './group-table.module.css';

const features = tableFeatures({ columnSizingFeature, columnVisibilityFeature });
const column = createColumnHelper<typeof features, FindingGroup>();
const marksWidth = 112;
const noAttack = '–';

/** The first id and how many more; the rule's text names them all. */
function attackText(ids: readonly string[]): string {
  return ids.length > 1 ? `${ids[0] ?? ''} +${ids.length - 1}` : (ids[0] ?? noAttack);
}


function Marks({ group }: { readonly group: FindingGroup }) {
  return (
    <svg className={styles[group.severity]} width={marksWidth} height="16" aria-hidden="true">
      <rect className={styles.line} x="0" y="7.5" width={marksWidth} height="1" />
      {[...new Set(group.marks)].map((mark) => (
        <rect key={mark} x={Math.round(mark * (marksWidth - 2))} y="3" width="2" height="10" />
      ))}
    </svg>
  );
}

function sessionsText(group: FindingGroup): string {
  if (group.sessions.length > 2) return countOf(group.sessions.length, 'session');
  return group.sessions.map((id) => id.slice(0, 4)).join(', ');
}

/** `22:58 to 04:05`, or days where the case spans more than one. */
function spanTitle(span: CaseSpan): string {
  if (span.first === null || span.last === null) return 'When';
  return spansDays(span) ? `${dayText(span.first).slice(4)} to ${dayText(span.last).slice(4)}` : `${minuteText(span.first)} to ${minuteText(span.last)}`;
}

/** In a small window the words of a finding come before the picture of when. */
const narrow = matchMedia('(max-width: 1119px)');
const hiddenWhenNarrow: Readonly<Record<string, boolean>> = { when: false, last: false };
const allShown: Readonly<Record<string, boolean>> = {};

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener('change', changed);
      return () => narrow.removeEventListener('change', changed);
    },
    () => narrow.matches,
  );
}

const columns = (span: CaseSpan) =>
  column.columns([
    column.display({ id: 'mark', size: 44, header: () => <span className="only-spoken">Severity</span>, cell: ({ row }) => <SeverityMark severity={row.original.severity} /> }),
    column.accessor('rule', { header: 'Rule', size: 190, cell: ({ getValue }) => <span className="mono">{getValue()}</span> }),
    column.accessor('title', { header: 'What happened', size: 0, cell: ({ getValue }) => <span className={styles.title}>{getValue()}</span> }),
    column.accessor((group) => attackText(group.attack), { id: 'attack', header: 'ATT&CK', size: 100, cell: ({ getValue }) => <span className="mono softer">{getValue()}</span> }),
    column.accessor('hits', { header: 'Hits', size: 60, cell: ({ getValue }) => <b className={styles.hits}>{countText(getValue())}</b> }),
    column.display({ id: 'when', header: spanTitle(span), size: 134, cell: ({ row }) => <Marks group={row.original} /> }),
    column.accessor('first', { header: 'First', size: spansDays(span) ? 122 : 82, cell: ({ getValue }) => <span className="mono softer">{momentText(getValue(), span)}</span> }),
    column.accessor('last', { header: 'Last', size: spansDays(span) ? 122 : 82, cell: ({ getValue }) => <span className="mono softer">{momentText(getValue(), span)}</span> }),
    column.display({ id: 'sessions', header: 'Session', size: 112, cell: ({ row }) => <span className="softer"><EvidenceText text={sessionsText(row.original)} inline /></span> }),
  ]);

export interface GroupTableProps {
  readonly sections: readonly Section[];
  readonly span: CaseSpan;
  readonly selected: string | null;
  readonly onSelectRule: (group: FindingGroup) => void;
  readonly onSelectHead: (severity: Severity) => void;
  readonly onToggle: (severity: Severity) => void;
  readonly onOpen: () => void;
}

/** `selected` is a row's name; that row alone takes part in the tab order, and arrows move on from it. */
export function GroupTable({ sections, span, selected, onSelectRule, onSelectHead, onToggle, onOpen }: GroupTableProps) {
  const shown = useMemo(() => sections.flatMap((section) => (section.open ? section.groups : [])), [sections]);
  const own = useMemo(() => columns(span), [span]);
  const columnVisibility = useNarrow() ? hiddenWhenNarrow : allShown;
  const table = useTable({ features, columns: own, data: shown, getRowId: groupName, state: { columnVisibility } });
  const rows = new Map(table.getRowModel().rows.map((row) => [row.id, row]));
  const leaves = table.getVisibleLeafColumns();
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a tree grid is a table that the keyboard moves in; ARIA allows the role.
    <table role="treegrid" aria-label="Findings by rule" className={styles.table}>
      <colgroup>
        {leaves.map((leaf) => (
          <col key={leaf.id} style={leaf.id === 'title' ? undefined : { width: leaf.getSize() }} />
        ))}
      </colgroup>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <th key={header.id} scope="col" className={header.column.id === 'hits' ? styles.right : undefined}>
                <table.FlexRender header={header} />
              </th>
            ))}
          </tr>
        ))}
      </thead>
      {sections.map((section) => {
        const head = `head:${section.severity}`;
        return (
          <tbody key={section.severity}>
            <tr
              className={`${styles.head} ${selected === head ? styles.selected : ''}`}
              data-row={head}
              tabIndex={selected === head ? 0 : -1}
              aria-level={1}
              aria-expanded={section.open}
              aria-selected={selected === head}
              onClick={() => {
                onSelectHead(section.severity);
                onToggle(section.severity);
              }}
            >
              <td colSpan={leaves.length}>
                <span className={styles.headText}>
                  <Icon name={section.open ? 'chevron-down' : 'chevron-right'} size={12} />
                  <SeverityMark severity={section.severity} decorative />
                  <b>{severityNames[section.severity]}</b>
                  <span className="quiet">
                    {countOf(section.hits, 'finding')}, {countOf(section.groups.length, 'rule')}
                  </span>
                </span>
              </td>
            </tr>
            {section.open
              ? section.groups.map((group) => {
                  const name = groupName(group);
                  const row = rows.get(name);
                  return row === undefined ? null : (
                    <tr
                      key={row.id}
                      className={selected === name ? styles.selected : undefined}
                      data-row={name}
                      tabIndex={selected === name ? 0 : -1}
                      aria-level={2}
                      aria-selected={selected === name}
                      onClick={() => onSelectRule(group)}
                      onDoubleClick={onOpen}
                    >
                      {row.getVisibleCells().map((cell) => (
                        <td key={cell.id} className={cell.column.id === 'hits' ? styles.right : undefined}>
                          <table.FlexRender cell={cell} />
                        </td>
                      ))}
                    </tr>
                  );
                })
              : null}
          </tbody>
        );
      })}
    </table>
  );
}
