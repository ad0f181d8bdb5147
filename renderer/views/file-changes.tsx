/** Files that are not what they were, with both hashes: since the opening before, or since they were hashed. */
import type { FileChange } from '../../shared/case.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { countText } from '../text/figures.ts';
import { changeWords } from './custody-words.ts';
import styles from './ledger.module.css';

export function FileChanges({ title, total, rows }: { readonly title: string; readonly total: number; readonly rows: readonly FileChange[] }) {
  return (
    <section className={styles.changes} aria-label={title}>
      <h3>
        {title} ({countText(total)})
      </h3>
      <table className={styles.table}>
        <colgroup>
          <col />
          <col className={styles.state} />
          <col className={styles.hash} />
          <col className={styles.hash} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">What</th>
            <th scope="col">SHA-256 before</th>
            <th scope="col">SHA-256 now</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.path}>
              <td>
                <ElidedEvidence text={row.path} />
              </td>
              <td className="softer">{changeWords[row.what]}</td>
              <td className={`mono softer ${styles.wrap}`}>{row.before ?? 'none'}</td>
              <td className={`mono softer ${styles.wrap}`}>{row.now ?? 'none'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < total ? <p className={styles.empty}>and {countText(total - rows.length)} more</p> : null}
    </section>
  );
}
