/** A key as it is printed on a keyboard. */
import type { ReactNode } from 'react';
import styles from './kbd.module.css';

export function Kbd({ children }: { readonly children: ReactNode }) {
  return <kbd className={styles.key}>{children}</kbd>;
}
