/** The ledger file by file: lines, records, events, and what was not read, with the sums that the case shows. */
import type { FileLedger } from '../../shared/case.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { countText } from '../text/figures.ts';
import { ledgerColumns, type LedgerNumbers } from '../text/ledger-columns.ts';
import styles from './ledger.module.css';

export function LedgerTable({ rows, sums }: { readonly rows: readonly FileLedger[]; readonly sums: LedgerNumbers }) {
  return (
    <table className={`${styles.table} ${styles.figures}`}>
      <colgroup>
        <col />
        {ledgerColumns.map(({ key }) => (
          <col key={key} className={key === 'bytes' ? styles.byteCount : styles.count} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">File</th>
          {ledgerColumns.map(({ key, name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.path}>
            <td>
              <ElidedEvidence text={row.path} />
            </td>
            {ledgerColumns.map(({ key }) => (
              <td key={key}>{countText(row[key])}</td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Transcripts, sum</th>
          {ledgerColumns.map(({ key }) => (
            <td key={key}>{countText(sums[key])}</td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
