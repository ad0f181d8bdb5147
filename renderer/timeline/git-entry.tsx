/** A reflog entry in the Git lane: action, ref, old to new; time, message, state. Two lines, two slots high. */
import type { EventRow } from '../../shared/event.ts';
import { elideMiddle } from '../../shared/hostile-text.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { useCommitCounts } from './commit-counts.ts';
import { mainRef, messageWithoutAction, repositoryName, shortId, shortRef } from './row-words.ts';
import type { GitLook } from './slot-layout.ts';
import { type DisplayZone, zoneOf } from './time-axis.ts';
import { Time } from './time-cell.tsx';
import styles from './timeline-rows.module.css';

const stateWords: Readonly<Record<GitLook, string>> = { explained: '', unexplained: 'unexplained', 'not-joined': 'not joined' };

export function GitEntry({ row, look, chosen, match, zone }: { readonly row: EventRow; readonly look: GitLook; readonly chosen: boolean; readonly match: boolean; readonly zone: DisplayZone }) {
  const entry = row.reflog;
  const counts = useCommitCounts(entry);
  if (!entry) return null;
  const names = [styles.git, look === 'unexplained' ? styles.unexplained : '', chosen ? styles.gitChosen : '', match ? styles.gitMatch : ''];
  const repository = repositoryName(entry.repository);
  return (
    <div className={names.join(' ')}>
      <div className={styles.gitLine}>
        <b>
          <EvidenceText inline prose text={entry.action} />
        </b>
        <span className={styles.ref}>
          <EvidenceText inline prose text={elideMiddle(shortRef(mainRef(entry.refs)), 40)} />
          <span className={styles.repository}>
            <EvidenceText inline prose text={repository} />
          </span>
        </span>
        <span className={`${styles.ids} mono`}>
          <EvidenceText inline text={shortId(entry.old)} className={styles.id} />
          <i>→</i>
          <EvidenceText inline text={shortId(entry.new)} className={styles.id} />
        </span>
      </div>
      <div className={`${styles.gitLine} ${styles.second}`}>
        <Time time={row.time} zone={zone} recordedZone={zoneOf(entry.zone)} />
        <span className={styles.message}>
          <EvidenceText inline prose text={messageWithoutAction(entry.action, entry.message).slice(0, 300)} />
        </span>
        {counts === null ? null : (
          <span className={styles.counts}>
            {countText(counts.files)} {counts.files === 1 ? 'file' : 'files'} <span className={styles.plus}>+{countText(counts.added)}</span> <span className={styles.minus}>−{countText(counts.removed)}</span>
          </span>
        )}
        {stateWords[look] === '' ? null : <span className={styles.state}>{stateWords[look]}</span>}
        {entry.causeEventId === null ? null : <span className="only-spoken">caused by event {entry.causeEventId}</span>}
      </div>
    </div>
  );
}
