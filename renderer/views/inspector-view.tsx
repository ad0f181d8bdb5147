/** The inspector: everything about the selected event, down to its bytes. Asks the engine by event id; knows no lane. */
import { useEffect, useState } from 'react';
import type { EventDetail } from '../../shared/contract.ts';
import { countText } from '../text/figures.ts';
import { useKeys } from '../state/keyboard.ts';
import { useQuery } from '../state/use-query.ts';
import { useSearch } from '../search/search-store.ts';
import { byWorst, eventSentence } from '../timeline/event-sentence.ts';
import { InspectorBeside } from '../timeline/inspector-beside.tsx';
import { InspectorCommit } from '../timeline/inspector-commit.tsx';
import { InspectorFacts } from '../timeline/inspector-facts.tsx';
import { InspectorGit } from '../timeline/inspector-git.tsx';
import { InspectorFindings } from '../timeline/inspector-findings.tsx';
import { InspectorHistory } from '../timeline/inspector-history.tsx';
import { InspectorMatch } from '../timeline/inspector-match.tsx';
import { InspectorInput } from '../timeline/inspector-input.tsx';
import { InspectorOutput } from '../timeline/inspector-output.tsx';
import { InspectorProvenance } from '../timeline/inspector-provenance.tsx';
import { kindIcon, kindName } from '../timeline/kind-words.ts';
import { provenanceCopy } from '../timeline/provenance-text.ts';
import { ReflogDetail } from '../timeline/reflog-detail.tsx';
import { clockTextWithMillis, dayText, type DisplayZone, utc, zoneLabel, zoneOf } from '../timeline/time-axis.ts';
import styles from '../timeline/inspector.module.css';
import { EvidenceText } from '../text/evidence-text.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon, toolIcon } from '../ui/icon.tsx';
import { ProblemNote } from '../ui/problem-note.tsx';

export interface InspectorViewProps {
  readonly eventId: number | null;
  readonly zone: DisplayZone;
  readonly onMove: (direction: 'next' | 'previous') => void;
  readonly onClose: () => void;
}

/** The instant in UTC, and in the zone that the record itself names or the analyst reads in. */
function Times({ detail, zone }: { readonly detail: EventDetail; readonly zone: DisplayZone }) {
  const { row } = detail;
  if (row.time === null) return <p className={styles.times}>The record gives no time.</p>;
  const written = row.reflog ? zoneOf(row.reflog.zone) : null;
  const other = written ?? (zone.offsetMinutes === 0 ? null : zone);
  const text = (shown: DisplayZone) => `${dayText(row.time ?? 0, shown)} ${clockTextWithMillis(row.time, shown)} ${zoneLabel(shown)}`;
  return (
    <p className={styles.times}>
      {text(utc)}
      {other === null || other.offsetMinutes === 0 ? '' : `, ${written ? 'written as' : 'shown as'} ${text(other)}`}
      {row.attended === 'unknown' ? '' : `, ${row.attended}`}
      {row.permissionMode === null ? null : (
        <>
          , mode <EvidenceText inline text={row.permissionMode} />
        </>
      )}
    </p>
  );
}

function Head({ detail, zone, onMove, onClose }: { readonly detail: EventDetail | null } & Pick<InspectorViewProps, 'zone' | 'onMove' | 'onClose'>) {
  const row = detail?.row ?? null;
  const icon = row === null ? null : row.kind === 'prompt' ? 'person' : row.lane === 'git' ? 'git' : row.kind === 'tool-call' ? toolIcon(row.tool) : kindIcon(row.kind);
  const look = row?.lane === 'git' ? styles.gitIcon : row?.agentId ? styles.agentIcon : styles.sessionIcon;
  return (
    <header className={styles.head}>
      {icon === null ? null : <Icon name={icon} size={15} className={look} />}
      {row === null ? <b>Inspector</b> : <b className="elide">{row.kind === 'prompt' ? 'Human' : <EvidenceText inline prose text={row.reflog?.action ?? row.tool ?? kindName(row.kind)} />}</b>}
      {row === null ? null : (
        <>
          <span className={`${styles.headTime} mono`}>{clockTextWithMillis(row.time, zone)}</span>
          <span className={styles.quiet}>#{countText(row.id)}</span>
        </>
      )}
      <span className={styles.headEnd}>
        <IconButton label="Previous row" onClick={() => onMove('previous')}>
          <Icon name="chevron-up" />
        </IconButton>
        <IconButton label="Next row" onClick={() => onMove('next')}>
          <Icon name="chevron-down" />
        </IconButton>
        <IconButton label="Close inspector" onClick={onClose}>
          <Icon name="cross" />
        </IconButton>
      </span>
    </header>
  );
}

