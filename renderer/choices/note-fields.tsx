/** Why and who: the two fields that go with each choice. */
import type { ChoiceNote } from './use-choosing-desk.ts';
import styles from './choices.module.css';

export interface NoteFieldsProps {
  readonly note: ChoiceNote;
  readonly onChange: (note: ChoiceNote) => void;
  /** A reason has to be given. */
  readonly wanting?: boolean;
}

export function NoteFields({ note, onChange, wanting = false }: NoteFieldsProps) {
  return (
    <>
      <label className={styles.field}>
        {wanting ? 'Reason' : 'Reason, if you want to give one'}
        <textarea value={note.reason} onChange={(event) => onChange({ ...note, reason: event.target.value })} rows={3} maxLength={2000} required={wanting} />
      </label>
      <label className={styles.field}>
        Your name, if you want it kept
        <input value={note.by} onChange={(event) => onChange({ ...note, by: event.target.value })} maxLength={200} autoComplete="off" />
      </label>
    </>
  );
}
