/** A failed call in words, where its result would stand: what could not be read and why, and a way to try again. */
import type { Problem } from '../../shared/rpc.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './problem-note.module.css';

const headings: Readonly<Record<Problem['kind'], string>> = {
  refused: 'The request was refused',
  cancelled: 'The request was cancelled',
  unreadable: 'This could not be read',
  'not-found': 'This was not found',
  'not-ready': 'The case is not ready yet',
  busy: 'The engine is busy',
  failed: 'Something failed',
};

export interface ProblemNoteProps {
  readonly problem: Problem;
  readonly onRetry?: () => void;
  /** What the button says, where it does more than ask again. */
  readonly retryLabel?: string;
}

export function ProblemNote({ problem, onRetry, retryLabel = 'Try again' }: ProblemNoteProps) {
  return (
    <div className={styles.note} role="alert">
      <Icon name="warning" size={16} />
      <div>
        <b>{headings[problem.kind]}</b>
        <EvidenceText text={problem.reason} prose />
        {problem.path === null ? null : <EvidenceText text={problem.path} className={styles.path} />}
      </div>
      {onRetry ? (
        <Button small onClick={onRetry}>
          {retryLabel}
        </Button>
      ) : null}
    </div>
  );
}
