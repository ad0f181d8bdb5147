/** What custody has to say under the title: a hash mismatch, files changed since last time, an index made anew. Nothing otherwise. */
import { useCustody, custodyStore } from '../state/custody-store.ts';
import { viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { countOf, countText } from '../text/figures.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import styles from './custody-bar.module.css';
import { momentText } from './custody-words.ts';

function ShowFiles() {
  return (
    <Button small onClick={() => viewStore.getState().setDialog('files')}>
      Show the files
    </Button>
  );
}

export function CustodyBar() {
  const custody = useCustody((state) => state.custody);
  const putAway = useCustody((state) => state.putAway);
  if (custody === null) return null;
  const { verification, changes, note } = custody;
  const [first] = verification.rows;
  return (
    <>
      {verification.total > 0 && first ? (
        <div className={styles.wrong} role="alert">
          <Icon name="warning" size={15} />
          <b>Hash mismatch</b>
          <span>{countOf(verification.total, 'file')} {verification.total === 1 ? 'is' : 'are'} no longer what was hashed:</span>
          <span className={styles.path}>
            <ElidedEvidence text={first.path} />
          </span>
          {verification.total > 1 ? <span>and {countText(verification.total - 1)} more.</span> : null}
          <span>What is shown was read before; close the case and open the folder to read it again.</span>
          <ShowFiles />
        </div>
      ) : null}
      {putAway || (changes === null && note === null) ? null : (
        <div className={styles.note} role="status">
          <Icon name={changes === null ? 'note' : 'warning'} size={15} />
          <span>
            {note}
            {changes === null ? '' : ` ${countOf(changes.total, 'file')} since ${momentText(changes.since)}.`}
          </span>
          {changes === null ? null : <ShowFiles />}
          <IconButton label="Put this note away" onClick={() => custodyStore.getState().putNoticeAway()}>
            <Icon name="cross" size={12} />
          </IconButton>
        </div>
      )}
    </>
  );
}
