/** What a call answered: how it ended, and its text, with key material masked until it is asked for. */
import { useMemo, useState } from 'react';
import type { EventDetail, SearchHit } from '../../shared/contract.ts';
import { matchMarks } from '../search/match-marks.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { outputNote } from './event-sentence.ts';
import styles from './inspector.module.css';
import { maskKeyMaterial } from './key-material.ts';
import { durationText, outcomeSign } from './row-words.ts';

/** `hit`: the search hit that the analyst stands on, where it is in the output. */
export function InspectorOutput({ detail, hit }: { readonly detail: EventDetail; readonly hit: SearchHit | null }) {
  const { row, output } = detail;
  const [open, setOpen] = useState(false);
  const text = output?.text ?? '';
  const masked = useMemo(() => maskKeyMaterial(text, output?.secrets), [text, output]);
  const shown = open ? text : masked.text;
  const marks = useMemo(() => matchMarks(shown, hit), [shown, hit]);
  if (row.kind !== 'tool-call') return null;
  const note = outputNote(row, text !== '');
  const lines = text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
  const facts = [outcomeSign(row.outcome).word, durationText(row.durationMs).replace(/s$/, ' s'), output === null ? '' : countOf(lines, 'line')];
  return (
    <section aria-label="Output">
      <h3 className={styles.sectionHead}>
        Output<span className={styles.sectionEnd}>{facts.filter((fact) => fact !== '').join(', ')}</span>
      </h3>
      {note === null ? null : <p className={styles.aside}>{note}</p>}
      {text === '' ? null : (
        <div className={styles.code}>
          <EvidenceText text={shown} ansi marks={marks} />
        </div>
      )}
      {masked.places > 0 ? (
        <div className={styles.buttons}>
          <Button small aria-pressed={open} onClick={() => setOpen(!open)}>
            {open ? 'Mask key material' : `Show key material (${countOf(masked.places, 'place')})`}
          </Button>
        </div>
      ) : null}
      {output?.cut ? (
        <p className={styles.aside}>
          The first {countText(output.text.length)} of {countText(output.characters)} characters. The raw result has the rest.
        </p>
      ) : null}
    </section>
  );
}
