/** Every file of the evidence with its size, kind, state and SHA-256: the manifest on screen. */
import { useState } from 'react';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { bytesText, countText } from '../text/figures.ts';
import { type FileState, fileStates } from '../../shared/case.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Pager } from '../ui/pager.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './ledger.module.css';

const pageSize = 100;

/** What a file's state means, in a word or two. */
const stateNames: Readonly<Record<FileState, string>> = {
  read: 'read',
  partial: 'read in part',
  hashed: 'hashed only',
  unreadable: 'unreadable',
  skipped: 'skipped',
};

export function FilesDialog({ onClose }: { readonly onClose: () => void }) {
  const [offset, setOffset] = useState(0);
  const [state, setState] = useState<FileState | ''>('');
  const byState = useCase((now) => now.summary?.filesByState);
  const { value, problem, loading } = useQuery('files.page', state === '' ? { offset, limit: pageSize } : { offset, limit: pageSize, state });
  return (
    <Dialog
      title="Files of the evidence"
      onClose={onClose}
      wide
      footer={
        <>
          <label className={styles.choice}>
            Show
            <select
              value={state}
              onChange={(event) => {
                setState(fileStates.find((one) => one === event.target.value) ?? '');
                setOffset(0);
              }}
            >
              <option value="">all files</option>
              {fileStates.map((one) => (
                <option key={one} value={one}>
                  {stateNames[one]} ({countText(byState?.[one] ?? 0)})
                </option>
              ))}
            </select>
          </label>
          <Pager offset={offset} size={pageSize} total={value?.total ?? 0} onMove={setOffset} />
        </>
      }
    >
      {problem ? <ProblemNote problem={problem} /> : null}
      {loading && !value ? <p className={styles.empty}>Reading the manifest…</p> : null}
      {value && value.rows.length === 0 ? <p className={styles.empty}>No file has this state.</p> : null}
      {value && value.rows.length > 0 ? (
        <table className={styles.table}>
          <colgroup>
            <col />
            <col className={styles.size} />
            <col className={styles.kind} />
            <col className={styles.state} />
            <col className={styles.hash} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Size</th>
              <th scope="col">Kind</th>
              <th scope="col">State</th>
              <th scope="col">SHA-256</th>
            </tr>
          </thead>
          <tbody>
            {value.rows.map((file) => (
              <tr key={file.path}>
                <td>
                  <ElidedEvidence text={file.path} />
                </td>
                <td>{bytesText(file.bytes)}</td>
                <td className="softer">{file.kind}</td>
                <td className="softer">{stateNames[file.state]}</td>
                <td className={`mono softer ${styles.wrap}`}>{file.sha256 ?? 'not hashed'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </Dialog>
  );
}
