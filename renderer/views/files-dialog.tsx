/** Every file of the evidence: the manifest with its custody, and the ledger of what was read of each, line by line. */
import { useState } from 'react';
import { useCase } from '../state/case-store.ts';
import { useQuery } from '../state/use-query.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { bytesText, countText } from '../text/figures.ts';
import { type FileState, fileStates } from '../../shared/case.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Pager } from '../ui/pager.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { CustodyPanel } from './custody-panel.tsx';
import styles from './ledger.module.css';
import { LedgerTable } from './ledger-table.tsx';

const pageSize = 100;

type Tab = 'manifest' | 'ledger';

/** What a file's state means, in a word or two. */
const stateNames: Readonly<Record<FileState, string>> = {
  read: 'read',
  partial: 'read in part',
  hashed: 'hashed only',
  unreadable: 'unreadable',
  skipped: 'skipped',
};

export function FilesDialog({ onClose }: { readonly onClose: () => void }) {
  const [tab, setTab] = useState<Tab>('manifest');
  const [offset, setOffset] = useState(0);
  const [state, setState] = useState<FileState | ''>('');
  const byState = useCase((now) => now.summary?.filesByState);
  const manifest = useQuery('files.page', tab !== 'manifest' ? null : state === '' ? { offset, limit: pageSize } : { offset, limit: pageSize, state });
  const ledger = useQuery('files.ledger', tab === 'ledger' ? { offset, limit: pageSize } : null);
  const { problem, loading } = tab === 'manifest' ? manifest : ledger;
  const total = (tab === 'manifest' ? manifest.value?.total : ledger.value?.total) ?? null;
  return (
    <Dialog
      title="Files of the evidence"
      onClose={onClose}
      wide
      footer={
        <>
          <Segmented
            small
            label="What to show of the files"
            value={tab}
            options={[
              { value: 'manifest', label: 'Hashes' },
              { value: 'ledger', label: 'Lines read' },
            ]}
            onChange={(next: Tab) => {
              setTab(next);
              setOffset(0);
            }}
          />
          {tab === 'manifest' ? (
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
          ) : (
            <span className="quiet">Lines are records, malformed, oversized and blank ones; the rest are among the records.</span>
          )}
          <Pager offset={offset} size={pageSize} total={total ?? 0} onMove={setOffset} />
        </>
      }
    >
      {tab === 'manifest' ? <CustodyPanel /> : null}
      {problem ? <ProblemNote problem={problem} /> : null}
      {loading && total === null ? <p className={styles.empty}>{tab === 'manifest' ? 'Reading the manifest…' : 'Reading the ledger…'}</p> : null}
      {total === 0 ? <p className={styles.empty}>{tab === 'manifest' ? 'No file has this state.' : 'No file was read line by line.'}</p> : null}
      {manifest.value && manifest.value.rows.length > 0 ? (
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
            {manifest.value.rows.map((file) => (
              <tr key={file.path}>
                <td>
                  <ElidedEvidence text={file.path} />
                </td>
                <td>{bytesText(file.bytes)}</td>
                <td className="softer">{file.kind.replaceAll('-', ' ')}</td>
                <td className="softer">{stateNames[file.state]}</td>
                <td className={`mono softer ${styles.wrap}`}>{file.sha256 ?? 'not hashed'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {ledger.value && ledger.value.rows.length > 0 ? <LedgerTable rows={ledger.value.rows} sums={ledger.value.sums} /> : null}
    </Dialog>
  );
}
