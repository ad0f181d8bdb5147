/** The severity mark: letter, shape, fill and colour together, so that none of them carries the meaning alone. */
import type { Severity } from '../../shared/event.ts';
import styles from './severity-mark.module.css';

/** What a severity is called on screen and on paper. */
export const severityNames: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

const letters: Readonly<Record<Severity, string>> = { critical: 'C', high: 'H', medium: 'M', low: 'L', info: 'i' };

/** C in an octagon, H in a square, M in an outlined square, L in a circle, i in a thin circle. `large` is 28 px, else 16. */
export function SeverityMark({ severity, large = false, decorative = false }: { readonly severity: Severity; readonly large?: boolean; readonly decorative?: boolean }) {
  const className = [styles.mark, styles[severity], large ? styles.large : ''].join(' ');
  if (decorative) {
    return (
      <span className={className} aria-hidden="true">
        {letters[severity]}
      </span>
    );
  }
  return (
    <span className={className} role="img" aria-label={severityNames[severity]}>
      {letters[severity]}
    </span>
  );
}