function Body({ detail, zone, onCopy, onCopied }: { readonly detail: EventDetail; readonly zone: DisplayZone; readonly onCopy: () => void; readonly onCopied: (message: string) => void }) {
  const [worst] = byWorst(detail.findings);
  const active = useSearch((state) => state.active);
  const hit = active?.hit.eventId === detail.row.id ? active.hit : null;
  return (
    <>
      <div className={styles.sentence}>
        <EvidenceText prose text={worst && worst.sentence !== '' ? worst.sentence : eventSentence(detail.row)} />
      </div>
      <Times detail={detail} zone={zone} />
      {hit === null ? null : <InspectorMatch hit={hit} />}
      <InspectorFindings detail={detail} />
      <ReflogDetail row={detail.row} />
      {detail.row.reflog === null ? null : <InspectorCommit key={`commit ${detail.row.id}`} repository={detail.row.reflog.repository} oid={detail.row.reflog.new} shownAt={detail.row.id} />}
      <InspectorInput key={`input ${detail.row.id}`} detail={detail} hit={hit?.part === 'input' ? hit : null} onCopied={onCopied} />
      <InspectorHistory detail={detail} />
      <InspectorGit detail={detail} />
      <InspectorFacts detail={detail} />
      <InspectorOutput key={`output ${detail.row.id}`} detail={detail} hit={hit?.part === 'output' ? hit : null} />
      {detail.row.kind === 'reflog' ? null : <InspectorBeside key={`beside ${detail.row.id}`} id={detail.row.id} />}
      <InspectorProvenance key={detail.row.id} detail={detail} onCopy={onCopy} />
    </>
  );
}

export function InspectorView({ eventId, zone, onMove, onClose }: InspectorViewProps) {
  const { value, problem, loading } = useQuery('events.detail', eventId === null ? null : { id: eventId });
  const [message, setMessage] = useState('');
  const detail = eventId === null || problem !== null || (loading && value?.row.id !== eventId) ? null : value;
  const copy = () => {
    if (detail === null) {
      setMessage('Nothing is selected');
      return;
    }
    navigator.clipboard.writeText(provenanceCopy(detail.source.ref, detail.source.sha256)).then(
      () => setMessage('Provenance copied'),
      () => setMessage('The clipboard is not available'),
    );
  };
  useKeys('inspector', { y: copy });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message belongs to the event it was said of
  useEffect(() => setMessage(''), [eventId]);
  return (
    <aside data-part="inspector" id="inspector" className={styles.inspector} aria-label="Inspector" tabIndex={-1} aria-busy={loading}>
      <Head detail={detail} zone={zone} onMove={onMove} onClose={onClose} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label="Details">
        {eventId === null ? <p className={styles.nothing}>Select a row to see what it did and where it stands in the evidence.</p> : null}
        {problem === null ? null : <ProblemNote problem={problem} />}
        {loading && detail === null && problem === null ? <p className={styles.nothing}>Reading the record…</p> : null}
        {detail === null ? null : <Body detail={detail} zone={zone} onCopy={copy} onCopied={setMessage} />}
      </div>
      <p className={message === '' ? 'only-spoken' : styles.said} role="status">
        {message}
      </p>
    </aside>
  );
}
