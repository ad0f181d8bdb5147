/** What could not be read, and the counts that the app and the scan show alike. Absence is a finding. */
import type { ReportModel } from '../../shared/report.ts';
import { countOf, countText } from '../text/figures.ts';
import { LedgerByFile } from './ledger-section.tsx';
import { keyed } from './keyed.ts';
import styles from './report.module.css';
import { ReportTable } from './report-table.tsx';
import { ReportText } from './report-text.tsx';

const mostProblems = 120;
const mostKinds = 24;

export function UnreadSection({ model }: { readonly model: ReportModel }) {
  const { ledger, filesByState } = model.summary;
  const problems = model.problems.slice(0, mostProblems);
  const problemsLeftOut = model.problems.length - problems.length + model.problemsLeftOut;
  const kinds = Object.entries(ledger.unknownKinds).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows: readonly (readonly [string, string])[] = [
    ['Files', countText(ledger.files)],
    ...Object.entries(filesByState)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([state, count]): readonly [string, string] => [`Files, ${state}`, countText(count)]),
    ['Records read', countText(ledger.records)],
    ['Malformed lines', countText(ledger.malformed)],
    ['Oversized records', countText(ledger.oversized)],
    ['Records found twice', countText(ledger.duplicates)],
    ['Records without a time', countText(ledger.untimed)],
    ['Problems listed', countText(ledger.problems)],
  ];
  return (
    <section>
      <h2>9 What could not be read</h2>
      {model.overview.sourcesMissing.length === 0 ? null : (
        <ul className={styles.list}>
          {model.overview.sourcesMissing.map((missing) => (
            <li key={missing}>
              <ReportText text={missing} prose />
            </li>
          ))}
        </ul>
      )}
      <dl className={styles.ledger}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {kinds.length === 0 ? null : (
        <p>
          Record kinds that this version does not know, kept and counted:{' '}
          {kinds.slice(0, mostKinds).map(([kind, count], index) => (
            <span key={kind}>
              {index > 0 ? ', ' : ''}
              <ReportText text={kind} /> {countText(count)}
            </span>
          ))}
          {kinds.length > mostKinds ? `, and ${countOf(kinds.length - mostKinds, 'kind')} more` : ''}.
        </p>
      )}
      <LedgerByFile model={model} />
      {problems.length === 0 ? (
        <p>No line and no file gave a problem while reading.</p>
      ) : (
        <>
          <ReportTable columns={[{ name: 'File' }, { name: 'Line', numeric: true, width: '16mm' }, { name: 'Byte', numeric: true, width: '22mm' }, { name: 'What happened', width: '66mm' }]}>
            <tbody>
              {keyed(problems).map(({ key, item: problem }) => (
                <tr key={key}>
                  <td>
                    <ReportText text={problem.path} />
                  </td>
                  <td className={styles.number}>{problem.line === null ? '–' : problem.line}</td>
                  <td className={styles.number}>{problem.byteOffset === null ? '–' : problem.byteOffset}</td>
                  <td>
                    <ReportText text={problem.reason} prose />
                  </td>
                </tr>
              ))}
            </tbody>
          </ReportTable>
          {problemsLeftOut > 0 ? <p>{countOf(problemsLeftOut, 'problem')} more in the app’s list and in the JSON of a scan.</p> : null}
        </>
      )}
    </section>
  );
}
