/** What a reflog entry says, in full: repository, refs, both object ids, who, the zone, the message, the call behind it. */
import type { EventRow } from '../../shared/event.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import styles from './inspector.module.css';

const stateWords = {
  explained: 'explained by a tool call',
  unexplained: 'unexplained: no tool call accounts for it',
  'not-joined': 'not joined to tool calls',
} as const;

function Pair({ name, text, prose = false }: { readonly name: string; readonly text: string; readonly prose?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <EvidenceText text={text === '' ? '(empty)' : text} prose={prose} />
      </dd>
    </div>
  );
}

export function ReflogDetail({ row }: { readonly row: EventRow }) {
  const entry = row.reflog;
  if (!entry) return null;
  const cause = entry.causeEventId;
  return (
    <section aria-label="Reflog entry">
      <h3 className={styles.sectionHead}>Reflog entry</h3>
      <dl className={styles.pairs}>
        <Pair name="Repository" text={entry.repository} />
        <Pair name={entry.refs.length === 1 ? 'Ref' : 'Refs'} text={entry.refs.join('\n')} />
        <Pair name="Action" text={entry.action} prose />
        <Pair name="Old" text={entry.old} />
        <Pair name="New" text={entry.new} />
        <Pair name="Identity" text={entry.identity} />
        <Pair name="Zone" text={entry.zone} />
        <Pair name="Message" text={entry.message} prose />
        <div>
          <dt>State</dt>
          <dd>{stateWords[entry.state]}</dd>
        </div>
      </dl>
      {cause === null ? null : (
        <div className={styles.buttons}>
          <Button small onClick={() => viewStore.getState().openEvent(cause)}>
            Caused by #{countText(cause)}: go to the call
          </Button>
        </div>
      )}
    </section>
  );
}
