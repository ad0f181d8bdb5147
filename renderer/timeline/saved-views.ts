/** The saved views above the lanes: each is a few keys of the filter. Pure. */
import type { Result } from '../../shared/contract.ts';
import { canonicalFilter, type Filter } from '../../shared/query.ts';
import { withoutKey } from './query-text.ts';

type ViewCounts = Result<'facets.read'>['views'];

export interface SavedView {
  readonly name: string;
  readonly count: keyof ViewCounts;
  readonly filter: Filter;
}

/** In the order of the row. */
export const savedViews: readonly SavedView[] = [
  { name: 'All events', count: 'all', filter: {} },
  { name: 'High and above', count: 'high', filter: { minSeverity: 'high' } },
  { name: 'Outside root', count: 'outsideRoot', filter: { rules: ['write.outside-root'] } },
  { name: 'Credentials', count: 'credentials', filter: { rules: ['credential.', 'write.credential-store'] } },
  { name: 'Network', count: 'network', filter: { rules: ['network.'] } },
  { name: 'Git writes', count: 'git', filter: { lanes: ['git'] } },
  { name: 'Unexplained', count: 'unexplained', filter: { rules: ['git.unexplained', 'git.contradicted'] } },
];

/** The filter without the keys that the views set: what their counts are counted in. */
export function withoutViewKeys(filter: Filter): Filter {
  return withoutKey(withoutKey(withoutKey(filter, 'minSeverity'), 'rules'), 'lanes');
}

/** The filter with a view in place of the one before. */
export function withView(filter: Filter, view: SavedView): Filter {
  return { ...withoutViewKeys(filter), ...view.filter };
}

/** The view that the filter's own keys amount to; null where they are none of them. */
export function currentView(filter: Filter): SavedView | null {
  const { minSeverity, rules, lanes } = filter;
  const own: Filter = { ...(minSeverity && { minSeverity }), ...(rules && { rules }), ...(lanes && { lanes }) };
  return savedViews.find((view) => canonicalFilter(view.filter) === canonicalFilter(own)) ?? null;
}
