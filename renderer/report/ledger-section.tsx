/** The ledger file by file on paper: the numbers of the app and of the scan. Files with something unread come first. */
import type { ReactNode } from 'react';
import type { FileLedger } from '../../shared/case.ts';
import type { ReportModel } from '../../shared/report.ts';
import { countOf, countText } from '../text/figures.ts';
import { ledgerColumns, type LedgerNumbers } from '../text/ledger-columns.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';

const mostRows = 60;

/** Wide enough for their heads, and for the numbers of a case of gigabytes. */
const widths: Readonly<Record<keyof LedgerNumbers, string>> = {
  bytes: '24mm',
  lines: '16mm',
  records: '16mm',
  events: '16mm',
  malformed: '17mm',
  oversized: '17mm',
  blank: '12mm',
  duplicates: '16mm',
  untimed: '14mm',
  unknown: '16mm',
};

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
      <ReportTable columns={[{ name: 'File' }, ...ledgerColumns.map(({ key, name }) => ({ name, numeric: true, width: widths[key] }))]}>
        {rows.map((row) => (
          <NumbersOf key={row.path} numbers={row}>
            <ReportText text={row.path} />
          </NumbersOf>
        ))}
        <NumbersOf numbers={model.ledgerSums}>
          <b>Transcripts, sum</b>
        </NumbersOf>
      </ReportTable>
      {left > 0 ? <p>{countOf(left, 'file')} more in the app’s list and in the JSON of a scan.</p> : null}
    </>
  );
}

/** A heading over its numbers: a path beside ten columns would wrap letter by letter. */
function NumbersOf({ children, numbers }: { readonly children: ReactNode; readonly numbers: LedgerNumbers }) {
  return (
    <tbody className={styles.fileRow}>
      <tr>
        <th scope="rowgroup" colSpan={ledgerColumns.length + 1}>
          {children}
        </th>
      </tr>
      <tr>
        <td />
        {ledgerColumns.map(({ key }) => (
          <td key={key} className={styles.number}>
            {countText(numbers[key])}
          </td>
        ))}
      </tr>
    </tbody>
  );
}
