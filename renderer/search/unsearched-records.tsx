/** The records that a search could not look into, folded away: how many, and where each of them stands. */
import type { ReadProblem } from '../../shared/case.ts';
import { ProblemRows } from '../views/problems-dialog.tsx';
import { countOf, countText } from '../text/figures.ts';
import styles from './search-panel.module.css';

export function UnsearchedRecords({ problems, total }: { readonly problems: readonly ReadProblem[]; readonly total: number }) {
  return (
    <details className={styles.unsearched}>
      <summary>{countOf(total, 'place')} could not be searched</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Line</th>
            <th scope="col">Byte</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          <ProblemRows problems={problems} />
        </tbody>
      </table>
      {problems.length < total ? <p>and {countText(total - problems.length)} more</p> : null}
    </details>
  );
}
