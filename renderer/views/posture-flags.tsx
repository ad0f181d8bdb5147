/** Where the flag was found: each place with its claim, and what is known of it besides. */
import { useMemo } from 'react';
import { plainLabel } from '../../shared/hostile-text.ts';
import type { PostureFlag, PostureView } from '../../shared/posture.ts';
import { viewStore } from '../state/view-store.ts';
import { ElidedEvidence } from '../text/elided-evidence.tsx';
import { EvidenceText, type Mark } from '../text/evidence-text.tsx';
import { countOf, countText } from '../text/figures.ts';
import { dayClockText } from '../text/time-text.ts';
import { Icon } from '../ui/icon.tsx';
import { PanelHead } from '../ui/panel-head.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import styles from './posture-view.module.css';
import { openFinding, originOf, shownRows } from './posture-words.ts';

/** The flag inside the command, to be set off. */
function flagMarks(flag: PostureFlag): readonly Mark[] {
  const word = flag.flag.split(/[ =:]/)[0] ?? '';
  const start = word === '' ? -1 : flag.command.indexOf(word);
  return start < 0 ? [] : [{ start, end: start + word.length, tone: 'match' }];
}

function FlagRow({ flag }: { readonly flag: PostureFlag }) {
  const origin = originOf(flag);
  const marks = useMemo(() => flagMarks(flag), [flag]);
  return (
    <tr>
      <td>
        <SeverityMark severity={flag.severity} />
      </td>
      <td className={styles.kind}>
        <span className={styles.state}>
          <Icon name={origin.icon} size={13} />
          {origin.name}
        </span>
        <div className={styles.quiet}>{flag.scope}</div>
      </td>
      <td>
        <button type="button" className={styles.place} disabled={flag.findingId === null} onClick={() => openFinding(flag.findingId)} aria-label={`Line ${flag.place.line} of ${plainLabel(flag.place.path, 200)}, open the finding`}>
          <ElidedEvidence text={flag.place.path} />
          <span>:{flag.place.line}</span>
        </button>
        <div className={`elide ${styles.command}`}>
          <EvidenceText text={flag.command} inline marks={marks} />
        </div>
      </td>
      <td>
        {flag.scope === 'documentation' ? (
          <span className={styles.quiet}>not run</span>
        ) : (
          <>
            <span className={styles.state} title={plainLabel(flag.sandbox, 300)}>
              {flag.claimUnseen ? null : <Icon name={flag.sandboxed ? 'check' : 'cross'} size={13} />}
              {flag.claimUnseen ? 'not recorded' : flag.sandboxed ? 'claimed' : 'not set'}
            </span>
            {flag.claim === null ? null : (
              <div className={`elide ${styles.quiet}`}>
                <EvidenceText text={flag.claim} inline />
              </div>
            )}
          </>
        )}
      </td>
      <td className={styles.context}>
        <EvidenceText text={flag.time === null ? flag.reach : `${dayClockText(flag.time)} UTC`} inline prose />
        <FlagContext flag={flag} />
      </td>
    </tr>
  );
}

/** What is known of the place besides: the session that it started, the call that wrote it, else how it is asked. */
function FlagContext({ flag }: { readonly flag: PostureFlag }) {
  const [change] = flag.changedBy;
  if (change !== undefined) {
    return (
      <button type="button" className={`${styles.link} ${styles.below}`} title={change.time === null ? 'at an unknown time' : `${dayClockText(change.time)} UTC`} onClick={() => viewStore.getState().openEvent(change.eventId)}>
        file written by call {countText(change.eventId)}
        {change.attended === 'unattended' ? ', unattended' : ''}
      </button>
    );
  }
  return (
    <div className={`elide ${styles.quiet}`}>
      <EvidenceText text={flag.started.length === 0 ? flag.how : `may have started ${flag.started.map((id) => id.slice(0, 8)).join(', ')}`} inline prose />
    </div>
  );
}

export function PostureFlags({ posture }: { readonly posture: PostureView }) {
  const shown = posture.flags.slice(0, shownRows);
  return (
    <section aria-label="Where the flag was found">
      <PanelHead title="Where the flag was found" sub={posture.flagsAsking === posture.flagsTotal ? countOf(posture.flagsTotal, 'place') : `${countOf(posture.flagsTotal, 'place')}, ${countText(posture.flagsAsking)} of them ask for it`} end="IS_SANDBOX read from the same file and its environment" />
      {shown.length === 0 ? (
        <p className={styles.none}>{posture.filesLookedAt === 0 ? 'The copy holds no script, start file, CI file or history to look into.' : `${countOf(posture.filesLookedAt, 'file')} looked through; none asks for bypass mode.`}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <colgroup>
              <col style={{ width: 32 }} />
              <col style={{ width: 128 }} />
              <col />
              <col style={{ width: 112 }} />
              <col style={{ width: 188 }} />
            </colgroup>
            <thead>
              <tr>
                <th>
                  <span className="only-spoken">Severity</span>
                </th>
                <th>Kind</th>
                <th>Location and line</th>
                <th>Sandbox</th>
                <th>Context</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((flag) => (
                <FlagRow key={`${flag.place.path}\n${flag.place.byteStart}\n${flag.flag}\n${flag.sandboxed}`} flag={flag} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {posture.flagsTotal > shown.length ? <p className={styles.none}>{countText(posture.flagsTotal - shown.length)} more in the findings and in the JSON of a scan.</p> : null}
    </section>
  );
}
