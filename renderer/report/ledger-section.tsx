/** The ledger file by file on paper: the numbers of the app and of the scan. Files with something unread come first. */
import type { FileLedger } from '../../shared/case.ts';
import type { ReportModel } from '../../shared/report.ts';
import { countOf, countText } from '../text/figures.ts';
import { ledgerColumns } from '../text/ledger-columns.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';

const mostRows = 60;

/** Files with lines that could not be read, then the others; each part keeps the manifest's order. */
function unreadFirst(rows: readonly FileLedger[]): readonly FileLedger[] {
  const unread = (row: FileLedger): boolean => row.malformed + row.oversized + row.unknown > 0;
  return [...rows.filter(unread), ...rows.filter((row) => !unread(row))];
}

export function LedgerByFile({ model }: { readonly model: ReportModel }) {
  const rows = unreadFirst(model.ledgerByFile).slice(0, mostRows);
  const left = model.ledgerByFile.length + model.ledgerLeftOut - rows.length;
  if (rows.length === 0) return null;
  return (
    <>
      <h3>What was read of each file</h3>
      <ReportTable columns={[{ name: 'File' }, ...ledgerColumns.map(({ name }) => ({ name, numeric: true, width: '13mm' }))]}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.path}>
              <td>
                <ReportText text={row.path} />
              </td>
              {ledgerColumns.map(({ key }) => (
                <td key={key} className={styles.number}>
                  {countText(row[key])}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">Transcripts, sum</th>
            {ledgerColumns.map(({ key }) => (
              <td key={key} className={styles.number}>
                {countText(model.ledgerSums[key])}
              </td>
            ))}
          </tr>
        </tbody>
      </ReportTable>
      {left > 0 ? <p>{countOf(left, 'file')} more in the app’s list and in the JSON of a scan.</p> : null}
    </>
  );
}
