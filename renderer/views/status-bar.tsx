/** The bar below: where the evidence lies, what was read, what was not, and the keys of the view that shows. */
import { useCase } from '../state/case-store.ts';
import { useView, type View, viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { countOf, countText } from '../text/figures.ts';
import { Kbd } from '../ui/kbd.tsx';
import styles from './status-bar.module.css';

type Hint = readonly [keys: readonly string[], does: string];

const hints: Readonly<Record<View | 'welcome' | 'loading' | 'failed', readonly Hint[]>> = {
  welcome: [
    [['↑', '↓'], 'move'],
    [['Enter'], 'open'],
  ],
  loading: [[['Esc'], 'cancel']],
  failed: [[['Esc'], 'back']],
  overview: [[['N'], 'open next'], [['D'], 'decide']],
  timeline: [
    [['J', 'K'], 'move'],
    [['G'], 'follow to git'],
    [['/'], 'filter'],
    [['Ctrl+F'], 'search'],
  ],
  findings: [
    [['J', 'K'], 'move'],
    [['N', 'P'], 'hits'],
    [['Enter'], 'timeline'],
  ],
  posture: [[['Tab'], 'next row'], [['Enter'], 'open the finding']],
  report: [],
};

function Hints({ of }: { readonly of: keyof typeof hints }) {
  const all: readonly Hint[] = of === 'loading' || of === 'failed' ? hints[of] : [...hints[of], [['?'], 'all keys']];
  return all.map(([keys, does]) => (
    <span key={does} className={styles.hint}>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {does}
    </span>
  ));
}

function Counts() {
  const summary = useCase((state) => state.summary);
  if (summary === null) return null;
  const { ledger } = summary;
  return (
    <>
      <button type="button" className={styles.link} onClick={() => viewStore.getState().setDialog('files')}>
        {countOf(ledger.files, 'file')}
      </button>
      <span>{countOf(ledger.records, 'record')}</span>
      <button type="button" className={styles.link} onClick={() => viewStore.getState().setDialog('problems')}>
        {countOf(ledger.malformed, 'malformed line')} skipped
        {ledger.problems > ledger.malformed ? `, ${countText(ledger.problems)} problems in all` : ''}
      </button>
    </>
  );
}

export function StatusBar() {
  const desktop = useCase((state) => state.desktop);
  const summary = useCase((state) => state.summary);
  const view = useView((state) => state.view);
  const note = useView((state) => state.statusNote);
  const failed = useCase((state) => state.progress?.state === 'failed');
  const open = desktop?.open ?? null;
  if (open === null) {
    return (
      <footer className={styles.bar}>
        <span>No case open</span>
        <span className={styles.rest} />
        <Hints of="welcome" />
      </footer>
    );
  }
  return (
    <footer className={styles.bar}>
      <span className={styles.root}>
        <ElidedEvidence text={open.path} prose />
      </span>
      {summary === null ? <span>opened read-only</span> : <Counts />}
      <span className={styles.rest} />
      <Hints of={summary !== null ? view : failed ? 'failed' : 'loading'} />
      {note === null ? null : <span>{note}</span>}
      {summary === null || view === 'timeline' ? null : <span>times in UTC</span>}
    </footer>
  );
}
