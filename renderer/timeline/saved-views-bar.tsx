/** The row of saved views with their counts. */
import type { Filter } from '../../shared/query.ts';
import type { Result } from '../../shared/contract.ts';
import { countText } from '../text/figures.ts';
import { currentView, savedViews, withView } from './saved-views.ts';
import styles from './saved-views-bar.module.css';

export function SavedViewsBar({ filter, counts, onFilter }: { readonly filter: Filter; readonly counts: Result<'facets.read'>['views'] | null; readonly onFilter: (filter: Filter) => void }) {
  const current = currentView(filter);
  return (
    <div className={styles.bar} role="group" aria-label="Saved views">
      {savedViews.map((view) => (
        <button key={view.name} type="button" aria-pressed={view === current} className={styles.view} onClick={() => onFilter(withView(filter, view))}>
          {view.name}
          <span>{counts === null ? '' : countText(counts[view.count])}</span>
        </button>
      ))}
    </div>
  );
}
