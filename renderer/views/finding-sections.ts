/** Findings by severity and rule, as the findings view lists them: sections, what is open, the way from row to row. Pure. */
import type { FindingGroup } from '../../shared/contract.ts';
import { type Severity, severities } from '../../shared/event.ts';
import type { Facets } from '../state/view-store.ts';

export interface Section {
  readonly severity: Severity;
  readonly groups: readonly FindingGroup[];
  readonly hits: number;
  readonly open: boolean;
}

/** One thing that has a row: a severity's head or a rule. */
export type ListRow = { readonly kind: 'head'; readonly severity: Severity } | { readonly kind: 'rule'; readonly group: FindingGroup };

/** The part of a rule id before its dot. */
export function familyOf(rule: string): string {
  const dot = rule.indexOf('.');
  return dot < 0 ? rule : rule.slice(0, dot);
}

/** The groups that the rail leaves. */
export function withinFacets(groups: readonly FindingGroup[], facets: Facets): readonly FindingGroup[] {
  return groups.filter(
    (group) => (facets.severity === null || group.severity === facets.severity) && (facets.family === null || familyOf(group.rule) === facets.family),
  );
}

/**
 * Sections from worst to mildest. Low and info start closed where anything worse is there, as they would bury it; `opened`
 * is what the analyst has opened or closed by hand.
 */
export function sectionsOf(groups: readonly FindingGroup[], opened: ReadonlyMap<Severity, boolean>): readonly Section[] {
  const worse = groups.some((group) => group.severity === 'critical' || group.severity === 'high' || group.severity === 'medium');
  return severities.flatMap((severity) => {
    const own = groups.filter((group) => group.severity === severity);
    if (own.length === 0) return [];
    const mild = severity === 'low' || severity === 'info';
    const open = opened.get(severity) ?? !(mild && worse);
    return [{ severity, groups: own, hits: own.reduce((sum, group) => sum + group.hits, 0), open }];
  });
}

/** The rows that show, in order. */
export function listRows(sections: readonly Section[]): readonly ListRow[] {
  return sections.flatMap((section): readonly ListRow[] => [
    { kind: 'head', severity: section.severity },
    ...(section.open ? section.groups.map((group): ListRow => ({ kind: 'rule', group })) : []),
  ]);
}

/** A text that names a group: a rule can have one in several severities. */
export function groupName(group: FindingGroup): string {
  return `rule:${group.severity}:${group.rule}`;
}

/** A text that names a row, also its DOM key. */
export function rowName(row: ListRow): string {
  return row.kind === 'head' ? `head:${row.severity}` : groupName(row.group);
}

/** Hits by family, most first; a tie goes by name. */
export function familyCounts(groups: readonly FindingGroup[]): readonly (readonly [family: string, hits: number])[] {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(familyOf(group.rule), (counts.get(familyOf(group.rule)) ?? 0) + group.hits);
  return [...counts].sort(([a, hitsA], [b, hitsB]) => hitsB - hitsA || (a < b ? -1 : 1));
}

/** Hits by severity; a severity without any counts 0. */
export function severityCounts(groups: readonly FindingGroup[]): ReadonlyMap<Severity, number> {
  const counts = new Map<Severity, number>(severities.map((severity) => [severity, 0]));
  for (const group of groups) counts.set(group.severity, (counts.get(group.severity) ?? 0) + group.hits);
  return counts;
}
