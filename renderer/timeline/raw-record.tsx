/** The bytes of a record, read anew from the evidence in parts, exactly as they stand there. */
import { useMemo, useState } from 'react';
import type { EvidenceRef } from '../../shared/event.ts';
import { escapedText } from '../../shared/hostile-text.ts';
import { useQuery } from '../state/use-query.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { textOfBytes } from './byte-text.ts';
import styles from './inspector.module.css';
import { shortHash } from './provenance-text.ts';

/** Bytes of one part: a few screens of text. */
const partBytes = 16_384;

export function RawRecord({ id, part, place, onClose }: { readonly id: number; readonly part: 'record' | 'result'; readonly place: EvidenceRef; readonly onClose: () => void }) {
  const size = place.byteEnd - place.byteStart;
  /** Where each part seen so far begins; a part may end a few bytes early so that no character is cut. */
  const [starts, setStarts] = useState<readonly number[]>([0]);
  const [message, setMessage] = useState('');
  const from = starts.at(-1) ?? 0;
  const length = Math.min(partBytes, size - from);
  const { value, problem, loading } = useQuery('events.original', length > 0 ? { id, part, from, length } : null);
  const shown = useMemo(() => {
    if (value === null || value.from !== from) return null;
    return value.validUtf8 ? { text: value.text, used: length } : textOfBytes(value.text, from + length < size);
  }, [value, from, length, size]);
  const end = from + (shown?.used ?? 0);
  const copy = (text: string, done: string) =>
    navigator.clipboard.writeText(text).then(
      () => setMessage(done),
      () => setMessage('The clipboard is not available'),
    );
  return (
    <Dialog
      title={part === 'record' ? 'Raw record' : 'Raw result'}
      onClose={onClose}
      wide
      footer={
        <>
          <span className={styles.rawPlace} role="status">
            {shown === null ? '' : `bytes ${countText(place.byteStart + from)} to ${countText(place.byteStart + end)} of the file, ${countText(end - from)} of ${countText(size)} of the ${part}`}
            {message === '' ? '' : `. ${message}`}
          </span>
          <Button small disabled={shown === null} onClick={() => shown && copy(escapedText(shown.text), 'Copied as shown')}>
            Copy as shown
          </Button>
          <Button
            small
            disabled={shown === null || value?.validUtf8 === false}
            title={value?.validUtf8 === false ? 'Not all of it is UTF-8, and the clipboard holds text: Copy provenance gives the line that prints these bytes' : undefined}
            onClick={() => shown && copy(shown.text, 'Original bytes copied: take care where you paste them')}
          >
            Copy original bytes
          </Button>
          <Button small disabled={from === 0} onClick={() => setStarts([0])}>
            First part
          </Button>
          <Button small disabled={starts.length === 1} onClick={() => setStarts(starts.slice(0, -1))}>
            Previous part
          </Button>
          <Button small disabled={shown === null || end >= size} onClick={() => setStarts([...starts, end])}>
            Next part
          </Button>
          <Button small disabled={shown === null || end >= size} onClick={() => setStarts([...starts, Math.max(end, size - partBytes)])}>
            Last part
          </Button>
        </>
      }
    >
      <div className={styles.raw}>
        <p className={styles.aside}>
          <EvidenceText inline text={place.path} />, line {countText(place.line)}
          {value === null ? null : (
            <>
              , SHA-256{' '}
              <span className="mono" title={value.sha256}>
                {shortHash(value.sha256)}
              </span>
            </>
          )}
          {value?.validUtf8 === false ? '. Not all of it is UTF-8: other bytes are shown one by one.' : ''}
        </p>
        {problem ? <ProblemNote problem={problem} /> : null}
        {loading && shown === null ? <p className={styles.aside}>Reading…</p> : null}
        {size === 0 ? <p className={styles.aside}>The record is empty.</p> : null}
        {shown === null ? null : (
          <div className={styles.code}>
            <EvidenceText text={shown.text} fold={false} />
          </div>
        )}
      </div>
    </Dialog>
  );
}
