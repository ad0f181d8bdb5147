/** Files that lie beside an event: the whole of a large result, the copy from before an edit. Read only when asked for. */
import { useState } from 'react';
import type { BesideFile } from '../../shared/contract.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import { useQuery } from '../state/use-query.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { bytesText, countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import { textOfBytes } from './byte-text.ts';
import { maskKeyMaterial } from './key-material.ts';
import styles from './inspector.module.css';

const partBytes = 16_384;

const kindWords: Readonly<Record<BesideFile['kind'], string>> = {
  'tool-result': 'Full result',
  'file-history': 'File before the edit',
  'background-output': 'Background output',
  'agent-transcript': 'Sub-agent transcript',
  'agent-meta': 'Sub-agent description',
  plan: 'Plan',
  todo: 'Task list',
  'shell-snapshot': 'Shell snapshot',
  'file-in-copy': 'The file as copied',
  credentials: 'Credentials',
};

export function InspectorBeside({ id }: { readonly id: number }) {
  const { value, problem } = useQuery('events.beside', { id });
  const [shown, setShown] = useState<BesideFile | null>(null);
  if (problem !== null) return <ProblemNote problem={problem} />;
  if (value === null || value.files.length === 0) return null;
  return (
    <section aria-label="Files beside this call">
      <h3 className={styles.sectionHead}>Beside this call</h3>
      <dl className={styles.pairs}>
        {value.files.map((file) => (
          <div key={file.ref}>
            <dt>{kindWords[file.kind]}</dt>
            <dd title={plainLabel(file.path)}>
              <EvidenceText text={file.path} />
              <span className={styles.quiet}>
                <EvidenceText prose text={[file.bytes === null ? '' : bytesText(file.bytes), file.state === 'gone' ? 'not in this copy' : file.state === 'withheld' ? 'hashed, never shown' : '', file.note].filter((part) => part !== '').join(', ')} />
              </span>
              {file.state === 'present' ? (
                <Button small onClick={() => setShown(file)}>
                  Show
                </Button>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
      {shown === null ? null : <BesideText id={id} file={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

function BesideText({ id, file, onClose }: { readonly id: number; readonly file: BesideFile; readonly onClose: () => void }) {
  const size = file.bytes ?? 0;
  const [from, setFrom] = useState(0);
  const length = Math.min(partBytes, Math.max(0, size - from));
  const { value, problem, loading } = useQuery('events.besideText', length > 0 ? { id, ref: file.ref, from, length } : null);
  const [open, setOpen] = useState(false);
  const text = value === null || value.from !== from ? null : value.validUtf8 ? value.text : textOfBytes(value.text, from + length < size).text;
  const masked = text === null ? null : maskKeyMaterial(text);
  return (
    <Dialog
      title={kindWords[file.kind]}
      onClose={onClose}
      wide
      footer={
        <>
          <span className={styles.rawPlace} role="status">
            {size === 0 ? 'The file is empty.' : `bytes ${countText(from)} to ${countText(from + length)} of ${countText(size)}`}
          </span>
          {masked !== null && masked.places > 0 ? (
            <Button small aria-pressed={open} onClick={() => setOpen(!open)}>
              {open ? 'Mask key material' : `Show key material (${countText(masked.places)})`}
            </Button>
          ) : null}
          <Button small disabled={from === 0} onClick={() => setFrom(Math.max(0, from - partBytes))}>
            Previous part
          </Button>
          <Button small disabled={from + length >= size} onClick={() => setFrom(from + length)}>
            Next part
          </Button>
        </>
      }
    >
      <div className={styles.raw}>
        <p className={styles.aside}>
          <EvidenceText inline text={file.path} />
        </p>
        {problem === null ? null : <ProblemNote problem={problem} />}
        {loading && text === null ? <p className={styles.aside}>Reading the file…</p> : null}
        {masked === null ? null : <EvidenceText text={open ? (text ?? '') : masked.text} />}
      </div>
    </Dialog>
  );
}
