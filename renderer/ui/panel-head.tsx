/** The head of a panel: a title, a word beside it, and something at its end. */
import type { ReactNode } from 'react';
import styles from './panel-head.module.css';

export interface PanelHeadProps {
  readonly title: ReactNode;
  readonly sub?: ReactNode;
  readonly end?: ReactNode;
  /** A line above, where the panel follows another. */
  readonly ruled?: boolean;
  readonly id?: string;
}

export function PanelHead({ title, sub, end, ruled = false, id }: PanelHeadProps) {
  return (
    <div className={`${styles.head} ${ruled ? styles.ruled : ''}`}>
      <h2 id={id}>{title}</h2>
      {sub === undefined ? null : <span className={styles.sub}>{sub}</span>}
      {end === undefined ? null : <span className={styles.end}>{end}</span>}
    </div>
  );
}
