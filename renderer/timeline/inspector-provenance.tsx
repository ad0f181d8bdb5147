/** Where a record stands, to the byte, with its hashes and the line that checks them; and the raw bytes themselves. */
import { useState } from 'react';
import type { EventDetail } from '../../shared/contract.ts';
import { useCustody } from '../state/custody-store.ts';
import { changeOf } from '../views/custody-words.ts';
import { plainLabel } from '../../shared/hostile-text.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { bytesText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import styles from './inspector.module.css';
import { placeText, shortHash } from './provenance-text.ts';
import { RawRecord } from './raw-record.tsx';

function Hash({ name, hash, after }: { readonly name: string; readonly hash: string | null; readonly after?: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles.hash}>
        {hash === null ? (
          'not known'
        ) : (
          <span className="mono" title={hash}>
            {shortHash(hash)}
          </span>
        )}
        {after}
      </dd>
    </div>
  );
}

export function InspectorProvenance({ detail, onCopy }: { readonly detail: EventDetail; readonly onCopy: () => void }) {
  const [raw, setRaw] = useState<'record' | 'result' | null>(null);
  const { source, result } = detail;
  const custody = useCustody((state) => state.custody);
  const change = changeOf(custody, source.ref.path) ?? (result === null ? null : changeOf(custody, result.ref.path));
  const size = source.ref.byteEnd - source.ref.byteStart;
  return (
    <section aria-label="Provenance">
      <h3 className={styles.sectionHead}>Provenance</h3>
      {change === null ? null : <p className={change.wrong ? styles.broken : styles.aside}>{change.text}</p>}
      <dl className={styles.pairs}>
        <div>
          <dt>Record</dt>
          <dd>
            {placeText(source.ref)}, {bytesText(size)}
          </dd>
        </div>
        <div>
          <dt>File</dt>
          <dd title={plainLabel(source.ref.path)}>
            <EvidenceText text={source.ref.path} />
          </dd>
        </div>
        <Hash
          name="Record SHA-256"
          hash={source.sha256}
          after={
            source.matches ? (
              <span className={styles.matches}>
                <Icon name="check" size={12} />
                matches
              </span>
            ) : (
              <span className={styles.differs}>
                <Icon name="cross" size={12} />
                differs from what was read
              </span>
            )
          }
        />
        <Hash name="File SHA-256" hash={source.fileSha256} />
        {result === null ? null : (
          <>
            <div>
              <dt>Result</dt>
              <dd>
                {placeText(result.ref)}
                {result.ref.path === source.ref.path ? null : <EvidenceText text={result.ref.path} />}
              </dd>
            </div>
            <Hash name="Result SHA-256" hash={result.sha256} />
          </>
        )}
        {detail.otherPlaces.length === 0 ? null : (
          <div>
            <dt>Also at</dt>
            <dd>
              {detail.otherPlaces.map((place) => (
                <span key={`${place.path}:${place.byteStart}`} className={styles.factItem}>
                  <EvidenceText text={place.path} />
                  <span className={styles.quiet}>{placeText(place)}</span>
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
      <div className={styles.buttons}>
        <Button small onClick={onCopy}>
          <Icon name="copy" size={13} />
          Copy provenance <Kbd>Y</Kbd>
        </Button>
        <Button small onClick={() => setRaw('record')}>
          Raw record
        </Button>
        {result === null ? null : (
          <Button small onClick={() => setRaw('result')}>
            Raw result
          </Button>
        )}
      </div>
      {raw === null ? null : <RawRecord id={detail.row.id} part={raw} place={raw === 'result' && result ? result.ref : source.ref} onClose={() => setRaw(null)} />}
    </section>
  );
}
