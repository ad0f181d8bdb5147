/** Says which column of a table means what, how it is split, and in which zone its times are, with its first rows as they would be read. */
import { type FormEvent, useId, useState } from 'react';
import { allAbout } from '../../shared/choice-history.ts';
import { type Choice, choiceWords } from '../../shared/choices.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import type { EvidenceTable } from '../../shared/posture.ts';
import type { TableReading } from '../../shared/table-mapping.ts';
import { NoteFields } from '../choices/note-fields.tsx';
import { useChoosingDesk } from '../choices/use-choosing-desk.ts';
import { keyed } from '../report/keyed.ts';
import { useCase } from '../state/case-store.ts';
import { takeBack } from '../state/choosing-store.ts';
import { useQuery } from '../state/use-query.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { dayClockText } from '../text/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './columns-dialog.module.css';
import { dateNames, delimiterNames, firstReading, isDateOrder, isDelimiter, isMeaning, meaningNames, readsAsText, withMeaning, zones } from './columns-words.ts';

function Setting({ label, value, options, onChange }: { readonly label: string; readonly value: string; readonly options: readonly (readonly [string, string])[]; readonly onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

export function ColumnsDialog({ table, onClose }: { readonly table: EvidenceTable; readonly onClose: () => void }) {
  const [reading, setReading] = useState<TableReading>(() => table.reading ?? firstReading(table));
  const { value: preview, problem } = useQuery('tables.preview', { table: table.id, reading });
  const { note, setNote, failure, sending, choose } = useChoosingDesk(onClose);
  const formId = useId();
  const columns = preview?.columns ?? table.columns;
  const makes = preview?.readsAs ?? 'nothing';
  const timeless = preview?.rows.filter((row) => row.time === null).length ?? 0;
  const choice: Choice = { kind: 'columns-of-table', path: table.path, ...reading };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (makes !== 'nothing') choose(choice);
  };
  return (
    <Dialog
      title="Columns of a table"
      onClose={onClose}
      wide
      footer={
        <>
          <Button look="primary" type="submit" form={formId} disabled={makes === 'nothing' || sending}>
            Read it so
          </Button>
          {table.reading === null ? null : <TakeMappingBack choice={choice} onClose={onClose} />}
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <span className="quiet">The evidence is read again. Nothing in it is changed.</span>
        </>
      }
    >
      <p className={styles.lead}>
        <EvidenceText text={table.path} inline /> {table.state === 'not mapped' ? 'looks like events or requests, and which column means what is not known. Nothing is guessed.' : 'is read as records.'}
      </p>
      <div className={styles.choices}>
        <Setting label="Split by" value={reading.delimiter} options={delimiterNames} onChange={(value) => isDelimiter(value) && setReading({ ...reading, delimiter: value })} />
        <Setting label="Times without a zone are in" value={reading.zone ?? ''} options={zones} onChange={(value) => setReading({ ...reading, zone: value === '' ? null : value })} />
        <Setting label="Dates are written" value={reading.dates} options={dateNames} onChange={(value) => isDateOrder(value) && setReading({ ...reading, dates: value })} />
      </div>
      {problem ? <ProblemNote problem={problem} /> : null}
      {failure ? <ProblemNote problem={failure} /> : null}
      <p className={styles.lead} role="status">
        {readsAsText(makes)} {timeless === 0 || preview === null ? '' : `${timeless} of the first ${preview.rows.length} rows have no time that can be read so.`}
      </p>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Time, UTC</th>
              {keyed(columns).map(({ key, item: column }, at) => (
                <th key={key} scope="col">
                  <EvidenceText text={column === '' ? `column ${at + 1}` : column} inline />
                  <select aria-label={`Meaning of ${plainLabel(column === '' ? `column ${at + 1}` : column, 100)}`} value={reading.columns.find((each) => each.column === column)?.meaning ?? ''} onChange={(event) => setReading(withMeaning(reading, column, isMeaning(event.target.value) ? event.target.value : null))}>
                    {meaningNames.map(([name, words]) => (
                      <option key={name} value={name}>
                        {words}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {keyed(preview?.rows ?? []).map(({ key, item: row }) => (
              <tr key={key}>
                <td className="mono">{row.time === null ? 'unknown' : dayClockText(row.time)}</td>
                {keyed(columns).map(({ key: place }, at) => (
                  <td key={place} className="elide">
                    <EvidenceText text={row.cells[at] ?? ''} inline />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <form id={formId} className={styles.note} onSubmit={submit}>
        <NoteFields note={note} onChange={setNote} />
      </form>
    </Dialog>
  );
}

/** Leaves the table as it would be read without the analyst, whatever was chosen about it. */
function TakeMappingBack({ choice, onClose }: { readonly choice: Choice; readonly onClose: () => void }) {
  const history = useCase((state) => state.desktop?.open?.choices.history);
  const ids = allAbout(history ?? [], choice);
  if (ids.length === 0) return null;
  const back = () => {
    takeBack(ids, choiceWords(choice));
    onClose();
  };
  return <Button onClick={back}>Take the mapping back</Button>;
}
