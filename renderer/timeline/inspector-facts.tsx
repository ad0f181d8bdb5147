/** What the record says a call touched: programs, files by operation, hosts. Marks what lies outside the project root. */
import type { EventDetail } from '../../shared/contract.ts';
import { EvidenceText } from '../text/evidence-text.tsx';
import { countOf } from '../text/figures.ts';
import { type SummaryItem, summariseFacts } from './fact-summary.ts';
import { choosingStore } from '../state/choosing-store.ts';
import { Button } from '../ui/button.tsx';
import styles from './inspector.module.css';

const itemsShown = 30;

function Line({ name, items }: { readonly name: string; readonly items: readonly SummaryItem[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {items.slice(0, itemsShown).map((item) => (
          <span key={item.text} className={styles.factItem}>
            <EvidenceText text={item.text.slice(0, 1000)} className={styles.factText} />
            {item.notes.length === 0 ? null : (
              <span className={item.notes.includes('outside root') ? styles.outside : styles.quiet}>
                <EvidenceText prose text={item.notes.join(', ')} />
              </span>
            )}
          </span>
        ))}
        {items.length > itemsShown ? <span className={styles.quiet}>and {items.length - itemsShown} more</span> : null}
      </dd>
    </div>
  );
}

export function InspectorFacts({ detail }: { readonly detail: EventDetail }) {
  if (detail.row.kind !== 'tool-call') return null;
  const facts = summariseFacts(detail.facts, detail.projectRoot.path, detail.findings);
  return (
    <dl className={styles.pairs} aria-label="What the record says was touched">
      <Line name="Programs" items={facts.programs} />
      <Line name="Runs" items={facts.executes} />
      <Line name="Reads" items={facts.reads} />
      <Line name="Writes" items={facts.writes} />
      <Line name="Deletes" items={facts.deletes} />
      <Line name="Hosts" items={facts.hosts} />
      <Line name="Sends" items={facts.sends} />
      <Line name="Flows" items={facts.flows} />
      <Line name="Sets" items={facts.variables} />
      <Line name="Not known" items={facts.unknown} />
      {detail.factsLeftOut > 0 ? (
        <div>
          <dt>Left out</dt>
          <dd>{countOf(detail.factsLeftOut, 'further fact')}</dd>
        </div>
      ) : null}
      <Line name="Ran in" items={detail.row.cwd === null ? [] : [{ text: detail.row.cwd, notes: [] }]} />
      <Line name="Root" items={[{ text: detail.projectRoot.path ?? 'not known', notes: [detail.projectRoot.how] }]} />
      <div>
        <dt />
        <dd className={styles.flush}>
          <Button small look="ghost" onClick={() => choosingStore.getState().begin({ kind: 'root', sessionId: detail.row.sessionId, ...detail.projectRoot })}>
            Change the project root…
          </Button>
        </dd>
      </div>
    </dl>
  );
}
