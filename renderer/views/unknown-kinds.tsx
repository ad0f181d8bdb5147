/** The kinds of record that this version does not know: kept, counted by name, each a button that shows its rows. */
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import styles from './ledger.module.css';
import { rowsOfKind } from './unknown-kind-rows.ts';

const shown = 40;

function showRows(kind: string): void {
  const { setDialog, setFilter, setView } = viewStore.getState();
  setDialog('none');
  setFilter(rowsOfKind(kind));
  setView('timeline');
}

export function UnknownKinds({ kinds }: { readonly kinds: Readonly<Record<string, number>> }) {
  const sorted = Object.entries(kinds).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (sorted.length === 0) return null;
  return (
    <p className={styles.kinds}>
      Record kinds that this version does not know, kept and counted:{' '}
      {sorted.slice(0, shown).map(([kind, count]) => (
        <button key={kind} type="button" className={styles.kindRows} onClick={() => showRows(kind)}>
          <EvidenceText text={kind} inline /> {countText(count)}
        </button>
      ))}
      {sorted.length > shown ? `and ${countText(sorted.length - shown)} more` : ''}
    </p>
  );
}
