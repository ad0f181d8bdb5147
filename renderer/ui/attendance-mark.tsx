/** The square that says whether anyone was there: hatched where nobody was, dashed where no record says. Knows no case. */
import type { Attendance } from '../../shared/event.ts';
import styles from './attendance-mark.module.css';

/** An attendance in words. */
export const attendanceWords: Readonly<Record<Attendance, string>> = {
  attended: 'attended',
  unattended: 'unattended',
  mixed: 'partly unattended',
  unknown: 'attendance unknown',
};

/** `beside`: the words stand beside it, so that it need not say them. */
export function AttendanceMark({ attended, beside = false }: { readonly attended: Attendance; readonly beside?: boolean }) {
  const hatch = attended === 'unattended' || attended === 'mixed' ? 'hatch-strong' : '';
  const look = `${styles.mark} ${styles[attended]} ${hatch}`;
  if (beside) return <span className={look} aria-hidden="true" />;
  return <span className={look} role="img" aria-label={attendanceWords[attended]} title={attendanceWords[attended]} />;
}
