/** The ledger: each line or file that could not be read, with file, line, byte and reason. Nothing is lost silently. */
import { useState } from 'react';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import type { ReadProblem } from '../../shared/case.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Pager } from '../ui/pager.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './ledger.module.css';
import { UnknownKinds } from './unknown-kinds.tsx';

const pageSize = 100;
const unknown = '–';

/** The rows of a problem table; the loading view shows the newest with it. */
export function ProblemRows({ problems }: { readonly problems: readonly ReadProblem[] }) {
  return problems.map((problem) => (
    <tr key={`${problem.path}\n${problem.line}\n${problem.byteOffset}\n${problem.reason}`}>
      <td>
        <ElidedEvidence text={problem.path} />
      </td>
      <td className="mono">{problem.line === null ? unknown : countText(problem.line)}</td>
      <td className="mono">{problem.byteOffset === null ? unknown : countText(problem.byteOffset)}</td>
      <td className={styles.reason}>
        <EvidenceText text={problem.reason} inline prose />
      </td>
    </tr>
  ));
}

function Counts() {
  const ledger = useCase((state) => state.summary?.ledger);
  if (!ledger) return null;
  const rows: readonly (readonly [string, number])[] = [
    ['records', ledger.records],
    ['malformed', ledger.malformed],
    ['oversized', ledger.oversized],
    ['duplicates', ledger.duplicates],
    ['without a time', ledger.untimed],
  ];
  return (
    <>
      <dl className={styles.counts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{countText(value)}</dd>
          </div>
        ))}
      </dl>
      <UnknownKinds kinds={ledger.unknownKinds} />
    </>
  );
}

export function ProblemsDialog({ onClose }: { readonly onClose: () => void }) {
  const [offset, setOffset] = useState(0);
  const { value, problem, loading } = useQuery('problems.page', { offset, limit: pageSize });
  return (
    <Dialog
      title="What could not be read"
      onClose={onClose}
      wide
      footer={
        <>
          <span className="quiet">The bytes of a skipped line stay in the evidence and in its hash.</span>
          <Pager offset={offset} size={pageSize} total={value?.total ?? 0} onMove={setOffset} />
        </>
      }
    >
      <Counts />
      {problem ? <ProblemNote problem={problem} /> : null}
      {loading && !value ? <p className={styles.empty}>Reading the ledger…</p> : null}
      {value && value.rows.length === 0 ? <p className={styles.empty}>Every line of every file was read.</p> : null}
      {value && value.rows.length > 0 ? (
        <table className={styles.table}>
          <colgroup>
            <col className={styles.path} />
            <col className={styles.line} />
            <col className={styles.byte} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Skipped line in</th>
              <th scope="col">Line</th>
              <th scope="col">Byte</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            <ProblemRows problems={value.rows} />
          </tbody>
        </table>
      ) : null}
    </Dialog>
  );
}
