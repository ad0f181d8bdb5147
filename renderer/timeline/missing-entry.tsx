/** A reflog entry that a recorded command should have left and that is not in the log: a dashed row in the Git lane. */
import type { Slot } from '../../shared/contract.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { repositoryName } from './row-words.ts';
import type { DisplayZone } from './time-axis.ts';
import { Time } from './time-cell.tsx';
import styles from './timeline-rows.module.css';

export function MissingEntry({ missing, zone }: { readonly missing: NonNullable<Slot['missing']>; readonly zone: DisplayZone }) {
  return (
    <div className={`${styles.git} ${styles.missingEntry}`}>
      <div className={styles.gitLine}>
        <b>
          <EvidenceText inline prose text={missing.verb} />
        </b>
        <span className={styles.ref}>
          <span className={styles.repository}>
            <EvidenceText inline prose text={missing.repository === null ? '' : repositoryName(missing.repository)} />
          </span>
        </span>
      </div>
      <div className={`${styles.gitLine} ${styles.second}`}>
        <Time time={missing.time} zone={zone} />
        <span className={styles.message}>expected, not in the reflog</span>
        <span className={styles.state}>missing</span>
      </div>
    </div>
  );
}
