/** A short word in capitals with a severity tint. The word carries the meaning; the tint repeats it. */
import type { ReactNode } from 'react';
import type { Severity } from '../../shared/event.ts';
import styles from './badge.module.css';

/** `tone` is a severity or `neutral`. Texts of our own only: evidence goes through `EvidenceText`. */
export function Badge({ tone = 'neutral', children }: { readonly tone?: Severity | 'neutral'; readonly children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone] ?? ''}`}>{children}</span>;
}
