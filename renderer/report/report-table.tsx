/** A table of the report: its head is repeated on each page, its cells wrap. Knows no rows. */
import type { ReactNode } from 'react';
import styles from './report.module.css';

export interface ReportColumn {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly numeric?: boolean;
  /** As CSS, e.g. `22mm`; a column without one takes what is left. */
  readonly width?: string;
}

export function ReportTable({ columns, children, caption }: { readonly columns: readonly ReportColumn[]; readonly children: ReactNode; readonly caption?: string }) {
  return (
    <table className={styles.table}>
      {caption === undefined ? null : <caption>{caption}</caption>}
      <colgroup>
        {columns.map((column) => (
          <col key={column.name} {...(column.width === undefined ? {} : { style: { width: column.width } })} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={column.numeric ? styles.number : undefined}>
              {column.name}
            </th>
          ))}
        </tr>
      </thead>
      {children}
    </table>
  );
}
