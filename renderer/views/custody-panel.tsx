/** The head of the files dialog: when the evidence was hashed, the manifest's own hash, and hashing it again. */
import { useCase } from '../state/case-store.ts';
import { custodyStore, useCustody } from '../state/custody-store.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { momentText, verificationText } from './custody-words.ts';
import { FileChanges } from './file-changes.tsx';
import styles from './ledger.module.css';

export function CustodyPanel() {
  const summary = useCase((state) => state.summary);
  const custody = useCustody((state) => state.custody);
  const problem = useCustody((state) => state.problem);
  if (summary === null || custody === null) return problem === null ? null : <ProblemNote problem={problem} onRetry={() => custodyStore.getState().follow()} />;
  const { verification, changes, note } = custody;
  return (
    <section className={styles.custody} aria-label="Custody">
      <dl>
        <div>
          <dt>Hashed</dt>
          <dd>
            {momentText(custody.hashedAt)}, {custody.from === 'index' ? 'taken from the index of an earlier opening' : 'while the evidence was read'}
          </dd>
        </div>
        <div>
          <dt>Manifest SHA-256</dt>
          <dd className="mono">{summary.manifestSha256}</dd>
        </div>
        <div>
          <dt>Now</dt>
          <dd>
            <span role="status">
              {verificationText(custody)} {note}
            </span>
          </dd>
        </div>
      </dl>
      {verification.state === 'running' ? (
        <progress aria-label="Hashing again" max={Math.max(1, verification.bytes)} value={verification.bytesDone} />
      ) : (
        <Button small disabled={verification.state === 'done'} onClick={() => custodyStore.getState().verify()}>
          Hash again
        </Button>
      )}
      {problem === null ? null : <ProblemNote problem={problem} onRetry={() => custodyStore.getState().follow()} />}
      {verification.total > 0 ? <FileChanges title="Not what was hashed" total={verification.total} rows={verification.rows} /> : null}
      {changes === null ? null : <FileChanges title={`Changed since ${momentText(changes.since)}`} total={changes.total} rows={changes.rows} />}
    </section>
  );
}
