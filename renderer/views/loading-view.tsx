/** While a case is read: share, figures, steps, what was skipped, and a way to stop. A failure says what to do next. */
import { useState } from 'react';
import type { Progress } from '../../shared/case.ts';
import { callEngine, problemOf } from '../api.ts';
import { ask } from '../state/case-connection.ts';
import { useQuery } from '../state/use-query.ts';
import { FirstRows } from './first-rows.tsx';
import { caseStore, useCase } from '../state/case-store.ts';
import { useKeys } from '../state/keyboard.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { bytesText, countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import styles from './loading-view.module.css';
import { announcement, paceText, percentDone, type StepRow, stepRows, timeLeft } from './open-progress.ts';
import { ProblemRows } from './problems-dialog.tsx';

function Bar({ share, className }: { readonly share: number; readonly className: string | undefined }) {
  return (
    <span className={className} aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}

const stepWords: Readonly<Record<StepRow['state'], string>> = { done: 'done', running: 'running', waiting: 'waiting' };

function Step({ row, current }: { readonly row: StepRow; readonly current: string }) {
  return (
    <li className={styles[row.state]}>
      <span className={styles.sign}>
        {row.state === 'done' ? <Icon name="check" /> : row.state === 'waiting' ? <Icon name="circle" /> : <i />}
        <span className="only-spoken">{stepWords[row.state]}</span>
      </span>
      <span className={styles.name}>{row.name}</span>
      <span className={`elide ${styles.note}`}>{row.note ?? <ElidedEvidence text={current} prose />}</span>
      <Bar share={row.share} className={styles.bar} />
      <span className={styles.figure}>{row.figure}</span>
    </li>
  );
}

function Figures({ progress }: { readonly progress: Progress }) {
  const figures: readonly (readonly [string, string])[] = [
    [countText(progress.filesDone), `of ${countText(progress.files)} files hashed`],
    [bytesText(progress.bytesDone), `of ${bytesText(progress.bytes)} read`],
    [countText(progress.records), 'records parsed'],
    [countText(progress.malformed), progress.malformed === 1 ? 'malformed line skipped' : 'malformed lines skipped'],
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(([value, name]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Skipped({ progress }: { readonly progress: Progress }) {
  if (progress.problems.length === 0) return null;
  return (
    <table className={styles.skipped} aria-label="The last lines that were skipped">
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
        <ProblemRows problems={progress.problems} />
      </tbody>
    </table>
  );
}

/** Reading has ended without a case. The folder is as it was; the next steps are one key away. */
function Failed({ path, reason }: { readonly path: string; readonly reason: string }) {
  useKeys('loading', { Escape: () => ask('case.close', {}) });
  return (
    <main className={styles.page}>
      <div className={styles.inner} role="alert">
        <h1>This folder could not be opened</h1>
        <p className={styles.path}>
          <EvidenceText text={path} inline />
        </p>
        <div className={styles.reason}>
          <EvidenceText text={reason} prose />
        </div>
        <p className={styles.advice}>
          Nothing in the folder has been changed. Choose the folder that holds the copied <span className="mono">.claude</span> (or its{' '}
          <span className="mono">projects</span>) with the repositories beside it, and check that this user may read it.
        </p>
        <div className={styles.buttons}>
          <Button look="primary" autoFocus onClick={() => ask('open.dialog', {})}>
            Choose another folder
          </Button>
          <Button onClick={() => ask('open.sample', {})}>Open the sample</Button>
          <Button look="ghost" onClick={() => ask('case.close', {})}>
            Back <Kbd>Esc</Kbd>
          </Button>
        </div>
      </div>
    </main>
  );
}

function Reading({ name, path, progress }: { readonly name: string; readonly path: string; readonly progress: Progress | null }) {
  const [stopping, setStopping] = useState(false);
  const cancel = () => {
    setStopping(true);
    callEngine('case.cancel', {}).catch((error: unknown) => {
      // An engine that does not answer is ended by closing the case.
      if (problemOf(error).kind === 'not-ready') ask('case.close', {});
      else caseStore.getState().setProblem(problemOf(error));
      setStopping(false);
    });
  };
  useKeys('loading', { Escape: cancel });
  // Known once the folder is listed; nothing is asked before.
  const listed = progress?.stepsDone.includes('inventory') === true;
  const preview = useQuery('case.preview', listed ? {} : null);
  const percent = progress === null ? 0 : percentDone(progress);
  const left = progress === null ? null : timeLeft(progress);
  return (
    <main className={styles.page} aria-busy="true">
      <div className={styles.inner}>
        <h1>
          Reading <EvidenceText text={name} inline prose />
        </h1>
        <p className={styles.path}>
          <ElidedEvidence text={path} />
        </p>
        <div role="progressbar" aria-label="Reading the evidence" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
          <Bar share={percent / 100} className={styles.big} />
        </div>
        <div className={styles.pace}>
          <span>
            {percent}%{left === null ? '' : `, ${left}`}
          </span>
          <span className="quiet">{progress === null ? '' : paceText(progress)}</span>
        </div>
        <p className="only-spoken" role="status">
          {announcement(percent)}
        </p>
        {progress === null ? null : (
          <>
            <Figures progress={progress} />
            <ol className={styles.steps}>
              {stepRows(progress).map((row) => (
                <Step key={row.step} row={row} current={progress.current} />
              ))}
            </ol>
          </>
        )}
        {/* Above what grows while files are read: a button that moves is hard to hit. */}
        <div className={styles.buttons}>
          <Button onClick={cancel} disabled={stopping}>
            {stopping ? 'Stopping…' : 'Cancel'} <Kbd>Esc</Kbd>
          </Button>
          <span className="quiet">The overview opens when all steps end. Cancel leaves no files behind.</span>
        </div>
        {progress === null ? null : <Skipped progress={progress} />}
        {preview.value === null ? null : <FirstRows preview={preview.value} />}
      </div>
    </main>
  );
}

export function LoadingView() {
  const open = useCase((state) => state.desktop?.open ?? null);
  const progress = useCase((state) => state.progress);
  if (open === null) return null;
  if (progress?.state === 'failed') {
    return <Failed path={open.path} reason={progress.failure ?? 'The engine gave no reason.'} />;
  }
  return <Reading name={open.name} path={open.path} progress={progress} />;
}
