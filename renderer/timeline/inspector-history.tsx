/** How a call came to run: who let it, which call started its sub-agent, whether a rewind left it behind. */
import type { EventDetail } from '../../shared/contract.ts';
import { viewStore } from '../state/view-store.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countText } from '../text/figures.ts';
import { Button } from '../ui/button.tsx';
import styles from './inspector.module.css';

export function InspectorHistory({ detail }: { readonly detail: EventDetail }) {
  const { approval, lineage } = detail;
  const parent = lineage?.parentCall ?? null;
  const agent = lineage?.startedAgent ?? null;
  const askedBy = lineage?.askedBy ?? null;
  if (approval === undefined && parent === null && agent === null && askedBy === null && !lineage?.leftBranch) return null;
  return (
    <dl className={styles.pairs} aria-label="How it came to run">
      {approval === undefined ? null : (
        <div>
          <dt>Let run by</dt>
          <dd>
            <EvidenceText prose text={approval.says} />
            <span className={styles.quiet}>
              <EvidenceText prose text={approval.source} />
            </span>
          </dd>
        </div>
      )}
      {parent === null ? null : (
        <div>
          <dt>Sub-agent</dt>
          <dd>
            <Button small onClick={() => viewStore.getState().openEvent(parent.eventId)}>
              Started by #{countText(parent.eventId)}
            </Button>
            <span className={styles.quiet}>
              <EvidenceText prose text={parent.how} />
            </span>
          </dd>
        </div>
      )}
      {askedBy === null ? null : (
        <div>
          <dt>Sub-agent</dt>
          <dd>
            <EvidenceText prose text={askedBy} />
          </dd>
        </div>
      )}
      {agent === null ? null : (
        <div>
          <dt>Started</dt>
          <dd>
            sub-agent <EvidenceText inline text={agent} />
          </dd>
        </div>
      )}
      {lineage?.leftBranch ? (
        <div>
          <dt>Branch</dt>
          <dd>Left by a rewind: the conversation forgot it, the call ran.</dd>
        </div>
      ) : null}
    </dl>
  );
}
