/** The bar on top: the case, the views, whether this is evidence, the theme. Knows no data of a view. */
import { ask } from '../state/case-connection.ts';
import { useCase } from '../state/case-store.ts';
import { useCustody } from '../state/custody-store.ts';
import { useQuery } from '../state/use-query.ts';
import { openSearch } from '../search/search-store.ts';
import { nextTheme } from '../state/theme.ts';
import { useView, type View, viewStore, views } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { custodyLabel } from './custody-words.ts';
import styles from './title-bar.module.css';

const viewNames: Readonly<Record<View, string>> = { overview: 'Overview', timeline: 'Timeline', findings: 'Findings', posture: 'Posture', report: 'Report' };

function Tabs() {
  const active = useView((state) => state.view);
  const summary = useCase((state) => state.summary);
  // The tab counts what the timeline shows; the case holds more kinds of record than rows.
  const rows = useQuery('facets.read', summary === null ? null : { filter: {} });
  if (summary === null) return null;
  const counts: Readonly<Record<View, number | null>> = {
    overview: null,
    timeline: rows.value?.events ?? null,
    findings: summary.findings,
    posture: null,
    report: null,
  };
  return (
    <nav className={styles.tabs} aria-label="Views">
      {views.map((view) => {
        const count = counts[view];
        return (
          <button key={view} type="button" aria-current={view === active ? 'page' : undefined} onClick={() => viewStore.getState().setView(view)}>
            {viewNames[view]}
            {count === null ? null : <span>{countText(count)}</span>}
          </button>
        );
      })}
    </nav>
  );
}

/** The lock: whether the evidence is what was hashed. Opens the files with their hashes. */
function Custody() {
  const custody = useCustody((state) => state.custody);
  const known = useCase((state) => state.summary !== null);
  const { text, wrong } = custodyLabel(custody);
  const look = wrong ? `${styles.state} ${styles.wrong}` : styles.state;
  const inside = (
    <>
      <Icon name={wrong ? 'warning' : 'lock'} size={13} />
      {text}
    </>
  );
  return known ? (
    <button type="button" className={look} title="Files and hashes (Ctrl I)" onClick={() => viewStore.getState().setDialog('files')}>
      {inside}
    </button>
  ) : (
    <span className={look}>{inside}</span>
  );
}

/** The way into the search for those who do not know its key. */
function SearchButton() {
  const known = useCase((state) => state.summary !== null);
  if (!known) return null;
  return (
    <button type="button" className={styles.search} aria-label="Find in all calls" aria-keyshortcuts="Control+F" onClick={openSearch}>
      <Icon name="search" size={13} />
      <span>Find in all calls</span>
      <Kbd>Ctrl F</Kbd>
    </button>
  );
}

export function TitleBar() {
  const desktop = useCase((state) => state.desktop);
  const open = desktop?.open ?? null;
  const theme = desktop?.theme ?? 'system';
  const next = nextTheme(theme);
  return (
    <header className={styles.bar}>
      <div className={styles.case}>
        <b>Postflight</b>
        {open === null ? null : (
          <>
            <span className="quiet">/</span>
            <b className="elide">
              <EvidenceText text={open.name} inline prose />
            </b>
          </>
        )}
      </div>
      <Tabs />
      <div className={styles.end}>
        {open === null ? null : (
          <>
            {open.live ? (
              <span className={`${styles.state} ${styles.live}`}>
                <Icon name="warning" size={13} />
                Live, not evidence
              </span>
            ) : (
              <Custody />
            )}
            <SearchButton />
            <IconButton label="Close this case" onClick={() => ask('case.close', {})}>
              <Icon name="cross" />
            </IconButton>
          </>
        )}
        <IconButton label={`Theme: ${theme}. Change to ${next}`} onClick={() => ask('theme.set', { theme: next })}>
          <Icon name="sun-moon" />
        </IconButton>
      </div>
    </header>
  );
}
