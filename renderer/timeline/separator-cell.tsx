/** A row between events: idle time, the start of an unattended stretch, the end of a session. */
import type { Slot } from '../../shared/contract.ts';
import { spanText } from '../../shared/time.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { clockText, dayText, type DisplayZone } from './time-axis.ts';
import { Time } from './time-cell.tsx';
import styles from './timeline-rows.module.css';

/** `nextTime`: when the row below the gap happened, to name its day. */
export function SeparatorCell({ separator, zone, nextTime }: { readonly separator: NonNullable<Slot['separator']>; readonly zone: DisplayZone; readonly nextTime: number | null }) {
  switch (separator.kind) {
    case 'gap':
      return (
        <>
          <span className={styles.line} />
          <span>
            {spanText(separator.ms)} idle
            {nextTime !== null && dayText(nextTime, zone) !== dayText(nextTime - separator.ms, zone) ? `, then ${dayText(nextTime, zone)}` : ''}
          </span>
          <span className={styles.line} />
        </>
      );
    case 'unattended':
      return (
        <>
          <Time className={styles.barTime} time={separator.time} zone={zone} />
          <span className={styles.boundLabel}>
            <b>Unattended from here</b>
            <span>
              <EvidenceText inline prose text={separator.mode} /> · {spanText(separator.ms)}
            </span>
          </span>
        </>
      );
    case 'session-end':
      return (
        <>
          <span className={styles.line} />
          <span>
            Session <EvidenceText inline text={separator.sessionId.slice(0, 8)} /> ends {clockText(separator.time, zone)}
          </span>
          <span className={styles.line} />
        </>
      );
    default: {
      const never: never = separator;
      return never;
    }
  }
}
