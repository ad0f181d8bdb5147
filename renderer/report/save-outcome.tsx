/** How saving the report goes and went: under way, dismissed, failed, or where the file lies and which hash it has. */
import { EvidenceText } from '../text/evidence-text.tsx';
import { bytesText, countOf } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import type { SaveState } from './report-draft.ts';
import styles from './save-outcome.module.css';

export interface SaveOutcomeProps {
  readonly save: SaveState;
  readonly onRetry: () => void;
  readonly onReveal: () => void;
}

export function SaveOutcome({ save, onRetry, onReveal }: SaveOutcomeProps) {
  switch (save.kind) {
    case 'idle':
      return (
        <p className={styles.note}>Saves the manifest and findings.tsv beside it.</p>
      );
    case 'saving':
      return (
        <div role="status">
          <progress className={styles.progress} aria-label="Saving the report" />
          <p className={styles.note}>Hashing the evidence again, drawing, printing…</p>
        </div>
      );
    case 'dismissed':
      return (
        <p className={styles.note} role="status">
          Not saved: no file was chosen.
        </p>
      );
    case 'failed':
      return <ProblemNote problem={save.problem} onRetry={onRetry} />;
    case 'saved':
      return (
        <div className={styles.saved} role="status">
          <p>
            <b>Saved</b>, {countOf(save.saved.pages, 'page')}, {bytesText(save.saved.bytes)}
          </p>
          <EvidenceText text={save.saved.path ?? ''} />
          <p className={styles.hash}>
            SHA-256 {save.saved.sha256 ?? 'not known'}
          </p>
          <Button small onClick={onReveal}>
            Show in folder
          </Button>
        </div>
      );
    default: {
      const never: never = save;
      return never;
    }
  }
}
