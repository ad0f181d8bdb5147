/** What a call left in the reflogs: the entries that it caused, and what its git commands should have left and did not. */
import type { EventDetail, Result } from '../../shared/contract.ts';
import { useQuery } from '../state/use-query.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf } from '../text/figures.ts';
import { ProblemNote } from '../ui/problem-note.tsx';
import commitStyles from './inspector-commit.module.css';
import styles from './inspector.module.css';
import { mainRef, messageWithoutAction, shortId, shortRef } from './row-words.ts';

type Entries = Result<'calls.entries'>;

function Entry({ entry }: { readonly entry: Entries['entries'][number] }) {
  const { row, strength } = entry;
  const reflog = row.reflog;
  if (reflog === null) return null;
  return (
    <li>
      <button type="button" className={commitStyles.entry} onClick={() => viewStore.getState().openEvent(row.id)}>
        <b>
          <EvidenceText inline prose text={reflog.action === '' ? 'no message' : reflog.action} />
        </b>
        <EvidenceText inline prose text={shortRef(mainRef(reflog.refs))} />
        <span className={`mono ${styles.quiet}`}>
          {shortId(reflog.old)} → {shortId(reflog.new)}
        </span>
        <span className="elide">
          <EvidenceText inline prose text={messageWithoutAction(reflog.action, reflog.message).slice(0, 120)} />
        </span>
        {strength === 'likely' ? <span className={styles.quiet}>likely: a program of the call may have run git</span> : null}
      </button>
    </li>
  );
}

function Absent({ missing }: { readonly missing: Entries['missing'][number] }) {
  const contradicted = missing.state === 'contradicted';
  return (
    <li className={contradicted ? commitStyles.missing : styles.aside}>
      <b className={contradicted ? styles.outside : undefined}>{contradicted ? 'Contradicted' : 'Not covered'}</b>
      <EvidenceText prose text={`${missing.verb === '?' ? 'A program that may run git' : `git ${missing.verb}`}: ${missing.reason}`} />
    </li>
  );
}

/** Nothing is drawn for a call that ran no git command. */
export function InspectorGit({ detail }: { readonly detail: EventDetail }) {
  const { value, problem } = useQuery('calls.entries', detail.row.kind === 'tool-call' ? { id: detail.row.id } : null);
  if (problem !== null) return <ProblemNote problem={problem} />;
  if (value === null || (value.total === 0 && value.missing.length === 0)) return null;
  return (
    <section aria-label="Reflog entries of this call">
      <h3 className={styles.sectionHead}>
        Reflog
        {value.total === 0 ? null : <span className={styles.sectionEnd}>{countOf(value.total, 'entry', 'entries')}</span>}
      </h3>
      <ul>
        {value.entries.map((entry) => (
          <Entry key={entry.row.id} entry={entry} />
        ))}
        {value.missing.map((missing, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: absences have no identity but their place
          <Absent key={at} missing={missing} />
        ))}
      </ul>
      {value.entries.length < value.total ? <p className={styles.aside}>{countOf(value.total - value.entries.length, 'further entry', 'further entries')}.</p> : null}
    </section>
  );
}
