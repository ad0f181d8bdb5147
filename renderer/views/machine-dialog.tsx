/** "This machine": shows each folder that would be read, and reads nothing before the analyst has confirmed the list. */
import { useEffect, useState } from 'react';
import type { MachineFolder } from '../../shared/desktop-contract.ts';
import type { Problem } from '../../shared/rpc.ts';
import { callDesktop, problemOf } from '../api.ts';
import { ask } from '../state/case-connection.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';
import styles from './machine-dialog.module.css';

type Listing =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'listed'; readonly folders: readonly MachineFolder[] };

function Folder({ folder, chosen, onToggle }: { readonly folder: MachineFolder; readonly chosen: boolean; readonly onToggle: () => void }) {
  return (
    <li>
      <label className={folder.present ? styles.folder : `${styles.folder} ${styles.absent}`}>
        <input type="checkbox" checked={chosen} disabled={!folder.present} onChange={onToggle} />
        <Icon name={folder.kind === 'repository' ? 'git' : 'folder'} />
        <ElidedEvidence text={folder.path} />
        <span className={styles.note}>
          <EvidenceText text={folder.present ? folder.note : 'not there any more'} inline prose />
        </span>
      </label>
    </li>
  );
}

export function MachineDialog({ onClose }: { readonly onClose: () => void }) {
  const [listing, setListing] = useState<Listing>({ kind: 'asking' });
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    let shown = true;
    callDesktop('machine.list', {}).then(
      ({ folders }) => {
        if (!shown) return;
        setListing({ kind: 'listed', folders });
        setChosen(new Set(folders.filter((folder) => folder.present).map((folder) => folder.id)));
      },
      (error: unknown) => {
        if (shown) setListing({ kind: 'failed', problem: problemOf(error) });
      },
    );
    return () => {
      shown = false;
    };
  }, []);
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const open = () => {
    ask('open.machine', { ids: [...chosen].sort((a, b) => a - b) });
    onClose();
  };
  return (
    <Dialog
      title="This machine, read-only"
      onClose={onClose}
      wide
      footer={
        <>
          <Button look="primary" disabled={chosen.size === 0} onClick={open}>
            Read {countOf(chosen.size, 'folder')}
          </Button>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <span className="quiet">Nothing has been opened yet but the transcripts’ working directories.</span>
        </>
      }
    >
      <p className={styles.lead}>
        These are your ~/.claude and the repositories that its transcripts name. They are live: they can change while you look, so what you see is
        marked as live, not as evidence. Nothing in them is changed.
      </p>
      {listing.kind === 'asking' ? <p className={styles.lead}>Looking for folders…</p> : null}
      {listing.kind === 'failed' ? <ProblemNote problem={listing.problem} /> : null}
      {listing.kind === 'listed' && listing.folders.length === 0 ? (
        <p className={styles.lead}>There is no ~/.claude folder on this machine, and so no repository that it names.</p>
      ) : null}
      {listing.kind === 'listed' && listing.folders.length > 0 ? (
        <ul className={styles.list} aria-label="Folders that would be read">
          {listing.folders.map((folder) => (
            <Folder key={folder.id} folder={folder} chosen={chosen.has(folder.id)} onToggle={() => toggle(folder.id)} />
          ))}
        </ul>
      ) : null}
    </Dialog>
  );
}
