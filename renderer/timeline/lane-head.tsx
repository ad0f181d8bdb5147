/** The heads of the two lanes: what stands in them and how much of it. */
import type { Filter } from '../../shared/query.ts';
import { useCase } from '../state/case-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf } from '../text/figures.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './lane-head.module.css';

export function LaneHead({ filter }: { readonly filter: Filter }) {
  const summary = useCase((state) => state.summary);
  if (summary === null) return <div className={styles.head} />;
  const calls = Object.values(summary.events.byTool).reduce((sum, count) => sum + count, 0);
  const [only] = filter.sessions ?? [];
  return (
    <div className={styles.head}>
      <span className={styles.session}>
        <Icon name="bash" size={12} />
        Session
      </span>
      <span className={styles.rest}>
        {only !== undefined && filter.sessions?.length === 1 ? <EvidenceText inline text={only.slice(0, 8)} /> : countOf(summary.sessions, 'session')}
        {only === undefined ? `, ${countOf(calls, 'tool call')}` : ''}
      </span>
      <span className={styles.cause}>cause</span>
      <span className={styles.lane}>
        <span className={styles.git}>
          <Icon name="git" size={12} />
          Git
        </span>
        <span className={styles.gitRest}>
          {summary.repositories === 0 ? 'No .git folders in this copy.' : `${countOf(summary.reflogEntries, 'entry', 'entries')} in ${countOf(summary.repositories, 'repo')}`}
        </span>
      </span>
    </div>
  );
}
